fn main() {
    errorbook::error!(errorbook::primaerp::BOOK, "no project 7");
}
