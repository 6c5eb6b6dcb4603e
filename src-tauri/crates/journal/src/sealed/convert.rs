//! Between what is sealed and what the rest of the program works with.

use super::{After, Change, Changes, Draft, Entry, Key, Pair, PairEntry, Reason, Seen, Value};
use crate::row;

impl From<Vec<record::Change>> for Changes {
    fn from(changes: Vec<record::Change>) -> Self {
        Self(changes.into_iter().map(Into::into).collect())
    }
}

impl From<Changes> for Vec<record::Change> {
    fn from(Changes(changes): Changes) -> Self {
        changes.into_iter().map(Into::into).collect()
    }
}

impl From<row::Seen> for Seen {
    fn from(row::Seen { name, updated_at }: row::Seen) -> Self {
        Self { name, updated_at }
    }
}

impl From<Seen> for row::Seen {
    fn from(Seen { name, updated_at }: Seen) -> Self {
        Self { name, updated_at }
    }
}

impl From<row::After> for After {
    fn from(row::After { name, values }: row::After) -> Self {
        let values = values.into_iter();
        let of_one = |values: Vec<record::Value>| values.into_iter().map(Into::into).collect();
        Self {
            name,
            values: values.map(of_one).collect(),
        }
    }
}

impl From<After> for row::After {
    fn from(After { name, values }: After) -> Self {
        let values = values.into_iter();
        let of_one = |values: Vec<Value>| values.into_iter().map(Into::into).collect();
        Self {
            name,
            values: values.map(of_one).collect(),
        }
    }
}

impl From<row::Reason> for Reason {
    fn from(row::Reason { status, message }: row::Reason) -> Self {
        Self { status, message }
    }
}

impl From<Reason> for row::Reason {
    fn from(Reason { status, message }: Reason) -> Self {
        Self { status, message }
    }
}

impl From<record::Draft> for Draft {
    fn from(draft: record::Draft) -> Self {
        let entries = draft.entries.into_iter();
        Self(entries.map(|(field, e)| (Key(field), e.into())).collect())
    }
}

impl From<Draft> for record::Draft {
    fn from(Draft(entries): Draft) -> Self {
        let entries = entries.into_iter();
        Self {
            entries: entries.map(|(Key(field), e)| (field, e.into())).collect(),
        }
    }
}

impl From<record::Entry> for Entry {
    fn from(entry: record::Entry) -> Self {
        match entry {
            record::Entry::Clear => Self::Clear,
            record::Entry::Text { text, exact } => Self::Text { text, exact },
            record::Entry::Flag { flag } => Self::Flag { flag },
            record::Entry::List { items } => Self::List { items },
            record::Entry::Pairs { rows } => Self::Pairs {
                rows: rows.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<Entry> for record::Entry {
    fn from(entry: Entry) -> Self {
        match entry {
            Entry::Clear => Self::Clear,
            Entry::Text { text, exact } => Self::Text { text, exact },
            Entry::Flag { flag } => Self::Flag { flag },
            Entry::List { items } => Self::List { items },
            Entry::Pairs { rows } => Self::Pairs {
                rows: rows.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<record::PairEntry> for PairEntry {
    fn from(row: record::PairEntry) -> Self {
        Self {
            key: row.key,
            value: row.value,
            original: row.original,
            remove: row.remove,
        }
    }
}

impl From<PairEntry> for record::PairEntry {
    fn from(row: PairEntry) -> Self {
        Self {
            key: row.key,
            value: row.value,
            original: row.original,
            remove: row.remove,
        }
    }
}

impl From<record::Change> for Change {
    fn from(change: record::Change) -> Self {
        Self {
            field: change.field,
            key: change.key,
            before: change.before.map(Into::into),
            after: change.after.into(),
        }
    }
}

impl From<Change> for record::Change {
    fn from(change: Change) -> Self {
        Self {
            field: change.field,
            key: change.key,
            before: change.before.map(Into::into),
            after: change.after.into(),
        }
    }
}

impl From<record::Value> for Value {
    fn from(value: record::Value) -> Self {
        match value {
            record::Value::Absent => Self::Absent,
            record::Value::Null => Self::Null,
            record::Value::Text { text } => Self::Text { text },
            record::Value::Flag { flag } => Self::Flag { flag },
            record::Value::List { items } => Self::List { items },
            record::Value::Pairs { pairs } => Self::Pairs {
                pairs: pairs.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<Value> for record::Value {
    fn from(value: Value) -> Self {
        match value {
            Value::Absent => Self::Absent,
            Value::Null => Self::Null,
            Value::Text { text } => Self::Text { text },
            Value::Flag { flag } => Self::Flag { flag },
            Value::List { items } => Self::List { items },
            Value::Pairs { pairs } => Self::Pairs {
                pairs: pairs.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<record::Pair> for Pair {
    fn from(pair: record::Pair) -> Self {
        Self {
            key: pair.key,
            value: pair.value,
        }
    }
}

impl From<Pair> for record::Pair {
    fn from(pair: Pair) -> Self {
        Self {
            key: pair.key,
            value: pair.value,
        }
    }
}
