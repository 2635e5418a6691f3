//! The exports.

use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::export::gateway;
use errorbook_catalog::{Catalog, SCHEMA, export};
use serde_json::{Value, json};

use crate::{CART, Folder, errorbook};

#[test]
fn each_export_of_each_book_is_that_of_the_library() {
    for book in [&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK] as [&Book; 3] {
        let catalog = Catalog::of(book);
        let exports = [
            ("markdown", export::markdown(&catalog)),
            ("json", catalog.to_string()),
            ("typescript", export::typescript(&catalog)),
            ("openapi", export::openapi(std::slice::from_ref(&catalog))),
            ("json-schema", export::json_schema(std::slice::from_ref(&catalog))),
        ];
        for (to, expected) in exports {
            let answer = errorbook(&["export", "--to", to, book.name()]);
            assert_eq!((answer.code, answer.out, answer.err.as_str()), (0, expected, ""), "{to} {book:?}");
        }
    }
    assert_eq!(errorbook(&["export", "--to", "json-schema"]).out, SCHEMA);
    let both = errorbook(&["export", "--to", "openapi", "primaerp", "http"]).json();
    assert_eq!(both["components"]["responses"].as_object().unwrap().len(), 28 + 39);
}

#[test]
fn an_export_of_a_file_has_bodies_and_operations() {
    let document = json!({ "openapi": "3.1.0", "paths": { "/carts": { "get": { "responses": { "404": {
        "content": { "application/json": { "schema": { "properties": { "code": { "const": "CART-1002" } } } } },
    } } } } } });
    let folder = Folder::new([("cart.json", CART), ("openapi.json", &document.to_string())]);
    let cart = folder.path("cart.json");
    let answer = errorbook(&["export", "--to", "typescript", &cart, "--openapi", &folder.path("openapi.json")]);
    assert!(answer.out.contains("  \"GET /carts\": \"CART-1002\";\n"), "{}", answer.out);
    let answer = errorbook(&["export", "--to", "openapi", &cart]).json();
    let content = &answer["components"]["responses"]["CART-1002"]["content"]["application/problem+json"];
    assert_eq!(content["example"]["type"], "https://cart.example/CART-1002");
    let answer = errorbook(&["export", "--to", "markdown", &cart, "--format", "json"]).json();
    assert_eq!(answer[0]["path"], "cart.md");
    assert!(answer[0]["content"].as_str().unwrap().starts_with("# cart\n"));
}

#[test]
fn several_files_are_written_to_a_folder() {
    let folder = Folder::new([("cart.json", CART), ("twin.json", CART)]);
    let out = folder.path("out");
    let answer = errorbook(&["export", "--to", "typescript", "http", &folder.path("cart.json"), "--output", &out]);
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, "", ""));
    assert_eq!(folder.read("out/http.ts"), export::typescript(&Catalog::of(&standard::BOOK)));
    assert!(folder.read("out/cart.ts").contains("\"CART-1001\""));
    let answer =
        errorbook(&["export", "--to", "markdown", "http", "--output", &folder.path("http.md"), "--format", "json"]);
    assert_eq!(answer.json(), json!([{ "path": folder.path("http.md") }]));
    assert!(folder.read("http.md").starts_with("# http\n"));
    let twice = ["export", "--to", "json", &folder.path("cart.json"), &folder.path("twin.json"), "--output", &out];
    let answer = errorbook(&twice);
    assert_eq!(
        (answer.code, answer.err.contains("two of the books are called \"cart.book.json\"")),
        (2, true),
        "{}",
        answer.err
    );
    let answer = errorbook(&["export", "--to", "json", "http", "--output", "/dev/null/x"]);
    assert_eq!(
        (answer.code, answer.err.as_str()),
        (2, "errorbook: /dev/null/x cannot be written: File exists (os error 17)\n")
    );
}

