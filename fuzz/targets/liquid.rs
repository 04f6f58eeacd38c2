//! Any text as a template: parsed, checked, compiled and printed for a row.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| segue_fuzz::liquid::laws(text));
