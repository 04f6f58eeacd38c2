//! Draws the pictures and makes the data of the example project:
//! `cargo run --example outdoor_data -- examples/outdoor`.

use std::error::Error;
use std::path::PathBuf;

#[path = "outdoor_data/mod.rs"]
mod outdoor_data;

#[expect(
    clippy::disallowed_methods,
    reason = "a tool for developers, outside the stages"
)]
fn main() -> Result<(), Box<dyn Error>> {
    let project: PathBuf = std::env::args_os()
        .nth(1)
        .ok_or("expected the project's folder")?
        .into();
    for file in outdoor_data::files()? {
        let path = project.join(file.path);
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::write(path, file.bytes)?;
    }
    Ok(())
}
