//! What one sleeps in and cooks on.

use super::super::canvas::{Canvas, Rgb};
use super::{CREAM, INK, Tones};

/// A tent with crossed poles.
pub(super) fn dome(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 364.0, 204.0, 16.0);
    canvas.stroke(INK, 4.0, "M 118 236 L 40 360");
    canvas.stroke(INK, 4.0, "M 362 236 L 440 360");
    canvas.fill(tones.deep, "M 66 362 Q 96 136 240 124 Q 384 136 414 362 Z");
    canvas.fill(tones.main, "M 66 362 Q 96 136 240 124 Q 330 180 346 362 Z");
    canvas.fill(tones.light, "M 66 362 Q 96 136 240 124 Q 150 190 136 362 Z");
    canvas.fill(
        tones.dark,
        "M 176 362 Q 186 232 238 178 Q 292 236 300 362 Z",
    );
    canvas.fill(
        0xf6_d9_8f,
        "M 196 362 Q 204 250 238 210 Q 272 250 282 362 Z",
    );
    canvas.fill(
        tones.light,
        "M 176 362 Q 186 232 238 178 Q 212 250 206 362 Z",
    );
    canvas.stroke(CREAM, 5.0, "M 72 346 Q 110 140 240 126 Q 370 140 408 346");
    canvas.circle(INK, 240.0, 124.0, 8.0);
}

/// A tent or tarp over a line.
pub(super) fn ridge(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 366.0, 202.0, 16.0);
    canvas.stroke(INK, 4.0, "M 186 138 L 44 362");
    canvas.stroke(INK, 4.0, "M 340 172 L 446 352");
    canvas.fill(tones.deep, "M 186 138 L 340 172 L 426 346 L 292 364 Z");
    canvas.fill(tones.main, "M 186 138 L 340 172 L 396 354 L 292 364 Z");
    canvas.fill(tones.light, "M 186 138 L 86 364 L 292 364 Z");
    canvas.fill(tones.dark, "M 186 168 L 140 364 L 244 364 Z");
    canvas.fill(0xf6_d9_8f, "M 186 214 L 156 364 L 224 364 Z");
    canvas.fill(tones.deep, "M 186 152 L 186 214 L 156 364 L 124 364 Z");
    canvas.stroke(INK, 7.0, "M 186 124 L 186 362");
    canvas.stroke(CREAM, 5.0, "M 186 138 L 340 172");
}

/// A tapered sleeping bag.
pub(super) fn mummy(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 424.0, 92.0, 12.0);
    canvas.fill(
        tones.main,
        "M 240 58 Q 316 62 328 150 Q 336 260 302 384 Q 290 424 240 424 Q 190 424 178 384 Q 144 260 152 150 Q 164 62 240 58 Z",
    );
    for (y, half) in [(214, 84), (258, 78), (302, 70), (346, 59), (384, 48)] {
        canvas.stroke(
            tones.deep,
            6.0,
            &format!("M {} {y} Q 240 {} {} {y}", 240 - half, y + 20, 240 + half),
        );
    }
    canvas.fill(
        tones.deep,
        "M 240 74 Q 300 78 306 142 Q 304 200 240 204 Q 176 200 174 142 Q 180 78 240 74 Z",
    );
    canvas.fill(
        CREAM,
        "M 240 92 Q 284 96 288 142 Q 284 184 240 186 Q 196 184 192 142 Q 196 96 240 92 Z",
    );
    canvas.fill(
        0xe4_d8_c0,
        "M 206 150 Q 240 134 274 150 Q 282 176 240 178 Q 198 176 206 150 Z",
    );
    canvas.stroke(CREAM, 5.0, "M 296 196 Q 308 270 288 350");
    canvas.circle(CREAM, 288.0, 354.0, 8.0);
}

/// A sleeping pad, partly rolled up.
pub(super) fn mat(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 358.0, 196.0, 16.0);
    canvas.fill(
        tones.main,
        "M 150 214 L 392 214 Q 404 214 408 224 L 438 338 Q 440 352 424 352 L 196 352 Z",
    );
    for x in [206, 250, 294, 338] {
        canvas.stroke(tones.deep, 6.0, &format!("M {x} 222 L {} 344", x + 34));
    }
    canvas.fill(
        tones.light,
        "M 136 152 L 214 152 Q 262 160 262 252 Q 262 352 200 354 L 136 354 Z",
    );
    canvas.ellipse(tones.deep, 136.0, 253.0, 66.0, 101.0);
    canvas.ellipse(tones.light, 136.0, 253.0, 50.0, 80.0);
    canvas.ellipse(tones.deep, 136.0, 253.0, 35.0, 58.0);
    canvas.ellipse(tones.light, 136.0, 253.0, 20.0, 35.0);
    canvas.stroke(INK, 11.0, "M 224 158 Q 268 196 246 340");
}

