use std::fmt;

use reqwest::header::{HeaderValue, InvalidHeaderValue};
use zeroize::Zeroizing;

/// An organization's secret key: can be sent, never printed, wiped when dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey(Zeroizing<String>);

/// Why typed text cannot be a key. No variant repeats the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadKey {
    #[error("the key is empty")]
    Empty,
    /// A space or tab inside; those around the key are trimmed.
    #[error("the key has a space inside")]
    Spaces,
    /// Two lines were pasted.
    #[error("the key has a line break inside")]
    LineBreak,
    /// An accented letter, a curly quote, an invisible mark.
    #[error("the key has a character other than ASCII")]
    NotAscii,
    #[error("the key has a control character")]
    Control,
    /// Over [`ApiKey::LONGEST`] characters: something else was pasted.
    #[error("the key is too long")]
    TooLong,
}

impl ApiKey {
    /// The limit of the smallest of the three systems' keychains: fewer than 1,280 characters.
    pub const LONGEST: usize = 1_279;

    /// Parses typed or pasted text, without surrounding white space.
    pub fn parse(text: &str) -> Result<Self, BadKey> {
        let key = text.trim();
        if key.is_empty() {
            return Err(BadKey::Empty);
        }
        for c in key.chars() {
            match c {
                '\n' | '\r' => return Err(BadKey::LineBreak),
                ' ' | '\t' => return Err(BadKey::Spaces),
                c if c.is_ascii_control() => return Err(BadKey::Control),
                c if c.is_ascii() => {}
                c if c.is_control() => return Err(BadKey::Control),
                _ => return Err(BadKey::NotAscii),
            }
        }
        if key.len() > Self::LONGEST {
            return Err(BadKey::TooLong);
        }
        Ok(Self(Zeroizing::new(key.to_owned())))
    }

    /// Shows that there is a key, in a request displayed to the user: `sk_…`.
    pub fn masked(&self) -> &'static str {
        if self.0.starts_with("sk_") {
            "sk_…"
        } else {
            "…"
        }
    }

    /// The text itself. For the keychain, and for the two uses in this file.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// The `Authorization` header's value, marked so that no log of headers prints it.
    pub(crate) fn authorization(&self) -> Result<HeaderValue, InvalidHeaderValue> {
        let text = Zeroizing::new(format!("Bearer {}", self.reveal()));
        let mut value = HeaderValue::from_str(&text)?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// Removes the key from text that came from the network: a proxy's error page may repeat the request.
    pub(crate) fn hide_in(&self, text: String) -> String {
        if text.contains(self.reveal()) {
            text.replace(self.reveal(), self.masked())
        } else {
            text
        }
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ApiKey({})", self.masked())
    }
}

impl fmt::Display for ApiKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.masked())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outer_white_space_is_trimmed() {
        let key = ApiKey::parse(" \tsk_test_1\r\n").unwrap();
        assert_eq!(key.reveal(), "sk_test_1");
    }

    #[test]
    fn each_bad_key_says_what_is_wrong_with_it() {
        let long = "k".repeat(ApiKey::LONGEST + 1);
        let table = [
            ("", BadKey::Empty),
            (" \n ", BadKey::Empty),
            ("sk_test 1", BadKey::Spaces),
            ("sk_test\t1", BadKey::Spaces),
            ("sk_test\n1", BadKey::LineBreak),
            ("sk_test\r1", BadKey::LineBreak),
            ("sk_tést", BadKey::NotAscii),
            ("\u{feff}sk_test", BadKey::NotAscii),
            ("sk_test\u{a0}1", BadKey::NotAscii),
            ("sk_\u{0}test", BadKey::Control),
            ("sk_\u{7f}test", BadKey::Control),
            ("sk_\u{85}test", BadKey::Control),
            (&long, BadKey::TooLong),
        ];
        for (text, expected) in table {
            assert_eq!(ApiKey::parse(text), Err(expected), "{text:?}");
        }
    }

    #[test]
    fn a_key_is_as_long_as_every_keychain_takes() {
        assert!(ApiKey::parse(&"k".repeat(1_279)).is_ok());
        assert_eq!(ApiKey::parse(&"k".repeat(1_280)), Err(BadKey::TooLong));
    }

    #[test]
    fn a_key_cannot_be_printed() {
        let key = ApiKey::parse("sk_sentinel_1").unwrap();
        let header = key.authorization().unwrap();
        assert_eq!(header.to_str().unwrap(), "Bearer sk_sentinel_1");
        for text in [format!("{key} {key:?} {key:#?}"), format!("{header:?}")] {
            assert!(!text.contains("sentinel"), "{text}");
        }
        assert_eq!(key.to_string(), "sk_…");
        assert_eq!(ApiKey::parse("other").unwrap().masked(), "…");
    }

    #[test]
    fn a_text_that_repeats_the_key_loses_it() {
        let key = ApiKey::parse("sk_sentinel_1").unwrap();
        let said = "got: Bearer sk_sentinel_1 and sk_sentinel_1".to_owned();
        assert_eq!(key.hide_in(said), "got: Bearer sk_… and sk_…");
    }
}
