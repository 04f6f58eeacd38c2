//! Small PNG files: a picture's commonest colours as its palette, the others as the nearest.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::error::Error;

type Rgba = [u8; 4];

/// A PNG file of at most `colors` colours, which must be 256 or fewer.
///
/// # Errors
/// When the encoder fails.
pub(super) fn encode(
    pixels: &[Rgba],
    width: u32,
    height: u32,
    colors: usize,
) -> Result<Vec<u8>, Box<dyn Error>> {
    let mut counts = BTreeMap::<Rgba, usize>::new();
    for run in pixels.chunk_by(Rgba::eq) {
        *counts.entry(run[0]).or_default() += run.len();
    }
    let mut palette: Vec<Rgba> = counts.keys().copied().collect();
    palette.sort_by_key(|color| Reverse(counts[color]));
    palette.truncate(colors);
    let indexes: BTreeMap<Rgba, u8> = counts
        .keys()
        .map(|color| (*color, nearest(&palette, *color)))
        .collect();
    let data: Vec<u8> = pixels
        .chunk_by(Rgba::eq)
        .flat_map(|run| std::iter::repeat_n(indexes[&run[0]], run.len()))
        .collect();

    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, width, height);
    encoder.set_color(png::ColorType::Indexed);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_palette(
        palette
            .iter()
            .flat_map(|[red, green, blue, _]| [*red, *green, *blue])
            .collect::<Vec<u8>>(),
    );
    if palette.iter().any(|[.., alpha]| *alpha < 255) {
        let alphas: Vec<u8> = palette.iter().map(|[.., alpha]| *alpha).collect();
        encoder.set_trns(alphas);
    }
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(png::Filter::NoFilter);
    encoder.write_header()?.write_image_data(&data)?;
    Ok(bytes)
}

fn nearest(palette: &[Rgba], color: Rgba) -> u8 {
    let distance = |other: &Rgba| -> u32 {
        color
            .iter()
            .zip(other)
            .map(|(one, two)| u32::from(one.abs_diff(*two)).pow(2))
            .sum()
    };
    let indexes = 0..palette.len();
    indexes
        .min_by_key(|index| distance(&palette[*index]))
        .unwrap_or_default() as u8
}
