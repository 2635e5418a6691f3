//! `errorbook export`.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use errorbook_catalog::export::gateway::{Mount, MountError, Mounts};
use errorbook_catalog::{Catalog, SCHEMA, document, export};
use errorbook_pages::site;
use serde_json::json;

use crate::failure::Failure;
use crate::options::{Export, ExportTo};
use crate::output::{print_file, print_json, write};
use crate::{Outcome, source};

pub(crate) fn run(options: &Export) -> Result<Outcome, Failure> {
    let mut catalogs = source::catalogs(&options.files)?;
    if let Some(name) = &options.openapi {
        let document = source::document(name)?;
        for catalog in &mut catalogs {
            document::declare(catalog, &document).map_err(|error| Failure::NotADocument(name.clone(), error))?;
        }
    }
    if catalogs.is_empty() && options.mounts.is_empty() && options.to != ExportTo::JsonSchema {
        return Err(Failure::NoFile);
    }
    let files = match options.to {
        ExportTo::Nginx | ExportTo::Haproxy | ExportTo::Caddy => gateway(options, &catalogs)?,
        ExportTo::Typescript => each(&catalogs, "ts", export::typescript),
        ExportTo::Markdown => each(&catalogs, "md", export::markdown),
        ExportTo::Json => each(&catalogs, "book.json", Catalog::to_string),
        ExportTo::Openapi => vec![("openapi.json".to_owned(), export::openapi(&catalogs).into_bytes())],
        ExportTo::JsonSchema if catalogs.is_empty() => {
            vec![("catalog.schema.json".to_owned(), SCHEMA.as_bytes().to_vec())]
        }
        ExportTo::JsonSchema => vec![("errors.schema.json".to_owned(), export::json_schema(&catalogs).into_bytes())],
        ExportTo::Html => {
            site(catalogs, options.service.as_deref())?.into_iter().map(|(path, page)| (path, page.to_vec())).collect()
        }
    };
    deliver(options, files)?;
    Ok(Outcome::Clean)
}

/// Returns the configuration files for a gateway.
fn gateway(options: &Export, catalogs: &[Catalog]) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    let named = options.mounts.iter().map(|mount| {
        let (path, book) = mount.split_once('=').ok_or_else(|| Failure::NotAMount(mount.clone()))?;
        let known = catalogs.iter().find(|catalog| catalog.name == book);
        let catalog = known.map_or_else(|| source::catalog(book), |known| Ok(known.clone()))?;
        self::mount(options, path, &catalog).map_err(|error| Failure::Mount(mount.clone(), error))
    });
    let mut mounts = named.collect::<Result<Vec<Mount>, Failure>>()?;
    match (mounts.as_slice(), catalogs) {
        ([], [catalog]) => mounts.push(mount(options, "/", catalog).map_err(Failure::Mounts)?),
        ([], _) => return Err(Failure::NoMount),
        _ => {}
    }
    let mounts = Mounts::new(mounts).map_err(Failure::Mounts)?;
    let files = match options.to {
        ExportTo::Haproxy => export::gateway::haproxy(&mounts).into(),
        ExportTo::Caddy => vec![export::gateway::caddy(&mounts)],
        _ => export::gateway::nginx(&mounts).into(),
    };
    Ok(files.into_iter().map(|file| (file.name.to_owned(), file.text.into_bytes())).collect())
}

/// Returns a mount with the settings from the command line.
fn mount(options: &Export, path: &str, catalog: &Catalog) -> Result<Mount, MountError> {
    let mut mount = Mount::new(path, catalog)?;
    if let Some(name) = &options.suppression {
        mount = mount.suppression_parameter(name)?;
    }
    if let Some(challenge) = &options.challenge {
        mount = mount.challenge(challenge)?;
    }
    Ok(mount)
}

/// Returns one file for each catalog. The name of the book is the name of the file.
fn each(catalogs: &[Catalog], extension: &str, export: impl Fn(&Catalog) -> String) -> Vec<(String, Vec<u8>)> {
    let file = |catalog: &Catalog| (format!("{}.{extension}", file_name(&catalog.name)), export(catalog).into_bytes());
    catalogs.iter().map(file).collect()
}

/// Returns the name of a book as a file name, without characters that could lead to another folder.
fn file_name(book: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '+');
    let name: String = book.chars().map(|letter| if is_plain(letter) { letter } else { '_' }).collect();
    if name.is_empty() { "book".to_owned() } else { name }
}

/// Prints a single file, or writes all files into the output folder.
fn deliver(options: &Export, files: Vec<(String, Vec<u8>)>) -> Result<(), Failure> {
    let mut names = BTreeSet::new();
    if let Some((twice, _)) = files.iter().find(|(name, _)| !names.insert(name)) {
        return Err(Failure::SameName(twice.clone()));
    }
    let text = |content: &[u8]| String::from_utf8_lossy(content).into_owned();
    match (&options.output, files.as_slice()) {
        (None, [(name, content)]) if options.format.is_json() => {
            print_json(&[json!({ "path": name, "content": text(content) })])
        }
        (None, [(_, content)]) => print_file(&text(content)),
        (None, files) => Err(Failure::NeedsFolder(files.len())),
        (Some(output), files) => {
            let is_folder = options.to == ExportTo::Html || files.len() > 1 || output.is_dir();
            let path = |name: &String| if is_folder { output.join(name) } else { output.clone() };
            let paths: Vec<PathBuf> = files.iter().map(|(name, _)| path(name)).collect();
            for (path, (_, content)) in paths.iter().zip(files) {
                write(path, content)?;
            }
            if options.format.is_json() {
                let paths = paths.iter().map(|path| json!({ "path": path.as_path() as &Path }));
                print_json(&paths.collect::<Vec<_>>())?;
            }
            Ok(())
        }
    }
}
