//! Any text behind the tables of a project: checked, planned and run on a few customers.
#![no_main]

libfuzzer_sys::fuzz_target!(|text: &str| segue_fuzz::check::laws(text));
