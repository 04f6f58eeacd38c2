//! The generated files of `examples/outdoor`: the same bytes on every run.

mod canvas;
mod customers;
mod events;
mod gear;
mod logo;
mod palette;
mod products;
mod random;
mod scenes;
mod tables;

use std::error::Error;

use canvas::Canvas;

/// One file of the project.
pub(super) struct File {
    /// Relative to the project, with forward slashes.
    pub(super) path: String,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

/// Every generated file.
///
/// # Errors
/// When a picture cannot be encoded.
pub(super) fn files() -> Result<Vec<File>, Box<dyn Error>> {
    let mut files = pictures()?;
    files.extend(tables());
    Ok(files)
}

fn pictures() -> Result<Vec<File>, Box<dyn Error>> {
    let mut files = vec![picture("logo.png", &logo::draw()?, 32)?];
    for (name, scene) in scenes::ALL {
        files.push(picture(name, &scene()?, 256)?);
    }
    for product in &products::ALL {
        files.push(picture(&product.image(), &gear::draw(product)?, 32)?);
    }
    Ok(files)
}

fn picture(name: &str, canvas: &Canvas, colors: usize) -> Result<File, Box<dyn Error>> {
    Ok(File {
        path: format!("templates/assets/{name}"),
        bytes: canvas.png(colors)?,
    })
}

fn tables() -> Vec<File> {
    let customers = customers::all();
    let history = events::of(&customers);
    [
        ("products.ndjson", tables::products()),
        ("customers.csv", tables::customers(&customers)),
        ("purchases.csv", tables::purchases(&history)),
        ("cart_adds.csv", tables::cart_adds(&history)),
        ("visits.ndjson", tables::visits(&history)),
        ("opens.csv", tables::opens(&history)),
        ("sent.csv", tables::sent(&history)),
    ]
    .map(|(name, text)| File {
        path: format!("data/{name}"),
        bytes: text.into_bytes(),
    })
    .into()
}
