//! What calamine must not be given of an OLE container: it follows a chain of sectors that leads back to itself
//! until no memory is left, and believes how long a stream says it is.

use std::io::Read;

use crate::error::{Error, Position};
use crate::input::Opened;
use crate::workbook::package::Whole;

const LAST_SECTOR: u32 = 0xFFFF_FFFA;
const NO_FAT: u32 = 0xFFFF_FFFC;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
const HEADER: usize = 512;
const ENTRY: usize = 128;

pub(super) fn check(opened: &Opened) -> Result<(), Error> {
    let mut bytes = Vec::new();
    Whole::new(opened.again()?).read_to_end(&mut bytes)?;
    check_bytes(&bytes).ok_or_else(|| Error::damaged(Position::default(), "chain of sectors"))
}

/// `None` if a chain is longer than the file, or a stream says that it is. What is wrong otherwise is left to
/// calamine.
fn check_bytes(bytes: &[u8]) -> Option<()> {
    if bytes.len() < HEADER {
        return Some(());
    }
    let size = match bytes[30..32] {
        [9, 0] => 512,
        [12, 0] => 4096,
        _ => return Some(()),
    };
    let container = Container { bytes, size };
    let most = bytes.len() / size;
    let mut lists: Vec<u32> = numbers(&bytes[76..HEADER]).collect();
    let mut list = number(bytes, 68);
    let mut steps = 0;
    while list < LAST_SECTOR {
        steps += 1;
        if steps > most {
            return None;
        }
        lists.extend(numbers(container.sector(list)));
        list = lists.pop().unwrap_or(END_OF_CHAIN);
    }
    lists.retain(|&sector| sector < NO_FAT);
    if lists.len() > most {
        return None;
    }
    let next: Vec<u32> = lists
        .iter()
        .flat_map(|&sector| numbers(container.sector(sector)))
        .collect();
    let mut directory = number(bytes, 48);
    let mut steps = 0;
    while directory != END_OF_CHAIN {
        steps += 1;
        if steps > most {
            return None;
        }
        for entry in container.sector(directory).chunks_exact(ENTRY) {
            // Of old containers the upper half may be anything, and calamine reads the lower one alone.
            let upper = if size == 512 { 0 } else { number(entry, 124) };
            if upper > 0 || number(entry, 120) as usize > bytes.len() {
                return None;
            }
        }
        match next.get(directory as usize) {
            Some(&next) => directory = next,
            None => break,
        }
    }
    // Of the small streams' own list.
    ((number(bytes, 64) as usize) <= most).then_some(())
}

struct Container<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Container<'_> {
    /// As much of it as there is.
    fn sector(&self, number: u32) -> &[u8] {
        let start = (number as usize + 1)
            .saturating_mul(self.size)
            .min(self.bytes.len());
        let end = (start + self.size).min(self.bytes.len());
        &self.bytes[start..end]
    }
}

fn numbers(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let whole = bytes.chunks_exact(4);
    whole.map(|four| u32::from_le_bytes([four[0], four[1], four[2], four[3]]))
}

fn number(bytes: &[u8], at: usize) -> u32 {
    numbers(&bytes[at..at + 4]).next().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fixture(name: &str) -> Vec<u8> {
        let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
        std::fs::read(fixtures.join(name)).unwrap()
    }

    #[test]
    fn containers_that_are_as_they_should_be() {
        for name in ["libreoffice.xls", "hidden.xls", "password.xlsx"] {
            assert_eq!(check_bytes(&fixture(name)), Some(()), "{name}");
        }
    }

    #[test]
    fn a_directory_that_leads_back_to_itself() {
        let mut bytes = fixture("hidden.xls");
        let (directory, fat) = (number(&bytes, 48), number(&bytes, 76));
        let next = (fat as usize + 1) * 512 + directory as usize * 4;
        bytes[next..next + 4].copy_from_slice(&directory.to_le_bytes());
        assert_eq!(check_bytes(&bytes), None);
    }

    #[test]
    fn a_stream_longer_than_its_file() {
        let mut bytes = fixture("hidden.xls");
        let entry = (number(&bytes, 48) as usize + 1) * 512 + ENTRY;
        bytes[entry + 120..entry + 124].copy_from_slice(&0xFFFF_0000_u32.to_le_bytes());
        assert_eq!(check_bytes(&bytes), None);
    }

    #[test]
    fn a_list_of_lists_that_leads_back_to_itself() {
        let mut bytes = fixture("hidden.xls");
        let sector = (bytes.len() / 512 - 2) as u32;
        bytes[68..72].copy_from_slice(&sector.to_le_bytes());
        let last = (sector as usize + 2) * 512 - 4;
        bytes[last..last + 4].copy_from_slice(&sector.to_le_bytes());
        assert_eq!(check_bytes(&bytes), None);
    }
}
