use std::fmt;

use encoding_rs::{Decoder, Encoding as Standard};

use super::cp850;

/// How the bytes of a text file stand for characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Encoding(Inner);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Inner {
    Standard(&'static Standard),
    // The web has no page in it, so encoding_rs has not either; MS-DOS in Spanish has nothing else.
    Cp850,
}

impl Encoding {
    pub const UTF_8: Encoding = Encoding(Inner::Standard(encoding_rs::UTF_8));
    pub const UTF_16LE: Encoding = Encoding(Inner::Standard(encoding_rs::UTF_16LE));
    pub const UTF_16BE: Encoding = Encoding(Inner::Standard(encoding_rs::UTF_16BE));
    pub const WINDOWS_1252: Encoding = Encoding(Inner::Standard(encoding_rs::WINDOWS_1252));
    pub const MAC_ROMAN: Encoding = Encoding(Inner::Standard(encoding_rs::MACINTOSH));
    pub const CP850: Encoding = Encoding(Inner::Cp850);

    /// What a person may choose from, the likeliest in Mexico first.
    pub const ALL: [Encoding; 6] = [
        Encoding::UTF_8,
        Encoding::WINDOWS_1252,
        Encoding::CP850,
        Encoding::MAC_ROMAN,
        Encoding::UTF_16LE,
        Encoding::UTF_16BE,
    ];

    /// The encoding of that name, as [`Encoding::name`] gives it or as the web labels it.
    pub fn named(name: &str) -> Option<Encoding> {
        match name {
            "IBM850" => Some(Encoding::CP850),
            _ => Standard::for_label(name.as_bytes()).map(Encoding::from),
        }
    }

    /// IANA's name of it, such as `windows-1252`.
    pub fn name(self) -> &'static str {
        match self.0 {
            Inner::Standard(standard) => standard.name(),
            Inner::Cp850 => "IBM850",
        }
    }

    /// The text of some bytes, those that stand for nothing replaced.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        match self.0 {
            Inner::Standard(standard) => standard.decode_without_bom_handling(bytes).0.into_owned(),
            Inner::Cp850 => bytes.iter().map(|&byte| cp850::char_of(byte)).collect(),
        }
    }

    /// The bytes of a text, if this encoding has all of its characters.
    pub(crate) fn encode(self, text: &str) -> Option<Vec<u8>> {
        match self.0 {
            Inner::Standard(standard) => {
                let (bytes, _, missing) = standard.encode(text);
                (!missing).then(|| bytes.into_owned())
            }
            Inner::Cp850 => text.chars().map(cp850::byte_of).collect(),
        }
    }

    pub(crate) fn decoder(self) -> Stream {
        match self.0 {
            Inner::Standard(standard) => {
                Stream::Standard(Box::new(standard.new_decoder_without_bom_handling()))
            }
            Inner::Cp850 => Stream::Cp850,
        }
    }

    /// The encoding that the first bytes declare, and how many bytes the declaration takes.
    pub(crate) fn of_bom(bytes: &[u8]) -> Option<(Encoding, usize)> {
        Standard::for_bom(bytes).map(|(standard, length)| (standard.into(), length))
    }
}

impl From<&'static Standard> for Encoding {
    fn from(standard: &'static Standard) -> Encoding {
        Encoding(Inner::Standard(standard))
    }
}

impl fmt::Display for Encoding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.name())
    }
}

/// Decodes bytes as they come.
pub(crate) enum Stream {
    Standard(Box<Decoder>),
    Cp850,
}

impl Stream {
    /// Adds the text of `bytes` to `text`; `last` says that no more will come.
    pub fn decode(&mut self, bytes: &[u8], last: bool, text: &mut String) {
        match self {
            Stream::Standard(decoder) => {
                text.reserve(decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(0));
                let (_, _, _) = decoder.decode_to_string(bytes, text, last);
            }
            Stream::Cp850 => text.extend(bytes.iter().map(|&byte| cp850::char_of(byte))),
        }
    }
}
