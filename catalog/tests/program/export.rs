//! The command export.

use errorbook::{Book, ayanova, primaerp, standard};
use errorbook_catalog::export::gateway;
use errorbook_catalog::{Catalog, SCHEMA, export};
use serde_json::{Value, json};

use crate::{CART, Folder, errorbook};

#[test]
fn each_export_equals_the_export_of_the_library() {
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
            let output = errorbook(&["export", "--to", to, book.name()]);
            assert_eq!((output.code, output.out, output.err.as_str()), (0, expected, ""), "{to} {book:?}");
        }
    }
    assert_eq!(errorbook(&["export", "--to", "json-schema"]).out, SCHEMA);
    let both = errorbook(&["export", "--to", "openapi", "primaerp", "http"]).json();
    assert_eq!(both["components"]["responses"].as_object().unwrap().len(), 28 + 39);
}

#[test]
fn the_export_of_a_file_has_bodies_and_operations() {
    let document = json!({ "openapi": "3.1.0", "paths": { "/carts": { "get": { "responses": { "404": {
        "content": { "application/json": { "schema": { "properties": { "code": { "const": "CART-1002" } } } } },
    } } } } } });
    let folder = Folder::new([("cart.json", CART), ("openapi.json", &document.to_string())]);
    let cart = folder.path("cart.json");
    let output = errorbook(&["export", "--to", "typescript", &cart, "--openapi", &folder.path("openapi.json")]);
    assert!(output.out.contains("  \"GET /carts\": \"CART-1002\";\n"), "{}", output.out);
    let output = errorbook(&["export", "--to", "openapi", &cart]).json();
    let content = &output["components"]["responses"]["CART-1002"]["content"]["application/problem+json"];
    assert_eq!(content["example"]["type"], "https://cart.example/CART-1002");
    let output = errorbook(&["export", "--to", "markdown", &cart, "--format", "json"]).json();
    assert_eq!(output[0]["path"], "cart.md");
    assert!(output[0]["content"].as_str().unwrap().starts_with("# cart\n"));
}

#[test]
fn several_files_are_written_to_a_folder() {
    let folder = Folder::new([("cart.json", CART), ("twin.json", CART)]);
    let out = folder.path("out");
    let output = errorbook(&["export", "--to", "typescript", "http", &folder.path("cart.json"), "--output", &out]);
    assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (0, "", ""));
    assert_eq!(folder.read("out/http.ts"), export::typescript(&Catalog::of(&standard::BOOK)));
    assert!(folder.read("out/cart.ts").contains("\"CART-1001\""));
    let output =
        errorbook(&["export", "--to", "markdown", "http", "--output", &folder.path("http.md"), "--format", "json"]);
    assert_eq!(output.json(), json!([{ "path": folder.path("http.md") }]));
    assert!(folder.read("http.md").starts_with("# http\n"));
    let twice = ["export", "--to", "json", &folder.path("cart.json"), &folder.path("twin.json"), "--output", &out];
    let output = errorbook(&twice);
    assert_eq!(
        (output.code, output.err.contains("two files would have the name \"cart.book.json\": rename one of the books")),
        (2, true),
        "{}",
        output.err
    );
    let output = errorbook(&["export", "--to", "json", "http", "--output", "/dev/null/x"]);
    assert_eq!(
        (output.code, output.err.as_str()),
        (2, "errorbook: /dev/null/x cannot be written: File exists (os error 17)\n")
    );
}

#[test]
fn html_is_a_static_site() {
    let folder = Folder::new([("cart.json", CART)]);
    let site = folder.path("site");
    let named = ["--service", "Shop"];
    let export = ["export", "--to", "html", "http", &folder.path("cart.json"), "--output", &site];
    let output = errorbook(&[&export[..], &named].concat());
    assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (0, "", ""));
    assert!(folder.read("site/index.html").contains("<h1>Error codes of Shop</h1>"));
    assert_eq!(errorbook(&export).code, 0);
    assert!(folder.read("site/index.html").contains("<h1>Error codes of http and cart</h1>"));
    assert!(folder.read("site/index.html").contains("<a href=\"codes/CART-1001.html\">"));
    assert!(folder.read("site/codes/CART-1001.html").contains("team-stock"));
    let list: Value = serde_json::from_str(&folder.read("site/index.json")).unwrap();
    assert_eq!(list["books"].as_array().unwrap().len(), 2);
    // Every command can read the JSON of the list.
    assert_eq!(errorbook(&["explain", "CART-1001", &folder.path("site/index.json")]).code, 0);
    let output = errorbook(&["export", "--to", "html", "http"]);
    assert_eq!(
        (output.code, output.err.as_str()),
        (2, "errorbook: standard output cannot take 120 files: name a folder with --output\n")
    );
}

#[test]
fn a_gateway_gets_the_books_of_its_mounts() {
    let folder = Folder::new([("cart.json", CART)]);
    let cart = format!("/cart={}", folder.path("cart.json"));
    let mounts = || {
        let mount = |path, catalog: &Catalog| gateway::Mount::new(path, catalog).unwrap();
        let cart = Catalog::from_json(CART.as_bytes()).unwrap();
        gateway::Mounts::new([mount("/cart", &cart), mount("/", &Catalog::of(&standard::BOOK))]).unwrap()
    };
    let output = errorbook(&["export", "--to", "caddy", "--mount", &cart, "--mount", "/=http"]);
    assert_eq!((output.code, output.out, output.err.as_str()), (0, gateway::caddy(&mounts()).text, ""));
    // A mount can name the book of a FILE.
    let by_name = ["export", "--to", "caddy", &folder.path("cart.json"), "--mount", "/cart=cart", "--mount", "/=http"];
    assert_eq!(errorbook(&by_name).out, gateway::caddy(&mounts()).text);
    for (to, files) in [("nginx", gateway::nginx(&mounts())), ("haproxy", gateway::haproxy(&mounts()))] {
        let out = folder.path(to);
        let output = errorbook(&["export", "--to", to, "--mount", &cart, "--mount", "/=http", "--output", &out]);
        assert_eq!((output.code, output.out.as_str(), output.err.as_str()), (0, "", ""));
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
        (&["--mount", "/cart"], "--mount /cart: expected a path and a book, such as /shop=shop.json"),
        (&["--mount", "/=nowhere"], "nowhere cannot be read: No such file or directory (os error 2)"),
        (&["http", "ayanova"], "a gateway needs a book for /: name one with --mount /=FILE"),
        (&[], "name a FILE: only json-schema works without a FILE"),
        (&["--mount", "/=http"], "standard output cannot take 2 files: name a folder with --output"),
    ];
    for (arguments, message) in cases {
        let output = errorbook(&[&["export", "--to", "nginx"], arguments].concat());
        assert_eq!((output.code, output.out.as_str(), output.err), (2, "", format!("errorbook: {message}\n")));
    }
    let output = errorbook(&["export", "--to", "nginx", "--mount", "cart=http"]);
    assert_eq!((output.code, output.err.starts_with("errorbook: --mount cart=http: ")), (2, true), "{}", output.err);
}
