//! Which encoding a text file is in.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};

use super::encoding::Encoding;

/// What is kept of a file for guessing: enough letters to be sure, wherever in the file they are.
const MOST_CONTEXTS: usize = 4096;
const MOST_HEAD: usize = 64 << 10;

/// The encoding a file seems to be in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EncodingGuess {
    pub encoding: Encoding,
    pub confidence: Confidence,
    /// What else it may be, the likeliest first.
    pub alternatives: Vec<Encoding>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Other encodings are about as likely: show some of the text, and ask.
    Doubtful,
    /// The letters fit Spanish in this encoding, and less so in others.
    Likely,
    /// The file says so, or nothing else fits its bytes.
    Certain,
}

/// Looks at each byte of a file once.
#[derive(Default)]
pub(crate) struct Evidence {
    head: Vec<u8>,
    /// Of bytes above ASCII: what is before, the byte, and what follows.
    contexts: Vec<[u8; 3]>,
    last: [u8; 2],
    utf8: Utf8Check,
    ascii: bool,
    seen: bool,
}

impl Evidence {
    pub fn look(&mut self, bytes: &[u8]) {
        if !self.seen {
            self.ascii = true;
            self.seen = true;
        }
        let room = MOST_HEAD - self.head.len();
        self.head.extend_from_slice(&bytes[..room.min(bytes.len())]);
        self.utf8.look(bytes);
        if self.ascii && bytes.is_ascii() && self.last[1].is_ascii() {
            if let [.., before, last] = bytes {
                self.last = [*before, *last];
            } else if let [last] = bytes {
                self.last = [self.last[1], *last];
            }
            return;
        }
        self.ascii = false;
        for &byte in bytes {
            if self.contexts.len() == MOST_CONTEXTS {
                return;
            }
            if !self.last[1].is_ascii() {
                self.contexts.push([self.last[0], self.last[1], byte]);
            }
            self.last = [self.last[1], byte];
        }
    }

    pub fn guess(mut self) -> EncodingGuess {
        if let Some((encoding, _)) = Encoding::of_bom(&self.head) {
            return certain(encoding);
        }
        if let Some(encoding) = utf_16_without_bom(&self.head) {
            return EncodingGuess {
                confidence: Confidence::Likely,
                ..certain(encoding)
            };
        }
        if self.ascii || !self.seen || self.utf8.ends_well() {
            return certain(Encoding::UTF_8);
        }
        if !self.last[1].is_ascii() && self.contexts.len() < MOST_CONTEXTS {
            self.contexts.push([self.last[0], self.last[1], b'\n']);
        }
        self.by_letters()
    }

    fn by_letters(&self) -> EncodingGuess {
        let mut scored: Vec<(i64, Encoding)> = SINGLE_BYTE
            .iter()
            .map(|&encoding| (spanish(&self.contexts, encoding), encoding))
            .collect();
        let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
        for context in &self.contexts {
            detector.feed(context, false);
        }
        detector.feed(b"\n", true);
        let other = Encoding::from(detector.guess(None, Utf8Detection::Deny));
        if !SINGLE_BYTE.contains(&other) {
            scored.push((spanish(&self.contexts, other), other));
        }
        scored.sort_by_key(|&(score, _)| std::cmp::Reverse(score));
        let (best, encoding) = scored[0];
        let second = scored[1].0;
        let letters = i64::try_from(self.contexts.len()).unwrap_or(i64::MAX);
        let likely = best > letters && best - second > letters / 2;
        let mut alternatives: Vec<Encoding> = scored[1..].iter().map(|&(_, other)| other).collect();
        alternatives.push(Encoding::UTF_8);
        EncodingGuess {
            encoding,
            confidence: if likely {
                Confidence::Likely
            } else {
                Confidence::Doubtful
            },
            alternatives,
        }
    }
}

// In the order in which they are believed if all score the same.
const SINGLE_BYTE: [Encoding; 3] = [Encoding::WINDOWS_1252, Encoding::CP850, Encoding::MAC_ROMAN];

