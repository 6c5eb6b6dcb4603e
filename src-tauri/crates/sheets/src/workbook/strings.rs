//! The texts that cells share.

use quick_xml::events::Event;

use super::package::PartReader;
use super::xml::{damaged, ends_early, read_string, reader};
use crate::error::Error;

/// All texts one after the other: a `String` for each would take several times the memory.
#[derive(Default)]
pub(crate) struct Strings {
    text: String,
    ends: Vec<usize>,
}

impl Strings {
    pub fn read(part: PartReader) -> Result<Strings, Error> {
        let mut xml = reader(part);
        let mut buffer = Vec::new();
        let mut strings = Strings::default();
        let mut ended = false;
        loop {
            buffer.clear();
            let starts = match xml
                .read_event_into(&mut buffer)
                .map_err(|error| damaged(&error))?
            {
                Event::Start(element) => element.local_name().as_ref() == "si",
                Event::End(element) => {
                    ended |= element.local_name().as_ref() == "sst";
                    false
                }
                Event::Eof if ended => return Ok(strings),
                Event::Eof => return Err(ends_early()),
                _ => false,
            };
            if starts {
                read_string(&mut xml, &mut buffer, &mut strings.text)?;
                strings.ends.push(strings.text.len());
            }
        }
    }

    pub fn get(&self, index: usize) -> Option<&str> {
        let end = *self.ends.get(index)?;
        let start = match index {
            0 => 0,
            index => self.ends[index - 1],
        };
        Some(&self.text[start..end])
    }
}
