//! Whether a program for Windows has a signature. Whether it is a good one is for Windows to say.

/// A signed program has a certificate table, and its header names where it is and its size (Microsoft's
/// specification of the PE format, "Optional Header Data Directories").
pub(super) fn is_signed(program: &[u8]) -> bool {
    certificate_table_size(program).is_some_and(|size| size > 0)
}

fn certificate_table_size(program: &[u8]) -> Option<u32> {
    const SIGNATURE_AND_COFF_HEADER: usize = 24;
    // The fifth of the directories, each of which is an address and a size.
    const CERTIFICATE_TABLE: usize = 4 * 8;
    const SIZE: usize = 4;
    let header = number(program, 0x3c)? as usize;
    if program.get(header..header + 4)? != b"PE\0\0" {
        return None;
    }
    let optional = header + SIGNATURE_AND_COFF_HEADER;
    let directories = match program.get(optional..optional + 2)? {
        [0x0b, 0x02] => 112,
        [0x0b, 0x01] => 96,
        _ => return None,
    };
    number(program, optional + directories + CERTIFICATE_TABLE + SIZE)
}

fn number(program: &[u8], at: usize) -> Option<u32> {
    let bytes = program.get(at..at + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The header of a program of 64 or 32 bits, with a certificate table of this size.
    fn program(magic: u16, directories: usize, size: u32) -> Vec<u8> {
        let mut bytes = vec![0; 512];
        bytes[0x3c] = 0x80;
        bytes[0x80..0x84].copy_from_slice(b"PE\0\0");
        let optional = 0x80 + 24;
        bytes[optional..optional + 2].copy_from_slice(&magic.to_le_bytes());
        let table = optional + directories + 32;
        bytes[table..table + 4].copy_from_slice(&0x400_u32.to_le_bytes());
        bytes[table + 4..table + 8].copy_from_slice(&size.to_le_bytes());
        bytes
    }

    #[test]
    fn a_program_with_a_certificate_table_is_signed() {
        for (magic, directories) in [(0x20b, 112), (0x10b, 96)] {
            assert!(is_signed(&program(magic, directories, 5000)));
            assert!(!is_signed(&program(magic, directories, 0)));
        }
    }

    #[test]
    fn what_is_no_program_or_is_cut_off_is_not_signed() {
        let whole = program(0x20b, 112, 5000);
        let end = 0x80 + 24 + 112 + 40;
        assert!(is_signed(&whole[..end]));
        assert!(!is_signed(&whole[..end - 1]));
        assert!(!is_signed(b"") && !is_signed(&[0xff; 512]));
    }
}
