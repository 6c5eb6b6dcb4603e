//! The texts that cells share.

use std::io::BufRead;

use quick_xml::events::Event;

use super::package::PartReader;
use super::whole::whole_string;
use super::xml::{damaged, ends_early, read_string, reader, unescape};
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
            while let Some(length) = strings.add_whole(xml.get_mut())? {
                xml.get_mut().consume(length);
            }
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

    /// Adds the next string if it is a whole one; returns its length in bytes.
    fn add_whole(&mut self, part: &mut PartReader) -> Result<Option<usize>, Error> {
        let ahead = part.fill_buf().map_err(|error| damaged(&error.into()))?;
        let Some((text, length)) = whole_string(ahead) else {
            return Ok(None);
        };
        let start = self.text.len();
        self.text.push_str(text);
        unescape(&mut self.text, start);
        self.ends.push(self.text.len());
        Ok(Some(length))
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