/// A small pillow.
pub(super) fn pillow(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 342.0, 166.0, 14.0);
    canvas.fill(
        tones.main,
        "M 82 164 Q 90 142 122 152 Q 240 176 358 152 Q 390 142 398 164 Q 382 242 398 320 Q 390 344 358 334 Q 240 314 122 334 Q 90 344 82 320 Q 98 242 82 164 Z",
    );
    canvas.fill(
        tones.light,
        "M 120 184 Q 240 206 360 184 Q 352 222 354 246 Q 240 212 126 246 Q 128 222 120 184 Z",
    );
    canvas.stroke(tones.deep, 6.0, "M 126 288 Q 240 268 354 288");
    canvas.fill(CREAM, "M 326 276 L 364 282 L 360 306 L 322 300 Z");
}

/// A lantern with a handle.
pub(super) fn lantern(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 406.0, 106.0, 12.0);
    canvas.stroke(INK, 9.0, "M 166 196 Q 150 58 240 58 Q 330 58 314 196");
    canvas.fill(tones.deep, "M 204 108 L 276 108 L 292 156 L 188 156 Z");
    canvas.fill(
        tones.main,
        "M 172 150 L 308 150 Q 320 150 320 164 L 320 182 L 160 182 L 160 164 Q 160 150 172 150 Z",
    );
    canvas.fill(0xff_e9_a8, "M 172 182 L 308 182 L 308 334 L 172 334 Z");
    canvas.fill(
        0xff_c9_54,
        "M 240 214 Q 282 264 272 298 Q 262 328 240 328 Q 218 328 208 298 Q 198 264 240 214 Z",
    );
    canvas.fill(
        CREAM,
        "M 240 262 Q 260 288 256 304 Q 250 322 240 322 Q 230 322 224 304 Q 220 288 240 262 Z",
    );
    canvas.stroke(tones.deep, 9.0, "M 172 182 L 172 334");
    canvas.stroke(tones.deep, 9.0, "M 308 182 L 308 334");
    canvas.fill(
        tones.main,
        "M 156 332 L 324 332 L 338 390 Q 338 406 322 406 L 158 406 Q 142 406 142 390 Z",
    );
    canvas.circle(CREAM, 240.0, 370.0, 14.0);
}

/// An enamel mug.
pub(super) fn mug(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 230.0, 374.0, 138.0, 14.0);
    canvas.stroke(
        tones.deep,
        24.0,
        "M 326 206 Q 408 196 402 262 Q 396 322 322 320",
    );
    canvas.fill(
        tones.main,
        "M 110 164 L 342 164 L 334 346 Q 332 376 302 376 L 150 376 Q 120 376 118 346 Z",
    );
    canvas.fill(
        tones.light,
        "M 132 182 L 158 182 L 164 356 Q 142 356 140 340 Z",
    );
    canvas.ellipse(CREAM, 226.0, 164.0, 117.0, 24.0);
    canvas.ellipse(0x5a_3b_28, 226.0, 167.0, 100.0, 17.0);
    canvas.fill(CREAM, "M 186 312 L 228 238 L 248 272 L 258 258 L 290 312 Z");
    canvas.stroke(
        0xd9_d0_bd,
        8.0,
        "M 190 124 Q 174 104 190 86 Q 204 70 192 52",
    );
    canvas.stroke(
        0xd9_d0_bd,
        8.0,
        "M 256 124 Q 240 104 256 86 Q 270 70 258 52",
    );
}

/// A stove on a gas canister.
pub(super) fn stove(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 408.0, 112.0, 12.0);
    canvas.fill(
        tones.main,
        "M 154 312 Q 154 270 200 264 L 280 264 Q 326 270 326 312 L 326 386 Q 326 408 304 408 L 176 408 Q 154 408 154 386 Z",
    );
    canvas.fill(CREAM, "M 154 326 L 326 326 L 326 366 L 154 366 Z");
    canvas.fill(tones.deep, "M 222 360 L 240 332 L 258 360 Z");
    canvas.fill(INK, "M 220 196 L 260 196 L 260 266 L 220 266 Z");
    canvas.stroke(0xb9_b5_aa, 11.0, "M 258 232 L 330 232");
    canvas.stroke(INK, 11.0, "M 240 216 L 152 148 L 152 124 L 200 124");
    canvas.stroke(INK, 11.0, "M 240 216 L 328 148 L 328 124 L 280 124");
    canvas.fill(
        0xe8_7a_2e,
        "M 196 178 Q 196 140 216 112 Q 222 132 232 96 Q 246 116 250 128 Q 262 116 262 104 Q 286 144 284 178 Z",
    );
    canvas.fill(
        0xff_cf_6a,
        "M 214 178 Q 216 152 236 132 Q 258 152 266 178 Z",
    );
    canvas.fill(
        0x3a_3f_3d,
        "M 190 176 L 290 176 Q 290 202 262 204 L 218 204 Q 190 202 190 176 Z",
    );
}
