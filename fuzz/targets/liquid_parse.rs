//! Any text as a template: parsed.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| segue_fuzz::liquid::parsed(text));
