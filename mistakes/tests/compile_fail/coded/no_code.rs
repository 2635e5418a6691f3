fn main() {
    errorbook::coded!("no project 7");
    errorbook::coded!();
    errorbook::coded!(404, "no project 7");
}
