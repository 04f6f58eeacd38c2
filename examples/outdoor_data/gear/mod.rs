//! A flat picture of each product: a shape in the product's colours on a tinted tile.

mod camp;
mod trail;
mod wear;

use std::error::Error;

use super::canvas::{Canvas, Rgb, mix};
use super::products::Product;

/// What a picture shows.
#[derive(Clone, Copy)]
pub(super) enum Shape {
    Backpack,
    Beanie,
    Bottle,
    Daypack,
    Dome,
    Headlamp,
    Hiker,
    Lantern,
    Mat,
    Mug,
    Mummy,
    Parka,
    Pillow,
    Ridge,
    Runner,
    Shell,
    Stove,
    Vest,
}

const CREAM: Rgb = 0xf7_f2_e7;
const INK: Rgb = 0x24_2b_29;

/// The colours of one product.
#[derive(Clone, Copy)]
struct Tones {
    main: Rgb,
    /// Parts that lie behind or in shadow.
    deep: Rgb,
    /// Parts that catch the light.
    light: Rgb,
    /// Openings and seams.
    dark: Rgb,
}

impl Tones {
    fn of(main: Rgb) -> Self {
        Self {
            main,
            deep: mix(main, INK, 28),
            light: mix(main, CREAM, 28),
            dark: mix(main, INK, 62),
        }
    }
}

/// A square picture, 480 pixels wide.
///
/// # Errors
/// When the canvas cannot be made.
pub(super) fn draw(product: &Product) -> Result<Canvas, Box<dyn Error>> {
    let mut canvas = Canvas::new(480, 480)?;
    let tile = mix(0xf3_ed_e1, product.color, 9);
    canvas.background(tile);
    canvas.circle(mix(tile, CREAM, 60), 240.0, 232.0, 188.0);
    let shade = mix(tile, product.color, 22);
    let tones = Tones::of(product.color);
    let draw_shape = match product.shape {
        Shape::Backpack => trail::backpack,
        Shape::Daypack => trail::daypack,
        Shape::Bottle => trail::bottle,
        Shape::Headlamp => trail::headlamp,
        Shape::Dome => camp::dome,
        Shape::Ridge => camp::ridge,
        Shape::Lantern => camp::lantern,
        Shape::Mat => camp::mat,
        Shape::Mug => camp::mug,
        Shape::Mummy => camp::mummy,
        Shape::Pillow => camp::pillow,
        Shape::Stove => camp::stove,
        Shape::Beanie => wear::beanie,
        Shape::Hiker => wear::hiker,
        Shape::Runner => wear::runner,
        Shape::Parka => wear::parka,
        Shape::Shell => wear::shell,
        Shape::Vest => wear::vest,
    };
    draw_shape(&mut canvas, tones, shade);
    Ok(canvas)
}

/// A boot as it stands in other pictures.
pub(super) fn boot(canvas: &mut Canvas, color: Rgb, ground: Rgb) {
    wear::hiker(canvas, Tones::of(color), ground);
}

/// A pack as it stands in other pictures.
pub(super) fn pack(canvas: &mut Canvas, color: Rgb, ground: Rgb) {
    trail::backpack(canvas, Tones::of(color), ground);
}
