//! The contents of the pages, their content security policy, and the responses to requests.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

#[path = "pages/html.rs"]
mod html;

use std::collections::{BTreeSet, VecDeque};
use std::panic::AssertUnwindSafe;

use base64::Engine as _;
use errorbook::{Book, Code, ayanova, primaerp, standard};
use errorbook_model::Catalog;
use errorbook_pages::{Page, Pages};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

use html::{attributes, tags, unescaped};

static BOOKS: &[&Book] = &[&primaerp::BOOK, &ayanova::BOOK, &standard::BOOK];

/// A book with texts that try to break the page.
mod hostile {
    use errorbook::envelope;

    errorbook::codes! {
        book "<script>\"&'</script>" {
            envelope: envelope::PROBLEM,
            type_base: "<script>\"&'",
        }

        /// <script>alert(1)</script>
        ///
        /// A <img src=x onerror=alert(1)> [link](javascript:alert(1)) [other](data:text/html,<script>) `</style>`
        ///
        /// # What to do
        /// <svg onload=alert(1)>
        ///
        /// - [`Item`] and [an item](crate::Item), <javascript:alert(1)>
        /// - [safe](https://safe.example/?a&b) ![image](https://image.example/x.png) `../up`
        SCRIPT = "<script>alert(\"&'\")</script>", 404, "</title><script>alert(\"&'\")</script>";
        /// The identifier has characters with a meaning in an address. See `<script>alert("&'")</script>`.
        ADDRESS = "../a b?c=d#e%41/ž:", 404, "* [not](a) `link`\n# nor a heading";
        /// A scheme.
        SCHEME = "javascript:alert(1)", 301, "-->";
    }
}

static HOSTILE: &[&Book] = &[&hostile::BOOK];

fn get(pages: &Pages, code: Option<&str>, accept: &str) -> Page {
    let page = pages.get(code, None, |name| (name == "accept").then_some(accept.as_bytes())).unwrap();
    assert_eq!(page.status().as_u16(), 200);
    page
}

fn text(page: &Page) -> &str {
    std::str::from_utf8(page.body()).unwrap()
}

