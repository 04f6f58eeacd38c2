//! Shoes, jackets and hats.

use super::super::canvas::{Canvas, Rgb};
use super::{CREAM, INK, Tones};

/// A boot over the ankle.
pub(super) fn hiker(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 268.0, 376.0, 158.0, 14.0);
    canvas.fill(
        tones.main,
        "M 152 116 L 268 116 Q 270 184 288 220 Q 322 250 372 266 Q 404 280 406 334 L 144 334 Q 140 220 152 116 Z",
    );
    canvas.fill(
        tones.deep,
        "M 330 334 Q 328 278 356 260 Q 404 276 406 334 Z",
    );
    canvas.fill(
        tones.deep,
        "M 144 334 Q 142 280 146 240 Q 206 250 214 334 Z",
    );
    canvas.fill(
        tones.light,
        "M 212 116 L 268 116 Q 270 184 288 220 L 300 231 L 262 258 Q 222 220 212 116 Z",
    );
    canvas.fill(
        tones.dark,
        "M 150 94 Q 208 82 270 94 Q 280 108 272 124 Q 208 112 148 126 Q 140 108 150 94 Z",
    );
    for (x, y) in [(0, 0), (2, 28), (8, 56), (18, 82)] {
        canvas.stroke(
            CREAM,
            7.0,
            &format!("M {} {} L {} {}", 222 + x, 150 + y, 268 + x, 142 + y),
        );
    }
    canvas.fill(
        CREAM,
        "M 136 330 L 410 330 Q 416 344 410 354 L 138 354 Q 130 342 136 330 Z",
    );
    canvas.fill(
        INK,
        "M 136 352 L 410 352 Q 410 376 396 378 L 366 378 L 360 368 L 336 368 L 330 378 L 300 378 L 294 368 L 270 368 L 264 378 L 234 378 L 222 364 L 208 364 L 202 378 L 148 378 Q 136 376 136 352 Z",
    );
}

/// A low shoe.
pub(super) fn runner(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 246.0, 346.0, 174.0, 14.0);
    canvas.fill(
        tones.main,
        "M 96 206 Q 108 176 140 180 Q 168 206 208 176 Q 238 204 276 226 Q 326 250 372 256 Q 412 264 412 308 L 88 308 Q 80 250 96 206 Z",
    );
    canvas.fill(
        tones.dark,
        "M 118 190 Q 140 176 148 188 Q 170 206 204 182 Q 212 190 206 200 Q 170 226 126 206 Z",
    );
    canvas.fill(
        tones.deep,
        "M 340 308 Q 336 264 356 253 Q 412 258 412 308 Z",
    );
    canvas.fill(tones.deep, "M 88 308 Q 84 262 92 222 Q 140 240 150 308 Z");
    canvas.fill(
        tones.light,
        "M 178 308 Q 214 262 226 214 L 252 226 Q 250 276 232 308 Z",
    );
    canvas.fill(
        tones.light,
        "M 252 308 Q 276 280 284 238 L 304 246 Q 304 284 290 308 Z",
    );
    for x in [0, 26, 52] {
        canvas.stroke(
            CREAM,
            7.0,
            &format!(
                "M {} {} L {} {}",
                214 + x,
                206 + x / 2,
                240 + x,
                190 + x / 2
            ),
        );
    }
    canvas.fill(
        CREAM,
        "M 80 300 L 416 300 Q 424 318 414 330 L 92 330 Q 74 320 80 300 Z",
    );
    canvas.fill(
        INK,
        "M 86 328 L 416 328 Q 412 346 392 346 L 366 346 L 360 338 L 340 338 L 334 346 L 306 346 L 300 338 L 280 338 L 274 346 L 246 346 L 240 338 L 220 338 L 214 346 L 186 346 L 180 338 L 160 338 L 154 346 L 116 346 Q 92 346 86 328 Z",
    );
}

const SLEEVES: [&str; 2] = [
    "M 172 124 Q 116 138 96 220 L 70 352 Q 94 372 124 368 L 158 250 Z",
    "M 308 124 Q 364 138 384 220 L 410 352 Q 386 372 356 368 L 322 250 Z",
];
const BODY: &str = "M 166 124 Q 240 150 314 124 L 334 384 Q 240 402 146 384 Z";

