//! What one carries: packs, bottles, headlamps.

use super::super::canvas::{Canvas, Rgb};
use super::{CREAM, INK, Tones};

/// A pack for several days, with a mat strapped below.
pub(super) fn backpack(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 418.0, 136.0, 12.0);
    canvas.stroke(tones.dark, 14.0, "M 210 80 Q 210 52 240 52 Q 270 52 270 80");
    canvas.fill(
        tones.deep,
        "M 118 246 Q 104 252 104 280 L 108 350 Q 116 364 150 362 L 150 240 Z",
    );
    canvas.fill(
        tones.deep,
        "M 362 246 Q 376 252 376 280 L 372 350 Q 364 364 330 362 L 330 240 Z",
    );
    canvas.fill(
        tones.main,
        "M 146 150 Q 150 84 240 80 Q 330 84 334 150 L 346 350 Q 346 376 318 376 L 162 376 Q 134 376 134 350 Z",
    );
    canvas.fill(
        tones.light,
        "M 136 156 Q 138 84 240 76 Q 342 84 344 156 Q 344 184 316 186 L 164 186 Q 136 184 136 156 Z",
    );
    canvas.fill(
        tones.deep,
        "M 172 236 Q 172 222 186 222 L 294 222 Q 308 222 308 236 L 314 330 Q 314 350 294 350 L 186 350 Q 166 350 166 330 Z",
    );
    canvas.stroke(CREAM, 6.0, "M 182 254 L 298 254");
    canvas.stroke(INK, 9.0, "M 196 180 L 196 228");
    canvas.stroke(INK, 9.0, "M 284 180 L 284 228");
    canvas.fill(CREAM, "M 184 196 L 208 196 L 208 214 L 184 214 Z");
    canvas.fill(CREAM, "M 272 196 L 296 196 L 296 214 L 272 214 Z");
    canvas.fill(
        0xd9_a0_52,
        "M 132 372 L 348 372 Q 366 372 366 394 Q 366 416 348 416 L 132 416 Q 114 416 114 394 Q 114 372 132 372 Z",
    );
    canvas.ellipse(0xb8_7f_38, 350.0, 394.0, 14.0, 22.0);
    canvas.stroke(INK, 9.0, "M 182 370 L 182 416");
    canvas.stroke(INK, 9.0, "M 298 370 L 298 416");
    canvas.fill(CREAM, "M 222 120 L 258 120 L 258 150 L 222 150 Z");
    canvas.fill(tones.deep, "M 229 144 L 240 127 L 251 144 Z");
}

/// A pack for a day.
pub(super) fn daypack(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 402.0, 116.0, 12.0);
    canvas.stroke(tones.dark, 13.0, "M 212 98 Q 212 66 240 66 Q 268 66 268 98");
    canvas.stroke(tones.dark, 16.0, "M 152 190 Q 122 270 142 360");
    canvas.stroke(tones.dark, 16.0, "M 328 190 Q 358 270 338 360");
    canvas.fill(
        tones.main,
        "M 144 214 Q 142 92 240 90 Q 338 92 336 214 L 344 366 Q 342 400 308 400 L 172 400 Q 138 400 136 366 Z",
    );
    canvas.stroke(
        tones.dark,
        7.0,
        "M 160 232 Q 158 128 240 124 Q 322 128 320 232",
    );
    canvas.fill(
        tones.light,
        "M 164 282 Q 164 262 184 262 L 296 262 Q 316 262 316 282 L 318 356 Q 318 376 298 376 L 182 376 Q 162 376 162 356 Z",
    );
    canvas.stroke(tones.dark, 7.0, "M 184 288 L 296 288");
    canvas.stroke(CREAM, 7.0, "M 292 290 L 292 312");
    canvas.fill(CREAM, "M 216 168 L 264 168 L 264 208 L 216 208 Z");
    canvas.fill(tones.deep, "M 225 200 L 240 178 L 255 200 Z");
}

/// A steel bottle.
pub(super) fn bottle(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 408.0, 84.0, 12.0);
    canvas.stroke(INK, 12.0, "M 214 84 Q 214 54 240 54 Q 266 54 266 84");
    canvas.fill(
        INK,
        "M 206 84 Q 206 78 214 78 L 266 78 Q 274 78 274 84 L 274 122 L 206 122 Z",
    );
    canvas.fill(0xc9_c7_c0, "M 202 120 L 278 120 L 278 140 L 202 140 Z");
    canvas.fill(
        tones.main,
        "M 202 138 L 278 138 Q 312 158 312 196 L 312 386 Q 312 408 290 408 L 190 408 Q 168 408 168 386 L 168 196 Q 168 158 202 138 Z",
    );
    canvas.fill(
        tones.light,
        "M 190 196 Q 190 174 206 164 L 206 384 Q 190 384 190 370 Z",
    );
    canvas.fill(
        tones.deep,
        "M 288 152 Q 312 168 312 196 L 312 386 Q 312 408 290 408 L 278 408 Q 290 400 290 380 Z",
    );
    canvas.fill(CREAM, "M 212 296 L 240 246 L 254 270 L 260 262 L 280 296 Z");
    canvas.stroke(CREAM, 6.0, "M 212 314 L 280 314");
}

/// A lamp on a band.
pub(super) fn headlamp(canvas: &mut Canvas, tones: Tones, ground: Rgb) {
    canvas.ellipse(ground, 240.0, 372.0, 138.0, 12.0);
    canvas.stroke(
        tones.deep,
        26.0,
        "M 118 236 Q 104 112 240 108 Q 376 112 362 236",
    );
    canvas.stroke(
        tones.main,
        34.0,
        "M 118 226 Q 124 314 240 318 Q 356 314 362 226",
    );
    canvas.stroke(CREAM, 5.0, "M 124 250 Q 140 310 240 316 Q 340 310 356 250");
    canvas.fill(
        INK,
        "M 178 266 Q 178 244 200 244 L 280 244 Q 302 244 302 266 L 302 344 Q 302 366 280 366 L 200 366 Q 178 366 178 344 Z",
    );
    canvas.circle(0xd8_d4_c8, 240.0, 304.0, 46.0);
    canvas.circle(0xff_e3_8f, 240.0, 304.0, 36.0);
    canvas.circle(CREAM, 240.0, 304.0, 17.0);
    canvas.fill(tones.main, "M 216 232 L 264 232 L 264 246 L 216 246 Z");
}
