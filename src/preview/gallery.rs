//! The static site: `index.html`, `messages/<campaign>@<persona>.{html,txt,eml}`,
//! `messages/assets/…`.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Gallery, Problem, page};
use crate::snapshot::Rendering;
use crate::world::World;

/// Writes the site into the folder `out`, which is made when absent, and gives the files written,
/// relative to it and sorted. `assets` is the project's folder of images; emails refer to them as
/// `assets/…`. Names of campaigns and personas become file names.
///
/// # Errors
/// When an asset cannot be read or a file cannot be written; what was written stays.
pub fn write_gallery(
    gallery: &Gallery<'_>,
    world: &dyn World,
    assets: &Path,
    out: &Path,
) -> Result<Vec<PathBuf>, Problem> {
    let mut files = pages(gallery);
    let listed = world.list(assets);
    for path in listed.map_err(|error| Problem::cannot_read(assets, &error))? {
        let content = world.read(&path);
        let content = content.map_err(|error| Problem::cannot_read(&path, &error))?;
        let below = path.strip_prefix(assets).unwrap_or(&path);
        files.push((Path::new("messages/assets").join(below), content));
    }
    files.sort();
    for (path, content) in &files {
        write(&out.join(path), content)?;
    }
    Ok(files.into_iter().map(|(path, _)| path).collect())
}

fn pages(gallery: &Gallery<'_>) -> Vec<(PathBuf, Vec<u8>)> {
    let mut pages = vec![(PathBuf::from("index.html"), page::index(gallery).into())];
    for cell in &gallery.cells {
        if let Rendering::Message(message) = &cell.rendering {
            let (html, text) = (message.html.clone(), message.text.clone());
            let mut parts = vec![("html", html.into_bytes()), ("txt", text.into_bytes())];
            // a message without MIME form says why among its headers
            parts.extend(message.to_eml().ok().map(|eml| ("eml", eml)));
            for (extension, part) in parts {
                let path = format!("messages/{}.{extension}", cell.name());
                pages.push((path.into(), part));
            }
        }
    }
    pages
}

#[expect(clippy::disallowed_methods, reason = "the gallery is made of files")]
fn write(path: &Path, content: &[u8]) -> Result<(), Problem> {
    let folder = path.parent().unwrap_or(path);
    fs::create_dir_all(folder).map_err(|error| Problem::cannot_write(folder, &error))?;
    fs::write(path, content).map_err(|error| Problem::cannot_write(path, &error))
}