fn all_codes(books: &[&'static Book]) -> impl Iterator<Item = Code> {
    books.iter().flat_map(|book| book.codes()).collect::<Vec<_>>().into_iter()
}

#[test]
fn the_page_of_every_code_has_its_attributes_in_each_format() {
    for books in [BOOKS, HOSTILE] {
        let pages = Pages::new("/errors", books);
        let list = get(&pages, None, "text/html");
        let list = unescaped(text(&list));
        for code in all_codes(books) {
            let html = get(&pages, Some(code.id()), "text/html");
            let html = unescaped(text(&html));
            for part in [code.id(), code.message(), &code.status().to_string()] {
                assert!(html.contains(part) && list.contains(part), "{code:?}: {part}");
            }
            let advice = code.advice().is_some();
            assert_eq!(html.contains("<h2>What to do</h2>"), advice, "{code:?}");

            let json = get(&pages, Some(code.id()), "application/json");
            let json: Value = serde_json::from_str(text(&json)).unwrap();
            assert_eq!((&json["code"], &json["message"]), (&code.id().into(), &code.message().into()));
            assert_eq!((&json["status"], &json["advice"].is_string()), (&code.status().as_u16().into(), &advice));
            assert!(json["example"].is_object() && json["related"].is_array(), "{code:?}");

            let markdown = get(&pages, Some(code.id()), "text/markdown");
            assert!(text(&markdown).contains(&format!("Status {}\n", code.status())), "{code:?}");
        }
    }
}

#[test]
fn every_code_of_the_built_in_books_has_advice() {
    for code in all_codes(&BOOKS[..2]) {
        assert!(code.advice().is_some_and(|advice| advice.ends_with('.')), "{code:?}");
    }
}

#[test]
fn related_codes_are_those_in_the_texts_and_then_those_with_the_same_status() {
    let pages = Pages::new("/errors", BOOKS);
    let related = |code: Code| -> Vec<String> {
        let json = get(&pages, Some(code.id()), "application/json");
        let json: Value = serde_json::from_str(text(&json)).unwrap();
        json["related"].as_array().unwrap().iter().map(|code| code["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(related(primaerp::TOKEN_INVALID), ["PE01-1011", "PE01-1001", "PE01-1005", "PE01-1007"]);
    assert_eq!(related(standard::NOT_FOUND), ["gone"]);
    assert_eq!(related(standard::BAD_GATEWAY), [""; 0]);
}

#[test]
fn no_text_of_a_book_becomes_html() {
    let pages = Pages::new("/errors", HOSTILE);
    let expected: BTreeSet<&str> = "!DOCTYPE a body button code div em fieldset footer form h1 h2 h3 head header html \
        input label legend li main meta nav ol p pre script search section span style title ul"
        .split_whitespace()
        .collect();
    for code in std::iter::once(None).chain(all_codes(HOSTILE).map(|code| Some(code.id()))) {
        let page = get(&pages, code, "text/html");
        let html = text(&page);
        for tag in tags(html) {
            let name = tag.trim_start_matches('/').split([' ', '\n']).next().unwrap();
            assert!(expected.contains(name), "{code:?}: <{tag}>");
            assert!(!tag.contains(" on"), "{code:?}: <{tag}>");
        }
        assert_eq!(html.matches("<script>").count(), usize::from(code.is_none()), "{code:?}");
        assert_eq!((html.matches("<style>").count(), html.matches("<title>").count()), (1, 1));
        for address in attributes(html, "href").chain(attributes(html, "src")).chain(attributes(html, "action")) {
            let scheme = address.split_once(':').map(|(scheme, _)| scheme).filter(|start| !start.contains(['#', '/']));
            assert!(matches!(scheme, None | Some("https")), "{code:?}: {address}");
        }
        assert!(attributes(html, "src").next().is_none());
    }
    let page = get(&pages, Some(hostile::SCRIPT.id()), "text/html");
    let texts = ["&lt;script&gt;alert(1)&lt;/script&gt;", "<a href=\"https://safe.example/?a&amp;b\">safe</a> image"];
    for expected in texts.into_iter().chain(["<code>Item</code> and an item, javascript:alert(1)", " link other "]) {
        assert!(text(&page).contains(expected), "{expected}\n{}", text(&page));
    }
    // The page contains the search text.
    let query = "q=%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
    let page = pages.get(None, Some(query), |_| None).unwrap();
    assert!(text(&page).contains(" value=\"&#34;&#62;&#60;script&#62;alert(1)&#60;/script&#62;\""));
}

#[test]
fn no_text_of_a_book_adds_a_heading_or_a_link_to_the_markdown() {
    use pulldown_cmark::{Event, Parser, Tag};

    for (books, codes) in [(BOOKS, 91), (HOSTILE, 3)] {
        let pages = Pages::new("/errors", books);
        let list = get(&pages, None, "text/markdown");
        let events: Vec<Event<'_>> = Parser::new(text(&list)).collect();
        let heading = |wanted: u8| {
            let is_wanted = |event: &&Event<'_>| matches!(event, Event::Start(Tag::Heading { level, .. }) if *level as u8 == wanted);
            events.iter().filter(is_wanted).count()
        };
        assert_eq!((heading(1), heading(2), heading(3)), (1, books.len(), codes));
        let links = events.iter().filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.as_ref()),
            _ => None,
        });
        assert_eq!(links.filter(|address| address.starts_with("errors/")).count(), codes);
    }
    let pages = Pages::new("/errors", HOSTILE);
    let page = get(&pages, Some(hostile::ADDRESS.id()), "text/markdown");
    let title = "# ../a b?c=d\\#e%41/ž: \\* \\[not\\](a) \\`link\\` \\# nor a heading\n\nStatus 404\n";
    assert!(text(&page).starts_with(title), "{}", text(&page));
}

/// Follows every link from the list as a browser does.
#[test]
fn every_link_leads_to_a_page() {
    for (books, path) in [(BOOKS, "/errors"), (HOSTILE, "/errors"), (BOOKS, "/a/b.c/errors")] {
        let pages = Pages::new(path, books);
        let start = Url::parse("https://service.example/prefix/").unwrap().join(path.trim_start_matches('/')).unwrap();
        let mut seen = BTreeSet::from([start.clone()]);
        let mut left = VecDeque::from([start.clone()]);
        while let Some(address) = left.pop_front() {
            let code = address.path().strip_prefix(start.path()).unwrap_or_else(|| panic!("{address}"));
            let code = code.strip_prefix('/').map(|segment| {
                assert!(!segment.contains('/'), "{address}");
                percent_encoding::percent_decode_str(segment).decode_utf8().unwrap()
            });
            let page = get(&pages, code.as_deref(), "text/html");
            for link in attributes(text(&page), "href").chain(attributes(text(&page), "action")) {
                let mut to = address.join(&link).unwrap();
                if to.host_str() != start.host_str() {
                    continue;
                }
                let wanted = match to.query() {
                    None => "text/html; charset=utf-8",
                    Some("format=json") => "application/json",
                    Some("format=markdown") => "text/markdown; charset=utf-8",
                    Some(_) => panic!("{address}: {link}"),
                };
                let code = to.path().strip_prefix(start.path()).unwrap().strip_prefix('/');
                let code = code.map(|segment| percent_encoding::percent_decode_str(segment).decode_utf8().unwrap());
                let target = pages.get(code.as_deref(), to.query(), |_| Some(b"text/html".as_slice())).unwrap();
                assert_eq!(target.header("content-type"), Some(wanted), "{address}: {link}");
                to.set_query(None);
                if let Some(fragment) = to.fragment() {
                    let mut same = to.clone();
                    same.set_fragment(None);
                    let target = match same == address {
                        true => text(&page).to_owned(),
                        false => text(&get(&pages, None, "text/html")).to_owned(),
                    };
                    assert!(attributes(&target, "id").any(|id| id == fragment), "{address}: {link}");
                }
                to.set_fragment(None);
                if seen.insert(to.clone()) {
                    left.push_back(to);
                }
            }
        }
        assert_eq!(seen.len(), 1 + all_codes(books).count(), "{path}");
    }
}

#[test]
fn the_links_of_json_lead_to_pages() {
    let pages = Pages::new("/a/errors", HOSTILE);
    let list = get(&pages, None, "application/json");
    let list: Value = serde_json::from_str(text(&list)).unwrap();
    let base = Url::parse("https://service.example/a/errors").unwrap();
    for code in list["books"][0]["codes"].as_array().unwrap() {
        let address = base.join(code["link"].as_str().unwrap()).unwrap();
        let segment = address.path().strip_prefix("/a/errors/").unwrap();
        let id = percent_encoding::percent_decode_str(segment).decode_utf8().unwrap();
        assert_eq!(id, code["code"].as_str().unwrap());
        let page = get(&pages, Some(&id), "application/json");
        let page: Value = serde_json::from_str(text(&page)).unwrap();
        assert_eq!(address.join(page["link"].as_str().unwrap()).unwrap(), address);
    }
}

#[test]
fn each_book_of_the_json_is_a_catalog() {
    let pages = Pages::new("/errors", BOOKS);
    let list = get(&pages, None, "application/json");
    let list: Value = serde_json::from_str(text(&list)).unwrap();
    for (book, json) in BOOKS.iter().zip(list["books"].as_array().unwrap()) {
        let read = Catalog::from_json(json.to_string().as_bytes()).unwrap();
        assert_eq!(read.to_string(), Catalog::of(book).to_string());
    }
}

#[test]
fn every_link_of_a_site_leads_to_one_of_its_files() {
    for books in [BOOKS, HOSTILE] {
        let site = errorbook_pages::site(books.iter().map(|book| Catalog::of(book)).collect(), None).unwrap();
        let root = Url::parse("https://site.example/").unwrap();
        let encoded = |path: &String| root.join(&path.replace('%', "%25")).unwrap();
        let files: BTreeSet<Url> = site.iter().map(|(path, _)| encoded(path)).collect();
        for (path, page) in &site {
            let page = std::str::from_utf8(page).unwrap();
            assert!(!page.is_empty(), "{path}");
            let Some(_) = path.strip_suffix(".html") else { continue };
            let own = attributes(page, "href").filter(|href| !href.starts_with('#') && !href.contains("safe.example"));
            for href in own {
                let mut target = encoded(path).join(&unescaped(&href)).unwrap();
                target.set_fragment(None);
                assert!(files.contains(&target), "{path}: {href}");
            }
        }
        assert_eq!(site.len(), 3 * (1 + all_codes(books).count()));
    }
}

#[test]
fn a_code_shows_its_owner_and_its_operations() {
    let catalog = Catalog::from_json(
        br#"{
            "name": "shop",
            "owner": "team-shop",
            "codes": [{"code": "SHOP-1", "status": 404}, {"code": "SHOP-2", "status": 409, "owner": "team-stock"}],
            "operations": [{"method": "GET", "path": "/parts/{id}", "responses": {"404": {"codes": ["SHOP-1"]}}}]
        }"#,
    );
    let pages = Pages::of_catalogs("/errors", vec![catalog.unwrap()]).unwrap();
    for (code, facts) in
        [("SHOP-1", "\n- Owner: team-shop\n- Operations: GET /parts/{id}\n"), ("SHOP-2", "\n- Owner: team-stock\n")]
    {
        let page = get(&pages, Some(code), "text/markdown");
        assert!(text(&page).contains(facts), "{}", text(&page));
        assert!(!text(&page).contains("## Example"), "the envelope is not known");
    }
}

