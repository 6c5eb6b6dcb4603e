//! What became of an update, for the page.

use serde::Serialize;

use super::{CommandError, Conflict, Field, Hit, Opened, Value, Verdict};

answers! {
    pub struct ResultRow {
        pub field: Field,
        pub key: Option<String>,
        pub before: Option<Value>,
        pub asked: Value,
        /// Null where Quentli never shows the field, or where nothing was read.
        pub held: Option<Value>,
        pub verdict: Verdict,
    }

    pub struct FieldRefusal {
        #[cfg_attr(test, ts(type = "FieldName | \"otp\""))]
        pub field: String,
        /// The server's own words.
        pub message: String,
    }

    /// Whether an update can be taken back.
    pub struct Undoable {
        pub possible: bool,
        /// What it wrote, or may have written, that cannot be put back.
        pub impossible: Vec<Field>,
    }

    /// A draft that takes an update back, to be reviewed.
    pub struct Undo {
        /// Null where another draft of the family is kept: nothing was done then.
        pub opened: Option<Opened>,
        /// What the draft does not put back.
        pub impossible: Vec<Field>,
    }

    /// An update whose outcome is not known, or was not looked at: the newest of its family.
    pub struct Pending {
        pub customer_id: String,
        pub name: Option<String>,
        pub started_at: String,
        pub state: PendingState,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum PendingState {
        /// On its way right now.
        Sending,
        Unknown,
        /// Unknown, and its details are under a keychain's key, while this session works without one.
        KeyUnused,
        /// Unknown, and its details are under a key that is not this keychain's, or no longer.
        KeyElsewhere,
        /// Unknown, and its details are under the key of a session that ended: lost for good.
        KeyGone,
        /// Unknown, and its details are damaged.
        Damaged,
        Applied,
        NotApplied,
        Different,
        Refused,
    }
}

/// How it is known that an update was applied.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Proof {
    /// The server's answer to the update.
    Answer,
    /// Read again after an answer that did not say.
    ReadBack { cause: CommandError },
    /// One of these two, by the journal.
    Recorded,
}

/// What reading back showed of an update that is still unknown.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Seen {
    Failed {
        error: CommandError,
    },
    /// Not what was sent, so far.
    NotYet,
    /// Only fields were sent that Quentli never shows.
    Hidden,
    /// Its details are under another key, as in [`PendingState`], so that nothing can be compared.
    KeyUnused,
    KeyElsewhere,
    KeyGone,
    /// Its details are damaged.
    Damaged,
}

/// What became of an update. Only `applied` says that it is done.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum Updated {
    Applied {
        title: String,
        rows: Vec<ResultRow>,
        at: String,
        proof: Proof,
    },
    /// The outcome was unknown; reading back showed the old values, late enough to be sure.
    NotApplied {
        title: String,
        rows: Vec<ResultRow>,
        at: String,
        cause: CommandError,
    },
    /// The record holds neither all that was sent nor all that was there before.
    Different {
        title: String,
        rows: Vec<ResultRow>,
        at: String,
        cause: CommandError,
    },
    Unknown {
        title: String,
        rows: Vec<ResultRow>,
        at: String,
        cause: CommandError,
        seen: Seen,
    },
    Refused {
        error: CommandError,
        /// It is certain that nothing changed. False where only fields were sent that Quentli never shows, or
        /// for a key that cannot read.
        confirmed: bool,
        fields: Vec<FieldRefusal>,
        /// The refusal speaks of a verification code, which can be offered.
        code_needed: bool,
        /// The family that already has the value, when it could be found.
        clash: Option<Hit>,
    },
    Conflict {
        conflict: Conflict,
    },
}

/// What became of an update, and which one it is.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UpdateReport {
    /// Null where the journal has none.
    #[cfg_attr(test, ts(type = "number | null"))]
    pub update: Option<i64>,
    /// Whether anything typed into this family is still kept.
    pub draft_kept: bool,
    /// It is shown as the journal has it; Quentli was not asked just now.
    pub recorded: bool,
    pub undo: Undoable,
    #[serde(flatten)]
    pub updated: Updated,
}
