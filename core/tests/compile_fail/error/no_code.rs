fn main() {
    errorbook::error!("no project 7");
    errorbook::error!();
    errorbook::error!(404, "no project 7");
}
