//! [`View`]: how a person looks at a page.

/// The size of a window, and whether its colours are dark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a test makes its own")]
pub struct View {
    /// What it is called.
    pub name: &'static str,
    /// CSS pixels from left to right.
    pub width: u32,
    /// CSS pixels from top to bottom.
    pub height: u32,
    /// Whether dark colours are preferred.
    pub dark: bool,
}

impl View {
    /// A phone and a desktop, each in light and in dark.
    pub const ALL: [View; 4] = [
        View { name: "phone-light", width: 390, height: 844, dark: false },
        View { name: "phone-dark", width: 390, height: 844, dark: true },
        View { name: "desktop-light", width: 1280, height: 800, dark: false },
        View { name: "desktop-dark", width: 1280, height: 800, dark: true },
    ];

    /// The narrowest phone for which a page has to be readable without scrolling sideways.
    pub const NARROW: View = View { name: "narrow", width: 360, height: 640, dark: false };
}
