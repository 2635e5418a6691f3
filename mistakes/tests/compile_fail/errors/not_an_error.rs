fn main() {
    fn raise(_: impl errorbook::IntoError) {}
    raise(std::io::Error::other("nobody gave it a code"));
}
