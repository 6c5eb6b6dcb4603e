//! An open record, for the page.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Change, Checked, Draft, Field, Notice, Pair, Pending, Problem, Value};

answers! {
    /// Read-only facts of a record; times as ISO 8601.
    pub struct Facts {
        pub id: String,
        pub organization_id: Option<String>,
        pub created_at: Option<String>,
        pub updated_at: Option<String>,
        pub archived_at: Option<String>,
        pub signature_accepted_at: Option<String>,
        pub opted_in_whatsapp_at: Option<String>,
        pub started_whatsapp_at: Option<String>,
        /// Fields Quentli sends that Ficha does not know, as text.
        pub extra: Vec<Pair>,
    }

    /// What this app last sent in a write-only field; the value of a password is never kept.
    pub struct LastSent {
        pub field: Field,
        pub value: Option<Value>,
        pub at: String,
    }

    pub struct Opened {
        pub id: String,
        /// Names the record as it is shown here; edits say which they were made in.
        pub revision: u32,
        /// Null: the key cannot read; the form starts empty with a tick per field.
        pub facts: Option<Facts>,
        pub title: String,
        #[cfg_attr(test, ts(type = "{ [key in FieldName]?: Value }"))]
        pub values: BTreeMap<Field, Value>,
        pub draft: Draft,
        pub draft_saved_at: Option<String>,
        pub checked: Checked,
        pub last_sent: Vec<LastSent>,
        pub conflict: Option<Conflict>,
        pub pending: Option<Pending>,
    }

    /// A record to compare with another; it is not open.
    pub struct Card {
        pub title: String,
        pub facts: Facts,
        #[cfg_attr(test, ts(type = "{ [key in FieldName]?: Value }"))]
        pub values: BTreeMap<Field, Value>,
    }

    /// Someone else changed the record since it was loaded.
    #[derive(Default)]
    pub struct Conflict {
        /// Names the record as it is shown here; the decision says which it was made on.
        pub revision: u32,
        pub changed_at: Option<String>,
        /// Set where it was archived meanwhile.
        pub archived_at: Option<String>,
        pub rows: Vec<ConflictRow>,
    }

    pub struct ConflictRow {
        pub field: Field,
        pub key: Option<String>,
        pub base: Value,
        pub theirs: Value,
        /// Null where the person did not touch the field.
        pub mine: Option<Value>,
    }

    /// The exact request, its key masked.
    pub struct RequestPreview {
        pub method: String,
        pub url: String,
        pub headers: Vec<Pair>,
        pub body: String,
    }

    pub struct Reviewed {
        pub id: String,
        pub title: String,
        pub changes: Vec<Change>,
        pub problems: Vec<Problem>,
        pub notices: Vec<Notice>,
        /// Null where there is nothing that could be sent.
        pub request: Option<RequestPreview>,
        /// Quentli asked for a verification code for this draft.
        pub code_needed: bool,
        /// The record as it is now, where it moved on since the page was shown it. Nothing was reviewed then.
        pub moved: Option<Opened>,
        pub archived_at: Option<String>,
    }
}
