//! [`Few`]: a list of which most have one item, and that one needs no allocation.

use std::slice;

/// Items in the order in which they came.
#[derive(Default)]
pub(crate) enum Few<T> {
    #[default]
    None,
    One(T),
    Many(Vec<T>),
}

impl<T> Few<T> {
    pub(crate) fn push(&mut self, item: T) {
        *self = match std::mem::take(self) {
            Few::None => Few::One(item),
            Few::One(first) => Few::Many(vec![first, item]),
            Few::Many(mut items) => {
                items.push(item);
                Few::Many(items)
            }
        };
    }

    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Few::None => &[],
            Few::One(item) => slice::from_ref(item),
            Few::Many(items) => items,
        }
    }
}

/// What is collected already is taken as it is.
impl<T> Extend<T> for Few<T> {
    fn extend<I: IntoIterator<Item = T>>(&mut self, items: I) {
        let items = items.into_iter();
        match self {
            Few::None => *self = Few::Many(items.collect()),
            Few::One(_) => items.for_each(|item| self.push(item)),
            Few::Many(all) => all.extend(items),
        }
    }
}
