#![no_main]

use sheets_fuzz::{package, read};

libfuzzer_sys::fuzz_target!(|data: &[u8]| {
    read(package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("META-INF/manifest.xml", b"<manifest:manifest/>"),
        ("content.xml", data),
    ]));
});