#[test]
fn html_is_a_site_of_files() {
    let folder = Folder::new([("cart.json", CART)]);
    let site = folder.path("site");
    let answer = errorbook(&["export", "--to", "html", "http", &folder.path("cart.json"), "--output", &site]);
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, "", ""));
    assert!(folder.read("site/index.html").contains("<a href=\"codes/CART-1001.html\">"));
    assert!(folder.read("site/codes/CART-1001.html").contains("team-stock"));
    let list: Value = serde_json::from_str(&folder.read("site/index.json")).unwrap();
    assert_eq!(list["books"].as_array().unwrap().len(), 2);
    // The list is what every command reads.
    assert_eq!(errorbook(&["explain", "CART-1001", &folder.path("site/index.json")]).code, 0);
    let answer = errorbook(&["export", "--to", "html", "http"]);
    assert_eq!(
        (answer.code, answer.err.as_str()),
        (2, "errorbook: 120 files cannot go to standard output: name a folder with --output\n")
    );
}

#[test]
fn gateways_get_the_books_of_their_mounts() {
    let folder = Folder::new([("cart.json", CART)]);
    let cart = format!("/cart={}", folder.path("cart.json"));
    let mounts = || {
        let mount = |path, catalog: &Catalog| gateway::Mount::new(path, catalog).unwrap();
        let cart = Catalog::from_json(CART.as_bytes()).unwrap();
        gateway::Mounts::new([mount("/cart", &cart), mount("/", &Catalog::of(&standard::BOOK))]).unwrap()
    };
    let answer = errorbook(&["export", "--to", "caddy", "--mount", &cart, "--mount", "/=http"]);
    assert_eq!((answer.code, answer.out, answer.err.as_str()), (0, gateway::caddy(&mounts()).text, ""));
    // A book of a FILE is named by its name.
    let by_name = ["export", "--to", "caddy", &folder.path("cart.json"), "--mount", "/cart=cart", "--mount", "/=http"];
    assert_eq!(errorbook(&by_name).out, gateway::caddy(&mounts()).text);
    for (to, files) in [("nginx", gateway::nginx(&mounts())), ("haproxy", gateway::haproxy(&mounts()))] {
        let out = folder.path(to);
        let answer = errorbook(&["export", "--to", to, "--mount", &cart, "--mount", "/=http", "--output", &out]);
        assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, "", ""));
        for file in files {
            assert_eq!(folder.read(&format!("{to}/{}", file.name)), file.text);
        }
    }
    let root = gateway::Mount::new("/", &Catalog::of(&standard::BOOK)).unwrap();
    let root = root.suppression_parameter("quiet").and_then(|mount| mount.challenge("Basic realm=\"shop\"")).unwrap();
    let settings = ["--suppression", "quiet", "--challenge", "Basic realm=\"shop\""];
    assert_eq!(
        errorbook(&[&["export", "--to", "caddy", "http"][..], &settings].concat()).out,
        gateway::caddy(&gateway::Mounts::new([root]).unwrap()).text
    );
    let cases: [(&[&str], &str); 5] = [
        (&["--mount", "/cart"], "--mount /cart: write a path and a book, as in /shop=shop.json"),
        (&["--mount", "/=nowhere"], "nowhere cannot be read: No such file or directory (os error 2)"),
        (&["http", "ayanova"], "a gateway needs a book for /: name one with --mount /=FILE"),
        (&[], "name a FILE: only json-schema can do without"),
        (&["--mount", "/=http"], "2 files cannot go to standard output: name a folder with --output"),
    ];
    for (arguments, message) in cases {
        let answer = errorbook(&[&["export", "--to", "nginx"], arguments].concat());
        assert_eq!((answer.code, answer.out.as_str(), answer.err), (2, "", format!("errorbook: {message}\n")));
    }
    let answer = errorbook(&["export", "--to", "nginx", "--mount", "cart=http"]);
    assert_eq!((answer.code, answer.err.starts_with("errorbook: --mount cart=http: ")), (2, true), "{}", answer.err);
}