#[test]
fn the_html_of_a_code_shows_its_first_version_owner_and_operations() {
    let catalog = Catalog::from_json(
        br#"{
            "name": "shop",
            "codes": [{"code": "SHOP-1", "status": 404, "since": "1.2", "owner": "team-shop"}],
            "operations": [
                {"method": "DELETE", "path": "/parts/{id}", "responses": {"404": {"codes": ["SHOP-1"]}}},
                {"method": "GET", "path": "/parts/{id}", "responses": {"404": {"codes": ["SHOP-1"]}}},
                {"method": "GET", "path": "/parts"}
            ]
        }"#,
    );
    let pages = Pages::of_catalogs("/errors", vec![catalog.unwrap()]).unwrap();
    let page = get(&pages, Some("SHOP-1"), "text/html");
    let facts = "<dl class=\"facts\">\n\
        <div><dt>Since</dt><dd>1.2</dd></div>\n\
        <div><dt>Owner</dt><dd>team-shop</dd></div>\n\
        <div><dt>Operations</dt><dd>DELETE /parts/{id}</dd><dd>GET /parts/{id}</dd></div>\n\
        </dl>";
    assert!(text(&page).contains(facts), "{}", text(&page));
}

#[test]
fn the_headings_name_the_service_or_else_its_books() {
    let names = |pages: &Pages| {
        let list = unescaped(text(&get(pages, None, "text/html")));
        let code = unescaped(text(&get(pages, Some("not_found"), "text/html")));
        let between = |page: &str, start: &str, end: &str| {
            page.split_once(start).unwrap().1.split_once(end).unwrap().0.to_owned()
        };
        let names = [
            between(&list, "<title>Error codes of ", "</title>"),
            between(&list, "<h1>Error codes of ", "</h1>"),
            between(&code, "<title>not_found Not Found · ", "</title>"),
            between(&code, "Error codes of ", "</a>"),
        ];
        let markdown = get(pages, None, "text/markdown");
        assert!(text(&markdown).starts_with("# Error codes of "));
        assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
        names[0].clone()
    };
    let pages = |number: usize| Pages::new("/errors", &[&standard::BOOK, &ayanova::BOOK, &primaerp::BOOK][..number]);
    assert_eq!(names(&pages(1)), "http");
    assert_eq!(names(&pages(2)), "http and ayanova");
    assert_eq!(names(&pages(3)), "http, ayanova and primaerp");
    let four = [&standard::BOOK, &ayanova::BOOK, &primaerp::BOOK, &hostile::BOOK];
    assert_eq!(names(&Pages::new("/errors", &four)), "4 books");
    // A rendered page does not keep the old name.
    let pages = pages(1);
    assert_eq!(names(&pages), "http");
    assert_eq!(names(&pages.clone().service("<Shop> & *Co*")), "<Shop> & *Co*");
    assert_eq!(names(&pages), "http");

    let site = errorbook_pages::site(vec![Catalog::of(&standard::BOOK)], Some("Shop")).unwrap();
    assert_eq!(site[0].0, "index.html");
    assert!(std::str::from_utf8(&site[0].1).unwrap().contains("<h1>Error codes of Shop</h1>"));
}

