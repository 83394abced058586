#![no_main]

libfuzzer_sys::fuzz_target!(init: ipo_fuzz::outcome::end_on_other_panics(), |input: &[u8]| ipo_fuzz::image::run(input));
