//! What the journal stores of one update. These types are its own: others may rename theirs without
//! changing the file.

use std::fmt;

use jiff::Timestamp;
use record::{Change, CustomerId, Field, Value};

/// What is about to be sent. It is durable before the first byte leaves, so that a crash
/// afterwards leaves an *unknown* to settle instead of nothing.
#[derive(Clone, Debug, PartialEq)]
pub struct Intent {
    pub customer: CustomerId,
    /// `None` for a key that cannot read.
    pub seen: Option<Seen>,
    /// Each line as it was reviewed, without the password's text.
    pub changes: Vec<Change>,
    pub started_at: Timestamp,
    /// The latest moment at which a byte of it can leave, if nothing more is heard of it.
    pub left_by: Timestamp,
}

/// What is kept of the record that the person saw.
#[derive(Clone, PartialEq, Eq)]
pub struct Seen {
    /// The family's name.
    pub name: String,
    /// As the server writes it; `None` where it gave none.
    pub updated_at: Option<String>,
}

/// What is kept of the record as it was read afterwards.
#[derive(Clone, PartialEq, Eq)]
pub struct After {
    /// The family's name.
    pub name: String,
    /// At each change, as [`record::values_shown`] gives it.
    pub values: Vec<Vec<Value>>,
}

impl After {
    /// What there is where exactly what was asked for came back of a record whose name was `seen`.
    pub(crate) fn as_asked(seen: &str, changes: &[Change]) -> Self {
        Self {
            name: name_asked(seen, changes).to_owned(),
            values: changes
                .iter()
                .map(|change| vec![change.after.clone()])
                .collect(),
        }
    }

    /// Whether exactly what was asked for came back.
    pub(crate) fn is_as_asked(&self, seen: &str, changes: &[Change]) -> bool {
        let asked = changes
            .iter()
            .map(|change| std::slice::from_ref(&change.after));
        self.name == name_asked(seen, changes) && self.values.iter().map(Vec::as_slice).eq(asked)
    }
}

fn name_asked<'a>(seen: &'a str, changes: &'a [Change]) -> &'a str {
    let name = changes.iter().find(|change| change.field == Field::Name);
    match name.map(|change| &change.after) {
        Some(Value::Text { text }) => text,
        _ => seen,
    }
}

/// Names an intent in the journal that gave it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct IntentId(pub i64);

/// Where an intent stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Written down, no outcome yet: after a restart this is an unknown.
    Intent,
    Applied,
    Refused,
    /// The outcome was unknown; reading back showed the old values.
    NotApplied,
    /// The outcome was unknown; reading back showed neither the old values nor all of the new.
    Different,
    Unknown,
}

/// The outcome as the journal keeps it.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub state: State,
    pub at: Timestamp,
    /// What the server held afterwards, where it is known.
    pub after: Option<After>,
    /// Why the answer was no "yes", where there was one.
    pub reason: Option<Reason>,
    /// When the attempt ended, where it is known: no byte of it can have left later.
    pub left_by: Option<Timestamp>,
    /// The draft that was sent holds nothing more: it goes together with the outcome's writing.
    pub draft_done: bool,
}

/// What the server said to an update that it refused, or that ended as unknown.
#[derive(Clone, PartialEq, Eq)]
pub struct Reason {
    pub status: Option<u16>,
    /// The server's own words, which may name a person.
    pub message: String,
}

impl fmt::Debug for Seen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Seen({:?})", self.updated_at)
    }
}

impl fmt::Debug for After {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("After(…)")
    }
}

impl fmt::Debug for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Reason({:?})", self.status)
    }
}
