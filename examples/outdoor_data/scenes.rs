//! The large pictures at the top of a message, 1200 × 600.

use std::error::Error;

use super::canvas::{Canvas, Rgb};
use super::gear;
use super::random::Random;

type Scene = fn() -> Result<Canvas, Box<dyn Error>>;

/// File names and what draws them.
pub(super) const ALL: [(&str, Scene); 4] = [
    ("hero-dawn.png", dawn),
    ("hero-forest.png", forest),
    ("hero-night.png", night),
    ("hero-trail.png", trail),
];

const WIDTH: f32 = 1200.0;
const HEIGHT: f32 = 600.0;

/// Mountains as the sun comes up.
fn dawn() -> Result<Canvas, Box<dyn Error>> {
    let mut canvas = Canvas::new(1200, 600)?;
    canvas.sky(&[
        (0.0, 0x6f_9d_a3),
        (0.35, 0xf0_c9_95),
        (0.62, 0xf4_a2_66),
        (1.0, 0xe0_7a_4c),
    ]);
    for (opacity, radius) in [(0.14, 190.0), (0.18, 140.0), (0.24, 98.0)] {
        canvas.glow(0xff_e8_b8, opacity, 584.0, 236.0, radius);
    }
    canvas.circle(0xff_f0_cf, 584.0, 236.0, 64.0);
    let mut random = Random::new(11);
    let layers = [
        (330, 130, 0xd9_8b_6a),
        (390, 110, 0xa8_6a_5e),
        (440, 90, 0x6b_52_56),
        (490, 70, 0x3e_44_48),
    ];
    for (base, height, color) in layers {
        range(&mut canvas, &mut random, color, base, height);
    }
    let front = 0x1d_33_2d;
    range(&mut canvas, &mut random, front, 556, 40);
    for x in [40, 88, 120, 168, 232, 980, 1030, 1064, 1110, 1160] {
        let height = random.between(90, 170);
        pine(&mut canvas, front, x as f32, 590.0, height as f32);
    }
    birds(
        &mut canvas,
        0x4a_55_58,
        &[(420, 170), (466, 150), (372, 192)],
    );
    Ok(canvas)
}

/// Rows of pines in the mist.
fn forest() -> Result<Canvas, Box<dyn Error>> {
    let mut canvas = Canvas::new(1200, 600)?;
    canvas.sky(&[(0.0, 0xdc_e6_dc), (0.6, 0xf0_ec_d8), (1.0, 0xf0_ec_d8)]);
    canvas.circle(0xfa_f6_e6, 330.0, 170.0, 78.0);
    let mut random = Random::new(27);
    range(&mut canvas, &mut random, 0xc6_d6_cb, 330, 120);
    let rows = [
        (400, 110, 0xa9_c2_b4, 52),
        (466, 150, 0x7d_a1_90, 66),
        (540, 200, 0x4c_77_68, 84),
        (640, 290, 0x22_45_3b, 128),
    ];
    for (ground, height, color, spacing) in rows {
        let mut x = -20;
        while x < 1240 {
            let grown = random.between(height * 6 / 10, height);
            pine(&mut canvas, color, x as f32, ground as f32, grown as f32);
            x += random.between(spacing * 6 / 10, spacing * 12 / 10);
        }
        range(&mut canvas, &mut random, color, ground - height / 9, 12);
    }
    birds(
        &mut canvas,
        0x5c_75_6b,
        &[(760, 130), (812, 110), (722, 156)],
    );
    Ok(canvas)
}

/// A lit tent under the stars.
fn night() -> Result<Canvas, Box<dyn Error>> {
    let mut canvas = Canvas::new(1200, 600)?;
    canvas.sky(&[(0.0, 0x10_1f_38), (0.5, 0x24_43_5c), (0.85, 0x5b_7a_80)]);
    let mut random = Random::new(5);
    for _ in 0..90 {
        let (x, y) = (random.between(10, 1190), random.between(8, 330));
        let size = random.weighted(&[(60, 1.3), (30, 2.0), (10, 3.0)]);
        canvas.circle(0xf4_ee_da, x as f32, y as f32, size);
    }
    canvas.fill(
        0xf6_ee_d2,
        "M 244 78 C 184 66 154 124 180 160 C 204 192 262 186 278 146 C 232 160 208 120 244 78 Z",
    );
    range(&mut canvas, &mut random, 0x3d_5d_6c, 380, 140);
    range(&mut canvas, &mut random, 0x2a_47_55, 440, 110);
    range(&mut canvas, &mut random, 0x1b_33_3e, 500, 60);
    let front = 0x10_22_28;
    for (opacity, radius) in [(0.07, 250.0), (0.09, 180.0), (0.12, 120.0)] {
        canvas.glow(0xff_c9_6a, opacity, 760.0, 480.0, radius);
    }
    rectangle(&mut canvas, front, (0.0, 540.0), (WIDTH, HEIGHT));
    range(&mut canvas, &mut random, front, 548, 14);
    tent(&mut canvas, 760.0, 548.0);
    for x in [30, 84, 140, 210, 300, 1000, 1056, 1100, 1172] {
        let height = random.between(130, 270);
        pine(&mut canvas, front, x as f32, 580.0, height as f32);
    }
    Ok(canvas)
}

