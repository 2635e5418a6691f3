//! [`View`]: the size and the colours of a window.

/// The size of a window, and its colour scheme.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::exhaustive_structs, reason = "a test makes its own")]
pub struct View {
    /// The name of the view.
    pub name: &'static str,
    /// The width in CSS pixels.
    pub width: u32,
    /// The height in CSS pixels.
    pub height: u32,
    /// True for a dark colour scheme.
    pub dark: bool,
}

impl View {
    /// A phone and a desktop, each with light and dark colours.
    pub const ALL: [View; 4] = [
        View { name: "phone-light", width: 390, height: 844, dark: false },
        View { name: "phone-dark", width: 390, height: 844, dark: true },
        View { name: "desktop-light", width: 1280, height: 800, dark: false },
        View { name: "desktop-dark", width: 1280, height: 800, dark: true },
    ];

    /// The narrowest phone. Pages must be readable on it without horizontal scrolling.
    pub const NARROW: View = View { name: "narrow", width: 360, height: 640, dark: false };
}
