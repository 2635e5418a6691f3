fn main() {
    errorbook::coded!(errorbook::primaerp::BOOK, "no project 7");
}
