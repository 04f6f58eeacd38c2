//! Any text as a rule file: split, parsed and formatted.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| segue_fuzz::parse::laws(text));