#[test]
fn each_page_links_to_its_json_and_its_markdown() {
    let pages = Pages::new("/a/errors", BOOKS);
    for (code, name) in [(None, "errors"), (Some("2010"), "2010")] {
        let page = get(&pages, code, "text/html");
        let links = format!("<a href=\"{name}?format=json\">JSON</a>, <a href=\"{name}?format=markdown\">Markdown</a>");
        assert_eq!(text(&page).matches(&links).count(), 1 + usize::from(code.is_none()), "{code:?}");
    }
}

#[test]
fn the_query_selects_the_format_before_accept() {
    let pages = Pages::new("/errors", BOOKS);
    let html = |_: &str| Some(b"text/html".as_slice());
    for code in [None, Some("2010")] {
        for (name, accept) in [("html", "text/html"), ("json", "application/json"), ("markdown", "text/markdown")] {
            let page = pages.get(code, Some(&format!("q=&format={name}")), html).unwrap();
            assert_eq!(page.body(), get(&pages, code, accept).body(), "{code:?} {name}");
        }
        let error = pages.get(code, Some("format=xml"), html).unwrap_err();
        assert_eq!(error.description(), Some("format: expected one of html, json, markdown"));
    }
}

#[test]
fn every_id_of_the_list_is_unique() {
    for books in [BOOKS, HOSTILE] {
        let pages = Pages::new("/errors", books);
        let page = get(&pages, None, "text/html");
        let ids: Vec<String> = attributes(text(&page), "id").collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len());
        assert!(ids.len() > all_codes(books).count());
    }
}