/// A rain jacket with a hood.
pub(super) fn shell(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 400.0, 120.0, 12.0);
    for sleeve in SLEEVES {
        canvas.fill(tones.deep, sleeve);
    }
    canvas.fill(tones.main, BODY);
    canvas.fill(
        tones.light,
        "M 166 124 Q 240 150 314 124 L 320 206 Q 240 226 160 206 Z",
    );
    canvas.fill(
        tones.deep,
        "M 172 138 Q 160 66 240 62 Q 320 66 308 138 Q 276 164 240 164 Q 204 164 172 138 Z",
    );
    canvas.fill(
        tones.dark,
        "M 196 132 Q 190 88 240 86 Q 290 88 284 132 Q 262 150 240 150 Q 218 150 196 132 Z",
    );
    canvas.stroke(CREAM, 6.0, "M 240 158 L 240 392");
    canvas.stroke(tones.dark, 6.0, "M 184 296 L 196 344");
    canvas.stroke(tones.dark, 6.0, "M 296 296 L 284 344");
    canvas.stroke(tones.dark, 6.0, "M 76 340 Q 100 354 126 350");
    canvas.stroke(tones.dark, 6.0, "M 404 340 Q 380 354 354 350");
    canvas.circle(CREAM, 286.0, 190.0, 9.0);
}

/// A quilted jacket.
pub(super) fn parka(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 400.0, 120.0, 12.0);
    for sleeve in SLEEVES {
        canvas.fill(tones.deep, sleeve);
    }
    for y in [190, 236, 282, 328] {
        let out = (y - 124) / 5;
        canvas.stroke(
            tones.dark,
            5.0,
            &format!("M {} {} L {} {}", 118 - out, y, 152 - out / 3, y + 10),
        );
        canvas.stroke(
            tones.dark,
            5.0,
            &format!("M {} {} L {} {}", 362 + out, y, 328 + out / 3, y + 10),
        );
    }
    canvas.fill(tones.main, BODY);
    for y in [172, 214, 256, 298, 340] {
        let out = (y - 124) / 13;
        canvas.stroke(
            tones.deep,
            6.0,
            &format!("M {} {y} Q 240 {} {} {y}", 170 - out, y + 22, 310 + out),
        );
    }
    canvas.fill(
        tones.light,
        "M 178 134 Q 172 82 240 80 Q 308 82 302 134 Q 270 160 240 160 Q 210 160 178 134 Z",
    );
    canvas.fill(
        tones.dark,
        "M 204 122 Q 206 100 240 98 Q 274 100 276 122 Q 258 136 240 136 Q 222 136 204 122 Z",
    );
    canvas.stroke(INK, 6.0, "M 240 150 L 240 390");
}

/// A jacket without sleeves.
pub(super) fn vest(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 400.0, 124.0, 12.0);
    canvas.fill(
        tones.deep,
        "M 196 86 Q 240 76 284 86 L 296 130 Q 240 160 184 130 Z",
    );
    canvas.fill(
        tones.main,
        "M 190 92 L 240 172 L 290 92 Q 318 104 336 118 Q 318 176 346 232 L 350 380 Q 240 402 130 380 L 134 232 Q 162 176 144 118 Q 162 104 190 92 Z",
    );
    canvas.fill(tones.dark, "M 204 96 L 240 156 L 276 96 Q 240 84 204 96 Z");
    canvas.fill(
        tones.light,
        "M 190 92 L 240 172 L 226 194 Q 186 150 176 98 Z",
    );
    canvas.fill(
        tones.light,
        "M 290 92 L 240 172 L 254 194 Q 294 150 304 98 Z",
    );
    canvas.stroke(CREAM, 6.0, "M 240 184 L 240 392");
    canvas.fill(
        tones.deep,
        "M 270 214 L 322 210 L 326 268 Q 298 280 272 272 Z",
    );
    canvas.stroke(tones.dark, 6.0, "M 162 300 L 200 312");
    canvas.stroke(tones.dark, 6.0, "M 318 300 L 280 312");
}

/// A knitted hat.
pub(super) fn beanie(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 366.0, 140.0, 12.0);
    canvas.circle(CREAM, 240.0, 112.0, 36.0);
    canvas.fill(
        tones.main,
        "M 118 300 Q 108 134 240 126 Q 372 134 362 300 Z",
    );
    for x in [168, 204, 240, 276, 312] {
        canvas.stroke(
            tones.deep,
            6.0,
            &format!("M {} 146 Q {x} 200 {x} 282", 240 + (x - 240) / 3),
        );
    }
    canvas.fill(
        tones.light,
        "M 112 280 Q 240 256 368 280 Q 384 318 372 352 Q 240 378 108 352 Q 96 318 112 280 Z",
    );
    for x in [142, 170, 198, 226, 254, 282, 310, 338] {
        canvas.stroke(tones.main, 6.0, &format!("M {x} 288 L {x} 342"));
    }
    canvas.fill(CREAM, "M 214 300 L 266 300 L 266 336 L 214 336 Z");
    canvas.fill(tones.dark, "M 224 328 L 240 308 L 256 328 Z");
}
