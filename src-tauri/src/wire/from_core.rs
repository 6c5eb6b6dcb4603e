use jiff::Timestamp;
use journal::OtherKey;
use quentli::{Customer, Nullable};
use record::{Checked as CoreChecked, Held};

use super::{
    Change, Conflict, ConflictRow, DraftState, Facts, Field, FieldSpec, Hit, Kept, Pair,
    PendingState, Problem, ResultRow, Seen, Value,
};

impl From<&record::FieldSpec> for FieldSpec {
    fn from(spec: &record::FieldSpec) -> Self {
        Self {
            name: spec.field,
            group: spec.group,
            kind: spec.kind,
            nullable: spec.nullable,
            sensitive: spec.sensitive,
            readable: spec.readable,
        }
    }
}

impl From<record::Change> for Change {
    fn from(change: record::Change) -> Self {
        Self {
            sensitive: change.field.spec().sensitive,
            look_alike: change.looks_alike(),
            field: change.field,
            key: change.key,
            before: change.before,
            // A password typed is a password shown nowhere again.
            after: if change.field == Field::Password {
                hidden()
            } else {
                change.after
            },
        }
    }
}

impl From<record::Problem> for Problem {
    fn from(problem: record::Problem) -> Self {
        Self {
            field: problem.field.map_or("otp", |field| field.spec().api_name),
            row: problem.row,
            code: problem.code,
            max: problem.max,
            found: problem.found,
        }
    }
}

impl super::Checked {
    pub fn new(checked: CoreChecked, kept: Kept) -> Self {
        Self {
            changes: all(checked.changes),
            problems: all(checked.problems),
            notices: checked.notices,
            kept,
        }
    }
}

impl From<Held> for ResultRow {
    fn from(row: Held) -> Self {
        let asked = Change::from(row.change);
        Self {
            field: asked.field,
            key: asked.key,
            before: asked.before,
            asked: asked.after,
            held: row.held,
            verdict: row.verdict,
        }
    }
}

impl Conflict {
    /// `archived_at`: set where the record was archived since it was loaded.
    pub fn new(conflict: record::Conflict, archived_at: Option<String>) -> Self {
        let row = |row: record::ConflictRow| ConflictRow {
            field: row.field,
            key: row.key,
            base: row.base,
            theirs: row.theirs,
            mine: row.mine,
        };
        Self {
            changed_at: conflict.changed_at,
            archived_at,
            rows: conflict.rows.into_iter().map(row).collect(),
        }
    }
}

impl From<&Customer> for Hit {
    fn from(customer: &Customer) -> Self {
        Self {
            id: customer.id.to_string(),
            name: title(customer),
            username: customer.username.value().cloned(),
            email: customer.email.value().cloned(),
            phone_number: customer.phone_number.value().cloned(),
            archived: customer.archived_at.value().is_some(),
        }
    }
}

impl From<journal::DraftState> for DraftState {
    fn from(state: journal::DraftState) -> Self {
        match state {
            journal::DraftState::Readable => Self::Readable,
            journal::DraftState::Damaged => Self::Damaged,
            journal::DraftState::OtherKey(OtherKey::Unused) => Self::KeyUnused,
            journal::DraftState::OtherKey(OtherKey::Elsewhere) => Self::KeyElsewhere,
            journal::DraftState::OtherKey(OtherKey::Gone) => Self::KeyGone,
        }
    }
}

impl From<OtherKey> for PendingState {
    fn from(key: OtherKey) -> Self {
        match key {
            OtherKey::Unused => Self::KeyUnused,
            OtherKey::Elsewhere => Self::KeyElsewhere,
            OtherKey::Gone => Self::KeyGone,
        }
    }
}

impl From<OtherKey> for Seen {
    fn from(key: OtherKey) -> Self {
        match key {
            OtherKey::Unused => Self::KeyUnused,
            OtherKey::Elsewhere => Self::KeyElsewhere,
            OtherKey::Gone => Self::KeyGone,
        }
    }
}

impl From<journal::Recent> for Hit {
    fn from(recent: journal::Recent) -> Self {
        Self {
            id: recent.customer.to_string(),
            name: recent.name,
            username: None,
            email: None,
            phone_number: None,
            archived: false,
        }
    }
}

impl From<&Customer> for Facts {
    fn from(customer: &Customer) -> Self {
        let text = |value: &Nullable<String>| value.value().cloned();
        Self {
            id: customer.id.to_string(),
            organization_id: text(&customer.organization_id),
            created_at: text(&customer.created_at),
            updated_at: text(&customer.updated_at),
            archived_at: text(&customer.archived_at),
            signature_accepted_at: text(&customer.signature_accepted_at),
            opted_in_whatsapp_at: text(&customer.opted_in_whatsapp_at),
            started_whatsapp_at: text(&customer.started_whatsapp_at),
            extra: customer
                .extra
                .iter()
                .map(|(key, value)| extra(key, value))
                .collect(),
        }
    }
}

/// The name a person knows the family by, empty where it has none; its id where the server gave none.
pub fn title(customer: &Customer) -> String {
    match &customer.name {
        Nullable::Absent => customer.id.to_string(),
        name => name.value().cloned().unwrap_or_default(),
    }
}

pub fn iso(at: Timestamp) -> String {
    format!("{at:.3}")
}

pub fn all<A, B: From<A>>(items: Vec<A>) -> Vec<B> {
    items.into_iter().map(B::from).collect()
}

fn hidden() -> Value {
    Value::text("••••••••")
}

fn extra(key: &str, value: &serde_json::Value) -> Pair {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Pair {
        key: key.to_owned(),
        value: text,
    }
}
