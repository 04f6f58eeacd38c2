//! Flat drawing: filled and stroked paths written as in SVG.

use std::error::Error;

use tiny_skia::{
    Color, FillRule, GradientStop, LineCap, LineJoin, LinearGradient, Paint, Path, PathBuilder,
    Pixmap, Point, Rect, Shader, SpreadMode, Stroke, Transform,
};

use super::palette;

/// `0xRRGGBB`.
pub(super) type Rgb = u32;

/// A picture being drawn, in pixels from the top left corner.
pub(super) struct Canvas {
    pixmap: Pixmap,
    transform: Transform,
}

impl Canvas {
    /// A transparent picture.
    ///
    /// # Errors
    /// When a side is zero.
    pub(super) fn new(width: u32, height: u32) -> Result<Self, Box<dyn Error>> {
        Ok(Self {
            pixmap: Pixmap::new(width, height).ok_or("a picture needs an area")?,
            transform: Transform::identity(),
        })
    }

    /// Colours everything.
    pub(super) fn background(&mut self, color: Rgb) {
        self.pixmap.fill(opaque(color));
    }

    /// What is drawn next is scaled and then moved.
    pub(super) fn place(&mut self, scale: f32, x: f32, y: f32) {
        self.transform = Transform::from_scale(scale, scale).post_translate(x, y);
    }

    /// Fills a path of absolute `M`, `L`, `Q`, `C` and `Z` commands.
    pub(super) fn fill(&mut self, color: Rgb, path: &str) {
        self.fill_path(&solid(opaque(color)), parse(path).finish());
    }

    /// Fills a closed line through these points.
    pub(super) fn polygon(&mut self, color: Rgb, points: &[(f32, f32)]) {
        let mut path = PathBuilder::new();
        for (index, (x, y)) in points.iter().enumerate() {
            if index == 0 {
                path.move_to(*x, *y);
            } else {
                path.line_to(*x, *y);
            }
        }
        path.close();
        self.fill_path(&solid(opaque(color)), path.finish());
    }

    /// Fills a circle.
    pub(super) fn circle(&mut self, color: Rgb, x: f32, y: f32, radius: f32) {
        self.fill_path(
            &solid(opaque(color)),
            PathBuilder::from_circle(x, y, radius),
        );
    }

    /// Fills a circle, letting what is below show through; `opacity` from 0 to 1.
    pub(super) fn glow(&mut self, color: Rgb, opacity: f32, x: f32, y: f32, radius: f32) {
        let mut color = opaque(color);
        color.set_alpha(opacity);
        self.fill_path(&solid(color), PathBuilder::from_circle(x, y, radius));
    }

    /// Fills an ellipse.
    pub(super) fn ellipse(&mut self, color: Rgb, x: f32, y: f32, across: f32, down: f32) {
        let bounds = Rect::from_xywh(x - across, y - down, 2.0 * across, 2.0 * down);
        self.fill_path(
            &solid(opaque(color)),
            bounds.and_then(PathBuilder::from_oval),
        );
    }

    /// Draws a line of this width with round ends.
    pub(super) fn stroke(&mut self, color: Rgb, width: f32, path: &str) {
        let stroke = Stroke {
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        if let Some(path) = parse(path).finish() {
            let paint = solid(opaque(color));
            self.pixmap
                .stroke_path(&path, &paint, &stroke, self.transform, None);
        }
    }

    /// Colours everything from top to bottom; a stop is its height from 0 to 1 and a colour.
    pub(super) fn sky(&mut self, stops: &[(f32, Rgb)]) {
        let height = self.pixmap.height() as f32;
        let shader = LinearGradient::new(
            Point::zero(),
            Point::from_xy(0.0, height),
            stops
                .iter()
                .map(|(at, color)| GradientStop::new(*at, opaque(*color)))
                .collect(),
            SpreadMode::Pad,
            Transform::identity(),
        );
        let paint = Paint {
            shader: shader.unwrap_or(Shader::SolidColor(Color::WHITE)),
            ..Paint::default()
        };
        let area = Rect::from_xywh(0.0, 0.0, self.pixmap.width() as f32, height);
        self.fill_path(&paint, area.map(PathBuilder::from_rect));
    }

    /// The picture as a PNG file of at most so many colours.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(super) fn png(&self, colors: usize) -> Result<Vec<u8>, Box<dyn Error>> {
        let pixels: Vec<[u8; 4]> = self
            .pixmap
            .pixels()
            .iter()
            .map(|pixel| {
                let straight = pixel.demultiply();
                [
                    straight.red(),
                    straight.green(),
                    straight.blue(),
                    straight.alpha(),
                ]
            })
            .collect();
        palette::encode(&pixels, self.pixmap.width(), self.pixmap.height(), colors)
    }

    fn fill_path(&mut self, paint: &Paint, path: Option<Path>) {
        if let Some(path) = path {
            self.pixmap
                .fill_path(&path, paint, FillRule::Winding, self.transform, None);
        }
    }
}

/// Between two colours; `share` of the second, in percent.
pub(super) fn mix(first: Rgb, second: Rgb, share: u32) -> Rgb {
    let channel = |shift: u32| {
        let of = |color: Rgb| (color >> shift) & 0xff;
        ((of(first) * (100 - share) + of(second) * share) / 100) << shift
    };
    channel(16) | channel(8) | channel(0)
}

fn opaque(color: Rgb) -> Color {
    let [_, red, green, blue] = color.to_be_bytes();
    Color::from_rgba8(red, green, blue, 255)
}

fn solid(color: Color) -> Paint<'static> {
    Paint {
        shader: Shader::SolidColor(color),
        ..Paint::default()
    }
}

fn parse(path: &str) -> PathBuilder {
    let mut words = path.split([' ', ',']).filter(|word| !word.is_empty());
    let mut builder = PathBuilder::new();
    while let Some(command) = words.next() {
        let mut number = || {
            words
                .next()
                .and_then(|word| word.parse().ok())
                .unwrap_or(0.0)
        };
        match command {
            "M" => builder.move_to(number(), number()),
            "L" => builder.line_to(number(), number()),
            "Q" => builder.quad_to(number(), number(), number(), number()),
            "C" => builder.cubic_to(number(), number(), number(), number(), number(), number()),
            _ => builder.close(),
        }
    }
    builder
}