/// Boots and a pack beside a path through hills.
fn trail() -> Result<Canvas, Box<dyn Error>> {
    let mut canvas = Canvas::new(1200, 600)?;
    canvas.sky(&[(0.0, 0xa9_cf_d0), (0.55, 0xf3_ea_d2), (1.0, 0xf3_ea_d2)]);
    canvas.circle(0xff_f4_d6, 560.0, 150.0, 60.0);
    let mut random = Random::new(42);
    range(&mut canvas, &mut random, 0xb9_c9_c0, 290, 110);
    range(&mut canvas, &mut random, 0x8f_aa_9d, 340, 80);
    canvas.fill(
        0x6f_8f_6f,
        "M 0 380 Q 240 300 520 372 Q 860 440 1200 330 L 1200 600 L 0 600 Z",
    );
    for (x, y, height) in [
        (110, 372, 80),
        (150, 376, 110),
        (196, 372, 70),
        (1060, 384, 110),
        (1104, 376, 130),
        (1150, 372, 90),
    ] {
        pine(&mut canvas, 0x3d_66_55, x as f32, y as f32, height as f32);
    }
    canvas.fill(
        0xb9_7a_3e,
        "M 0 470 Q 320 390 660 442 Q 960 480 1200 420 L 1200 600 L 0 600 Z",
    );
    canvas.fill(
        0xf0_dc_b4,
        "M 470 600 Q 560 520 660 494 Q 742 474 700 452 Q 676 440 640 438 L 664 436 Q 770 446 776 476 Q 778 506 730 530 Q 690 556 672 600 Z",
    );
    canvas.fill(0x8f_55_2e, "M 0 560 Q 300 520 520 600 L 0 600 Z");
    canvas.fill(0x8f_55_2e, "M 1200 520 Q 960 540 800 600 L 1200 600 Z");
    let shadow = 0x74_43_25;
    canvas.place(0.92, -30.0, 196.0);
    gear::pack(&mut canvas, 0x2d_5a_4a, shadow);
    canvas.place(0.58, 230.0, 358.0);
    gear::boot(&mut canvas, 0xa8_4a_2a, shadow);
    canvas.place(0.58, 350.0, 368.0);
    gear::boot(&mut canvas, 0xc0_5a_34, shadow);
    canvas.place(1.0, 0.0, 0.0);
    birds(
        &mut canvas,
        0x5c_75_6b,
        &[(820, 140), (870, 120), (790, 170)],
    );
    Ok(canvas)
}

/// A mountain range whose foot is at `base`, by halving each side at a random height.
fn range(canvas: &mut Canvas, random: &mut Random, color: Rgb, base: i64, height: i64) {
    let mut ridge = vec![base; 5];
    for (index, top) in ridge.iter_mut().enumerate() {
        let peak = if index % 2 == 1 { height } else { height / 3 };
        *top -= random.between(peak / 2, peak + 1);
    }
    let mut roughness = height * 3 / 10;
    while ridge.len() < 129 {
        let mut finer = Vec::with_capacity(ridge.len() * 2);
        for pair in ridge.windows(2) {
            let middle = i64::midpoint(pair[0], pair[1]);
            finer.push(pair[0]);
            finer.push(middle + random.between(-roughness, roughness + 1));
        }
        finer.extend(ridge.last());
        ridge = finer;
        roughness = roughness * 45 / 100;
    }
    let step = WIDTH / (ridge.len() - 1) as f32;
    let mut points = vec![(0.0, HEIGHT)];
    for (index, top) in ridge.iter().enumerate() {
        points.push((index as f32 * step, *top as f32));
    }
    points.push((WIDTH, HEIGHT));
    canvas.polygon(color, &points);
}

/// A pine of three tiers standing at `x`, `y`.
fn pine(canvas: &mut Canvas, color: Rgb, x: f32, y: f32, height: f32) {
    let trunk = height * 0.025;
    rectangle(canvas, color, (x - trunk, y - height * 0.2), (x + trunk, y));
    for (top, bottom, half) in [(1.0, 0.6, 0.12), (0.82, 0.36, 0.17), (0.6, 0.1, 0.22)] {
        canvas.polygon(
            color,
            &[
                (x, y - height * top),
                (x + height * half, y - height * bottom),
                (x - height * half, y - height * bottom),
            ],
        );
    }
}

fn tent(canvas: &mut Canvas, x: f32, y: f32) {
    canvas.place(0.72, x - 173.0, y - 262.0);
    canvas.fill(0xb8_6a_2c, "M 66 362 Q 96 136 240 124 Q 384 136 414 362 Z");
    canvas.fill(0xf0_a0_48, "M 66 362 Q 96 136 240 124 Q 330 180 346 362 Z");
    canvas.fill(0xf7_bd_66, "M 66 362 Q 96 136 240 124 Q 150 190 136 362 Z");
    canvas.fill(
        0xff_e7_a6,
        "M 176 362 Q 186 232 238 178 Q 292 236 300 362 Z",
    );
    canvas.fill(
        0x8a_4a_22,
        "M 176 362 Q 186 232 238 178 Q 212 250 206 362 Z",
    );
    canvas.place(1.0, 0.0, 0.0);
}

fn birds(canvas: &mut Canvas, color: Rgb, places: &[(i64, i64)]) {
    for (x, y) in places {
        let path = format!(
            "M {} {} Q {} {} {x} {y} Q {} {} {} {}",
            x - 18,
            y - 6,
            x - 7,
            y - 12,
            x + 7,
            y - 12,
            x + 18,
            y - 6
        );
        canvas.stroke(color, 3.5, &path);
    }
}

fn rectangle(canvas: &mut Canvas, color: Rgb, low: (f32, f32), high: (f32, f32)) {
    let corners = [low, (high.0, low.1), high, (low.0, high.1)];
    canvas.polygon(color, &corners);
}
