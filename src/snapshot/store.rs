//! The files: `snapshots/<campaign>@<persona>.snap`, and `.snap.new` for what awaits review.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{Cell, Problem, content};
use crate::world::World;

const FOLDER: &str = "snapshots";
const APPROVED: &str = ".snap";
const PENDING: &str = ".snap.new";

/// A rendering beside its approved snapshot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// As approved.
    Same,
    /// Nothing was approved yet.
    New,
    /// Something else was approved.
    Changed {
        /// The approved content.
        approved: String,
    },
}

/// A rendering that awaits review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pending {
    /// `<campaign>@<persona>`.
    pub name: String,
    /// What was approved before, if anything was.
    pub approved: Option<String>,
    /// What is rendered now.
    pub content: String,
}

/// Compares one rendering with its approved snapshot and, where they differ, leaves it in the
/// project at `root` for review.
///
/// # Errors
/// When a snapshot cannot be read or written.
pub fn check(world: &dyn World, root: &Path, cell: &Cell) -> Result<Comparison, Problem> {
    let name = cell.name();
    let content = content(&cell.rendering);
    let comparison = compare(world, &name, &content)?;
    match comparison {
        Comparison::Same => discard(root, &name)?,
        Comparison::New | Comparison::Changed { .. } => store_pending(root, &name, &content)?,
    }
    Ok(comparison)
}

/// Compares `content` with the approved snapshot called `name`.
///
/// # Errors
/// When the snapshot exists and cannot be read.
pub fn compare(world: &dyn World, name: &str, content: &str) -> Result<Comparison, Problem> {
    let approved = read(world, &path(name, APPROVED))?;
    Ok(match approved {
        None => Comparison::New,
        Some(approved) if approved == content.trim_end() => Comparison::Same,
        Some(approved) => Comparison::Changed { approved },
    })
}

/// What awaits review, sorted by name.
///
/// # Errors
/// When a file cannot be read.
pub fn pending(world: &dyn World) -> Result<Vec<Pending>, Problem> {
    let mut pending = Vec::new();
    for (name, extension) in files(world)? {
        if extension == PENDING
            && let Some(content) = read(world, &path(&name, PENDING))?
        {
            let approved = read(world, &path(&name, APPROVED))?;
            pending.push(Pending {
                name,
                approved,
                content,
            });
        }
    }
    Ok(pending)
}

/// A problem for each snapshot, approved or pending, of a campaign or persona that is not there.
///
/// # Errors
/// When the folder cannot be read.
pub fn orphans(
    world: &dyn World,
    campaigns: &[&str],
    personas: &[&str],
) -> Result<Vec<Problem>, Problem> {
    let orphan = |(name, extension): (String, &str)| {
        let (campaign, persona) = name.split_once('@')?;
        let (kind, missing, known) = if !campaigns.contains(&campaign) {
            ("campaign", campaign, campaigns)
        } else if !personas.contains(&persona) {
            ("persona", persona, personas)
        } else {
            return None;
        };
        Some(Problem::Orphan {
            path: path(&name, extension),
            kind,
            missing: missing.to_owned(),
            known: known.iter().map(|&name| name.to_owned()).collect(),
        })
    };
    Ok(files(world)?.into_iter().filter_map(orphan).collect())
}

/// Leaves `content` in the project at `root` for review.
///
/// # Errors
/// When the file cannot be written.
#[expect(clippy::disallowed_methods, reason = "snapshots are files")]
pub fn store_pending(root: &Path, name: &str, content: &str) -> Result<(), Problem> {
    let path = path(name, PENDING);
    let described = name.replacen('@', " for ", 1);
    let content = content.trim_end();
    let text = format!("---\nsource: rules\nexpression: {described}\n---\n{content}\n");
    let written =
        fs::create_dir_all(root.join(FOLDER)).and_then(|()| fs::write(root.join(&path), text));
    written.map_err(|error| Problem::cannot_write(&path, &error))
}

/// Makes the pending rendering the approved one.
///
/// # Errors
/// When the file cannot be moved.
pub fn accept(root: &Path, name: &str) -> Result<(), Problem> {
    let approved = path(name, APPROVED);
    fs::rename(root.join(path(name, PENDING)), root.join(&approved))
        .map_err(|error| Problem::cannot_write(&approved, &error))
}

/// Forgets the pending rendering, if there is one: it was rejected, or is outdated.
///
/// # Errors
/// When the file cannot be removed.
pub fn discard(root: &Path, name: &str) -> Result<(), Problem> {
    remove_file(root, &path(name, PENDING))
}

/// Removes the approved snapshot and the pending rendering, if there are any.
///
/// # Errors
/// When a file cannot be removed.
pub fn remove(root: &Path, name: &str) -> Result<(), Problem> {
    discard(root, name)?;
    remove_file(root, &path(name, APPROVED))
}

fn remove_file(root: &Path, path: &Path) -> Result<(), Problem> {
    match fs::remove_file(root.join(path)) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            Err(Problem::cannot_write(path, &error))
        }
        _ => Ok(()),
    }
}

fn path(name: &str, extension: &str) -> PathBuf {
    Path::new(FOLDER).join(format!("{name}{extension}"))
}

/// Names and extensions of the snapshots of renderings; other files in the folder are not ours.
fn files(world: &dyn World) -> Result<Vec<(String, &'static str)>, Problem> {
    let folder = Path::new(FOLDER);
    let listed = world.list(folder);
    let listed = listed.map_err(|error| Problem::cannot_read(folder, &error))?;
    let snapshot = |path: PathBuf| {
        let file = path.strip_prefix(folder).ok()?.to_str()?;
        let (name, extension) = [PENDING, APPROVED]
            .into_iter()
            .find_map(|extension| Some((file.strip_suffix(extension)?, extension)))?;
        let ours = name.contains('@') && !name.contains(['/', '\\']);
        ours.then(|| (name.to_owned(), extension))
    };
    Ok(listed.into_iter().filter_map(snapshot).collect())
}

fn read(world: &dyn World, path: &Path) -> Result<Option<String>, Problem> {
    let bytes = match world.read(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(Problem::cannot_read(path, &error)),
        Ok(bytes) => bytes,
    };
    let path = path.to_owned();
    let text = String::from_utf8(bytes).map_err(|_| Problem::NotText { path })?;
    Ok(Some(without_front_matter(&text.replace("\r\n", "\n"))))
}

/// The content below the lines between two `---`, which `cargo insta` writes and reads.
fn without_front_matter(text: &str) -> String {
    let below = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .map_or(text, |(_, below)| below);
    below.trim_end().to_owned()
}
