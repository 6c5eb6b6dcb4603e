#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| sheets_fuzz::read(data.to_vec()));
