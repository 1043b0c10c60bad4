//! The filtered stream.

#[derive(Default)]
pub(super) struct Streams {
    pub(super) duplicate: bool,
    pub(super) reorder: bool,
}
impl Streams {
    pub(super) fn cut(&mut self) {}
    pub(super) fn count(&self) -> usize { 0 }
}
impl super::State {
    pub(super) fn publish(&mut self, _id: u64) {}
}