fn certain(encoding: Encoding) -> EncodingGuess {
    EncodingGuess {
        encoding,
        confidence: Confidence::Certain,
        alternatives: Encoding::ALL
            .into_iter()
            .filter(|&other| other != encoding)
            .collect(),
    }
}

/// How well the letters suit Spanish: about 3 for each that does.
fn spanish(contexts: &[[u8; 3]], encoding: Encoding) -> i64 {
    contexts
        .iter()
        .map(|&[before, byte, after]| {
            let text = encoding.decode(&[byte]);
            let mut chars = text.chars();
            let (Some(char), None) = (chars.next(), chars.next()) else {
                return -2;
            };
            score(before, char, after)
        })
        .sum()
}

fn score(before: u8, char: char, after: u8) -> i64 {
    let inside = before.is_ascii_alphabetic() && after.is_ascii_alphabetic();
    let touching = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
    match char {
        'á' | 'é' | 'í' | 'ó' | 'ú' | 'ñ' | 'ü' => {
            // `JOSé` is no word.
            if before.is_ascii_uppercase() && after.is_ascii_uppercase() {
                -1
            } else {
                3
            }
        }
        'Á' | 'É' | 'Í' | 'Ó' | 'Ú' | 'Ñ' | 'Ü' => {
            if before.is_ascii_lowercase() {
                -2
            } else {
                3
            }
        }
        'ª' | 'º' | '°' | '´' | '’' | 'ç' | 'ò' | 'è' | 'à' | 'ö' | 'ä' | 'â' | 'ê' | 'ô' | 'ã'
        | 'Ç' | 'Ö' => 1,
        '¿' | '¡' | '«' | '»' | '“' | '”' | '‘' | '–' | '—' | '…' | '€' | '•' | '\u{a0}' | '·'
        | '½' | '©' | '®' => {
            if inside {
                -2
            } else if touching {
                1
            } else {
                2
            }
        }
        _ if char.is_control() || char == '\u{fffd}' => -6,
        _ if char.is_alphabetic() => -1,
        _ => -3,
    }
}

/// UTF-16 of mostly Latin text has a zero in every second byte.
pub(crate) fn utf_16_without_bom(head: &[u8]) -> Option<Encoding> {
    let pairs = head.len() / 2;
    if pairs < 2 {
        return None;
    }
    let zeros = |at: usize| {
        head[at..]
            .iter()
            .step_by(2)
            .filter(|&&byte| byte == 0)
            .count()
    };
    let (even, odd) = (zeros(0), zeros(1));
    if odd * 10 >= pairs * 7 && even * 20 <= pairs {
        Some(Encoding::UTF_16LE)
    } else if even * 10 >= pairs * 7 && odd * 20 <= pairs {
        Some(Encoding::UTF_16BE)
    } else {
        None
    }
}

/// Whether bytes that come in pieces are UTF-8.
#[derive(Default)]
struct Utf8Check {
    /// An incomplete character at the end of the last piece.
    carried: Vec<u8>,
    broken: bool,
}

impl Utf8Check {
    fn look(&mut self, bytes: &[u8]) {
        let mut rest = bytes;
        while !self.broken && !self.carried.is_empty() && !rest.is_empty() {
            self.carried.push(rest[0]);
            rest = &rest[1..];
            match std::str::from_utf8(&self.carried) {
                Ok(_) => self.carried.clear(),
                Err(error) if error.error_len().is_some() => self.broken = true,
                Err(_) => {}
            }
        }
        if self.broken || rest.is_empty() {
            return;
        }
        if let Err(error) = std::str::from_utf8(rest) {
            match error.error_len() {
                Some(_) => self.broken = true,
                None => self.carried = rest[error.valid_up_to()..].to_vec(),
            }
        }
    }

    fn ends_well(&self) -> bool {
        !self.broken && self.carried.is_empty()
    }
}