#[test]
fn the_policy_allows_only_the_script_and_the_style_of_the_page() {
    let pages = Pages::new("/errors", BOOKS);
    for (code, names) in [(None, &["style", "script"][..]), (Some("PE01-1104"), &["style"])] {
        let page = get(&pages, code, "text/html");
        let policy = page.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; base-uri 'none'; frame-ancestors 'none'; "), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("http"), "{policy}");
        assert_eq!(policy.matches("sha256-").count(), names.len());
        for name in names {
            let (_, after) = text(&page).split_once(&format!("<{name}>")).unwrap();
            let (content, _) = after.split_once(&format!("</{name}>")).unwrap();
            let hash = base64::engine::general_purpose::STANDARD.encode(Sha256::digest(content));
            assert!(policy.contains(&format!("; {name}-src 'sha256-{hash}'")), "{name}: {policy}");
        }
        assert!(!text(&page).contains(" style="), "the policy blocks inline styles");
    }
}

#[test]
fn a_page_in_the_cache_of_the_client_is_not_sent_again() {
    let pages = Pages::new("/errors", BOOKS);
    let mut etags = BTreeSet::new();
    for (code, query) in [(None, None), (None, Some("q=token")), (Some("2010"), None)] {
        for accept in ["text/html", "application/json", "text/markdown"] {
            let ask = |if_none_match: Option<&str>| {
                let headers = |name| match name {
                    "accept" => Some(accept.as_bytes()),
                    "if-none-match" => if_none_match.map(str::as_bytes),
                    _ => None,
                };
                pages.get(code, query, headers).unwrap()
            };
            let page = ask(None);
            let etag = page.header("etag").unwrap();
            assert!(etags.insert(etag.to_owned()), "{code:?} {query:?} {accept}");
            assert_eq!(ask(None).body(), page.body());
            assert_eq!((page.header("vary"), page.header("cache-control")), (Some("accept"), Some("no-cache")));
            assert_eq!(page.header("x-content-type-options"), Some("nosniff"));

            let known = ask(Some(&format!("\"other\", W/{etag}")));
            let headers: Vec<_> = known.headers().collect();
            assert_eq!((known.status().as_u16(), known.body().len()), (304, 0));
            assert_eq!(headers, [("etag", etag), ("vary", "accept"), ("cache-control", "no-cache")]);
            assert_eq!(ask(Some("\"other\"")).status().as_u16(), 200);
        }
    }
}

