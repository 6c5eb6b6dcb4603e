//! From the desk's types to those that cross to the page, and back.

use std::collections::BTreeMap;

use desk::{DraftState as Stored, Finding, OtherKey};
use jiff::Timestamp;
use quentli::Customer;
use record::{title, value_of};

use super::{
    Card, Conflict, ConflictRow, Connection, ConnectionForm, DraftLine, DraftState, Edited,
    Environment, Field, Kept, KeptDraft, KeychainState, LastSent, Opened, Pair, Practising,
    RequestPreview, Reviewed, Session, StartNotice, Unsent, Value, connecting::Leg,
};

/// A list, one by one.
pub fn all<A, B: From<A>>(items: Vec<A>) -> Vec<B> {
    items.into_iter().map(B::from).collect()
}

pub(super) fn iso(at: Timestamp) -> String {
    format!("{at:.3}")
}

/// Enums of the same variants on both sides.
macro_rules! same {
    ($($from:ty => $to:ty { $($variant:ident),* })*) => {$(
        impl From<$from> for $to {
            fn from(from: $from) -> Self {
                match from {
                    $(<$from>::$variant => Self::$variant,)*
                }
            }
        }
    )*};
}

pub(super) use same;

same! {
    desk::KeychainState => KeychainState {
        Ready, NoService, Locked, Dismissed, NoCollection, Ambiguous, Waiting
    }
    desk::Kept => Kept { Disk, Memory, DiskFull, Failed }
    desk::Environment => Environment { Practice, Staging, Demo, Production, Other }
    Environment => desk::Environment { Practice, Staging, Demo, Production, Other }
    quentli::Leg => Leg { Name, Connection, Proxy, Tls, Key }
}

impl From<Finding> for StartNotice {
    fn from(finding: Finding) -> Self {
        match finding {
            Finding::Rebuilt => Self::JournalRebuilt,
            Finding::DetailsLost => Self::DetailsLost,
        }
    }
}

impl From<desk::Status> for Session {
    fn from(status: desk::Status) -> Self {
        Self {
            keychain: status.keychain.into(),
            memory_only: status.memory_only,
            connections: all(status.connections),
            current: status.current.map(Into::into),
            generation: status.generation,
            pending: all(status.pending),
            keys_left: status.keys_left,
            notices: all(status.findings),
            practice: status.practice.map(|practice| Practising {
                code: practice.code,
                fault: practice.fault,
            }),
            proxy: status.proxy,
            retention_days: status.retention_days,
            run_ceiling: status.run_ceiling,
            tell_newer: status.tell_newer,
        }
    }
}

impl From<desk::ConnectionStatus> for Connection {
    fn from(status: desk::ConnectionStatus) -> Self {
        let connection = status.connection;
        Self {
            id: connection.id.as_str().to_owned(),
            name: connection.name,
            environment: status.environment.into(),
            server: connection.server,
            organization_id: connection.organization_id,
            can_read: connection.can_read,
            has_key: status.has_key,
        }
    }
}

impl From<ConnectionForm> for desk::ConnectionForm {
    fn from(form: ConnectionForm) -> Self {
        Self {
            id: form.id,
            name: form.name,
            environment: form.environment.into(),
            server: form.server,
            key: form.key,
            another: form.another,
        }
    }
}

impl From<desk::Unsent> for Unsent {
    fn from(unsent: desk::Unsent) -> Self {
        Self {
            id: unsent.customer.to_string(),
            title: unsent.title,
            count: unsent.count,
            kept: unsent.kept.into(),
        }
    }
}

impl From<desk::DraftLine> for DraftLine {
    fn from(line: desk::DraftLine) -> Self {
        Self {
            id: line.customer,
            key: line.key.map(|key| key.0),
            name: line.name,
            saved_at: line.saved_at.map(iso),
            kept: line.kept.into(),
            state: line.state.into(),
        }
    }
}

impl From<Stored> for DraftState {
    fn from(state: Stored) -> Self {
        match state {
            Stored::Readable => Self::Readable,
            Stored::Damaged => Self::Damaged,
            Stored::OtherKey(OtherKey::Unused) => Self::KeyUnused,
            Stored::OtherKey(OtherKey::Elsewhere) => Self::KeyElsewhere,
            Stored::OtherKey(OtherKey::Gone) => Self::KeyGone,
        }
    }
}

impl From<desk::KeptDraft> for KeptDraft {
    fn from(kept: desk::KeptDraft) -> Self {
        Self {
            title: kept.title,
            saved_at: kept.saved_at.map(iso),
            draft: kept.draft,
        }
    }
}

impl From<desk::Opened> for Opened {
    fn from(opened: desk::Opened) -> Self {
        Self {
            id: opened.customer.to_string(),
            revision: opened.revision,
            facts: opened.base.as_ref().map(Into::into),
            title: opened.title,
            values: opened.base.as_ref().map(values).unwrap_or_default(),
            draft: opened.draft,
            draft_saved_at: opened.draft_saved_at.map(iso),
            checked: opened.checked.into(),
            last_sent: all(opened.last_sent),
            conflict: opened.conflict.map(Into::into),
            pending: opened.pending.map(Into::into),
        }
    }
}

impl From<&Customer> for Card {
    fn from(customer: &Customer) -> Self {
        Self {
            title: title(customer),
            facts: customer.into(),
            values: values(customer),
        }
    }
}

fn values(customer: &Customer) -> BTreeMap<Field, Value> {
    let fields = Field::ALL.iter().map(|spec| spec.field);
    fields
        .map(|field| (field, value_of(customer, field)))
        .collect()
}

impl From<desk::LastSent> for LastSent {
    fn from(sent: desk::LastSent) -> Self {
        Self {
            field: sent.field,
            value: sent.value,
            at: iso(sent.at),
        }
    }
}

impl From<desk::Checked> for super::Checked {
    fn from(checked: desk::Checked) -> Self {
        Self {
            changes: all(checked.found.changes),
            problems: all(checked.found.problems),
            notices: checked.found.notices,
            kept: checked.kept.into(),
        }
    }
}

impl From<desk::Edited> for Edited {
    fn from(edited: desk::Edited) -> Self {
        Self {
            checked: edited.checked.into(),
            moved: edited.moved.map(Into::into),
        }
    }
}

impl From<desk::Reviewed> for Reviewed {
    fn from(reviewed: desk::Reviewed) -> Self {
        Self {
            id: reviewed.customer.to_string(),
            title: reviewed.title,
            changes: all(reviewed.found.changes),
            problems: all(reviewed.found.problems),
            notices: reviewed.found.notices,
            request: reviewed.request.map(Into::into),
            code_needed: reviewed.code_needed,
            moved: reviewed.moved.map(Into::into),
            archived_at: reviewed.archived_at,
        }
    }
}

impl From<desk::RequestPreview> for RequestPreview {
    fn from(request: desk::RequestPreview) -> Self {
        let header = |(key, value): (&str, &str)| Pair {
            key: key.into(),
            value: value.into(),
        };
        Self {
            method: request.method.into(),
            url: request.url,
            headers: request.headers.map(header).into(),
            body: request.body,
        }
    }
}

impl From<desk::Conflict> for Conflict {
    fn from(conflict: desk::Conflict) -> Self {
        let row = |row: record::ConflictRow| ConflictRow {
            field: row.field,
            key: row.key,
            base: row.base,
            theirs: row.theirs,
            mine: row.mine,
        };
        Self {
            revision: conflict.revision,
            changed_at: conflict.found.changed_at,
            archived_at: conflict.archived_at,
            rows: conflict.found.rows.into_iter().map(row).collect(),
        }
    }
}
