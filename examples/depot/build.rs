//! Rebuilds the package when a migration changes. `sqlx::migrate!` reads that folder, and cargo does not know about it.

fn main() {
    println!("cargo:rerun-if-changed=migrations");
}