#[test]
fn the_filter_selects_the_same_codes_in_each_format() {
    let pages = Pages::new("/errors", BOOKS);
    let cases = [
        ("q=token", 5),
        ("q=token&status=4xx", 5),
        ("q=token+missing", 1),
        ("status=3xx", 1),
        ("q=PRIMAERP", 28),
        ("q=ayanova+503", 4),
        ("q=pe01-1104&a=b", 1),
        ("q=constraintviolations", 1),
        ("q=nothing+has+this", 0),
        ("status=1xx", 0),
    ];
    for (query, expected) in cases {
        let ask = |accept: &'static str| {
            let page = pages.get(None, Some(query), |name| (name == "accept").then_some(accept.as_bytes())).unwrap();
            text(&page).to_owned()
        };
        let json: Value = serde_json::from_str(&ask("application/json")).unwrap();
        let books = json["books"].as_array().unwrap();
        let codes = books.iter().map(|book| book["codes"].as_array().unwrap().len()).sum::<usize>();
        assert_eq!(codes, expected, "{query}");
        assert_eq!(ask("text/markdown").matches("\n### ").count(), expected, "{query}");

        let html = ask("text/html");
        let rows = || tags(&html).into_iter().filter(|tag| tag.starts_with("li ") && tag.contains(" data-status="));
        assert_eq!((rows().count(), rows().filter(|row| !row.ends_with(" hidden")).count()), (91, expected), "{query}");
        assert!(html.contains(&format!("<p role=\"status\">{expected} of 91 codes</p>")), "{query}");
        let sections = tags(&html).into_iter().filter(|tag| tag.starts_with("section ") && !tag.ends_with(" hidden"));
        assert_eq!(sections.count(), books.len(), "{query}");
        assert_eq!(html.contains("<p class=\"none\">"), expected == 0, "{query}");
    }
}

#[test]
fn an_invalid_request_is_an_error_of_the_book_or_a_406() {
    let pages = Pages::new("/errors", BOOKS);
    for (code, query, expected) in [
        (Some("PE01-0000"), None, primaerp::OBJECT_NOT_FOUND),
        (Some(""), None, primaerp::OBJECT_NOT_FOUND),
        (Some("pe01-1104"), Some("q=a&q=b"), primaerp::OBJECT_NOT_FOUND),
        (Some("a\u{fffd}"), None, primaerp::WRONG_PARAMETERS),
        (None, Some("status=404"), primaerp::WRONG_PARAMETERS),
        (None, Some("q=%FF"), primaerp::WRONG_PARAMETERS),
    ] {
        let response = pages.get(code, query, |_| None).unwrap_err().to_response_in(&primaerp::BOOK);
        let body: Value = serde_json::from_slice(response.body()).unwrap();
        assert_eq!(
            (response.status(), &body["code"]),
            (expected.status(), &expected.id().into()),
            "{code:?} {query:?}"
        );
    }
    let page = pages.get(None, None, |_| Some(b"image/png".as_slice())).unwrap();
    assert_eq!((page.status().as_u16(), page.body().len()), (406, 0));
    assert_eq!(page.headers().collect::<Vec<_>>(), [("vary", "accept")]);
}

mod dots {
    use errorbook::envelope;

    errorbook::codes! {
        book "dots" { envelope: envelope::PROBLEM }
        /// An address cannot end with two dots.
        DOTS = "..", 400, "Dots";
    }
}

#[test]
fn pages_without_an_address_of_their_own_are_rejected() {
    const TWICE: &[&Book] = &[&standard::BOOK, &ayanova::BOOK, &standard::BOOK];
    const DOTS: &[&Book] = &[&dots::BOOK];

    let refusal = |path, books| {
        let panic = std::panic::catch_unwind(AssertUnwindSafe(|| Pages::new(path, books))).unwrap_err();
        panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
    };
    for path in
        ["", "/", "errors", "/errors/", "//errors", "/a//b", "/a b", "/{code}", "/:x", "/..", "/./a", "/é", "/a?b"]
    {
        let expected = format!("the path of the pages must be plain segments, each after a `/`, but it is {path:?}");
        assert_eq!(refusal(path, BOOKS), Some(expected));
    }
    assert_eq!(refusal("/errors", &[]).as_deref(), Some("the pages need at least one book"));
    let twice = "two codes have the identifier \"bad_request\", but each code needs its own address";
    assert_eq!(refusal("/errors", TWICE).as_deref(), Some(twice));
    assert_eq!(refusal("/errors", DOTS).as_deref(), Some("an address cannot end with the identifier \"..\""));
}
