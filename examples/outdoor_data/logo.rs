//! The wordmark, drawn at twice its shown size of 258 × 36.

use std::error::Error;

use super::canvas::{Canvas, Rgb};

const CREAM: Rgb = 0xf7_f2_e7;
const RUST: Rgb = 0xe0_7a_4c;

/// Letters are drawn in a box from (0, 0) to (their width, 40).
const LETTERS: [(char, f32, &str); 8] = [
    ('N', 30.0, "M 0 40 L 0 0 L 30 40 L 30 0"),
    (
        'O',
        40.0,
        "M 20 0 C 31 0 40 9 40 20 C 40 31 31 40 20 40 C 9 40 0 31 0 20 C 0 9 9 0 20 0 Z",
    ),
    (
        'R',
        26.0,
        "M 0 40 L 0 0 L 14 0 C 29 0 29 22 14 22 L 0 22 M 13 22 L 27 40",
    ),
    ('T', 28.0, "M 0 0 L 28 0 M 14 0 L 14 40"),
    ('H', 28.0, "M 0 0 L 0 40 M 28 0 L 28 40 M 0 20 L 28 20"),
    (
        'B',
        26.0,
        "M 0 0 L 14 0 C 27 0 27 19 14 19 L 0 19 L 15 19 C 30 19 30 40 15 40 L 0 40 Z",
    ),
    ('U', 28.0, "M 0 0 L 0 25 C 0 45 28 45 28 25 L 28 0"),
    ('D', 31.0, "M 0 0 L 11 0 C 38 0 38 40 11 40 L 0 40 Z"),
];

/// Peak, pole star and name, cream on transparent.
///
/// # Errors
/// When the canvas cannot be made.
pub(super) fn draw() -> Result<Canvas, Box<dyn Error>> {
    let mut canvas = Canvas::new(516, 72)?;
    canvas.fill(CREAM, "M 2 66 L 32 14 L 44 36 L 38 46 L 32 36 L 14 66 Z");
    canvas.fill(CREAM, "M 30 66 L 52 30 L 74 66 Z");
    canvas.fill(
        RUST,
        "M 56 2 L 59 11 L 68 14 L 59 17 L 56 26 L 53 17 L 44 14 L 53 11 Z",
    );
    let mut x = 98.0;
    for letter in "NORTHBOUND".chars() {
        let Some((_, width, path)) = LETTERS.iter().find(|(name, ..)| *name == letter) else {
            continue;
        };
        canvas.place(1.0, x, 20.0);
        canvas.stroke(CREAM, 6.5, path);
        x += width + 11.5;
    }
    Ok(canvas)
}
