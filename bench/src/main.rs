//! x
fn main() {
    let name = std::env::args().nth(2).unwrap_or_default();
    for case in bench::CASES { if case.name == name { (case.run)() } }
}
