//! Takes pictures of the pages: `cargo run -p browser -- FOLDER`, after `cargo build -p depot-axum`.

use std::error::Error;
use std::path::PathBuf;

use browser::{Browser, View, program};
use conformance::Server;

/// The pages, each with the name of its picture.
const PAGES: [(&str, &str); 3] = [
    ("errors", "/errors"),
    ("code", "/errors/PE01-1104"),
    ("try", "/try#book=primaerp&code=PE01-1104&delivery=jsonp&callback=show"),
];

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(std::env::args_os().nth(1).ok_or("name the folder for the pictures")?);
    std::fs::create_dir_all(&folder)?;
    let server = Server::start(program("depot-axum")?)?;
    let browser = Browser::start()?;
    for view in View::ALL {
        for (name, path) in PAGES {
            browser.look(view)?;
            browser.goto(&format!("http://{}{path}", server.address()))?;
            browser.until("!document.querySelector('#results[hidden]')")?;
            std::fs::write(folder.join(format!("{name}-{}.png", view.name)), browser.picture()?)?;
        }
    }
    drop(browser);
    server.stop()?;
    Ok(())
}
