//! What the log can say.

use serde::{Deserialize, Deserializer, Serialize, de};

use crate::wire::{ErrorCode, KeychainState, ProxyKind};

macro_rules! commands {
    ($($module:ident::$name:ident: $arguments:literal => $answer:literal,)*) => {
        &[$((stringify!($name), $answer),)*]
    };
}

/// Every command with its answer.
const COMMANDS: &[(&str, &str)] = include!("../commands/table.rs");

/// A command of the table, by its name there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Command(&'static str);

impl Command {
    pub fn named(name: &str) -> Option<Self> {
        let (known, _) = COMMANDS.iter().find(|(known, _)| *known == name)?;
        Some(Self(known))
    }

    pub fn name(self) -> &'static str {
        self.0
    }

    /// Whether this type, as the page knows it, is what the command answers.
    pub fn answers(self, name: &str) -> bool {
        COMMANDS.contains(&(self.0, name))
    }
}

impl<'de> Deserialize<'de> for Command {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::named(&name).ok_or_else(|| de::Error::custom("no such command"))
    }
}

/// An error by its code, with the HTTP status where there was one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    pub code: ErrorCode,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
}

/// The kinds of [`crate::wire::Updated`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum UpdateState {
    Applied,
    NotApplied,
    Different,
    Unknown,
    Refused,
    Conflict,
}

/// `Copy`, so that no text that came from outside fits in: what is text here is a name in this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase", tag = "event")]
pub enum Event {
    Started {
        version: &'static str,
        practice: bool,
    },
    /// The window could not be opened.
    NoWindow,
    Keychain {
        state: KeychainState,
        #[serde(rename = "memoryOnly")]
        memory_only: bool,
    },
    Proxy {
        kind: ProxyKind,
    },
    Failed {
        command: Command,
        #[serde(flatten)]
        cause: Cause,
        ms: u64,
    },
    /// It took longer than a person waits without wondering.
    Slow {
        command: Command,
        ms: u64,
    },
    Update {
        command: Command,
        state: UpdateState,
        #[serde(flatten)]
        cause: Option<Cause>,
        ms: u64,
    },
    /// So many updates of the connection in use have an outcome that is not known.
    Unconfirmed {
        count: usize,
    },
    /// The crash file has the rest.
    Panicked,
    /// So many events came faster than they could be written.
    Lost {
        count: u64,
    },
    Ended,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_from_outside_fits_into_an_event() {
        fn holds_no_text<T: Copy + 'static>() {}
        holds_no_text::<Event>();
        assert_eq!(Command::named("Familia Núñez"), None);
        assert_eq!(Command::named("find").map(Command::name), Some("find"));
        let read = |text: &str| serde_json::from_str::<Cause>(text).is_ok();
        assert!(read(r#"{"code":"connect","status":503,"message":"x"}"#));
        assert!(!read(r#"{"code":"Familia Núñez"}"#));
        assert!(serde_json::from_str::<Command>("\"Familia Núñez\"").is_err());
    }

    #[test]
    fn the_answer_of_a_command_is_known_by_its_type() {
        let update = Command::named("update").unwrap();
        assert!(update.answers("UpdateReport"));
        assert!(!update.answers("Session"));
    }
}
