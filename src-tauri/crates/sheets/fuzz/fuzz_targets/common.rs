use std::io::{Cursor, Write};
use std::sync::Once;

use sheets::{Limits, Options, Source};
use zip::write::SimpleFileOptions;

/// Reads a table to its end. Panics of calamine are none of it: they come back as damage.
pub fn read(bytes: Vec<u8>) {
    CALAMINE_MAY.call_once(|| {
        let end = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let by = panic.location().map_or("", std::panic::Location::file);
            if !["calamine", "library"].iter().any(|from| by.contains(from)) {
                end(panic);
            }
        }));
    });
    let options = Options {
        limits: Limits {
            // Time is for odd bytes, not for many.
            unpacked_bytes: 16 << 20,
            cells_in_memory: 100_000,
            ..Limits::default()
        },
        ..Options::default()
    };
    let Ok(found) = Source::bytes(bytes).inspect(&options) else {
        return;
    };
    for row in found.rows().into_iter().flatten().map_while(Result::ok) {
        assert!(row.number > found.header_row);
        assert!(row.cells.is_sorted_by(|a, b| a.column < b.column));
    }
}

static CALAMINE_MAY: Once = Once::new();

/// A zip of these parts, unpacked so that bytes can be changed.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in parts {
        zip.start_file(*name, stored).expect("a valid name");
        zip.write_all(bytes).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// The parts of an input, which 0xFF separates: XML has no such byte.
pub fn split(data: &[u8]) -> impl Iterator<Item = &[u8]> {
    data.split(|&byte| byte == 0xFF).chain(std::iter::repeat(&[][..]))
}
