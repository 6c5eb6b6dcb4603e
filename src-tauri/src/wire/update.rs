//! What became of an update, for the page.

use serde::Serialize;

use super::{CommandError, Conflict, Field, Hit, Pending, Value, Verdict};

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

    /// What reading back found of an update whose outcome nobody knew.
    pub struct Settled {
        pub update: Pending,
        pub updated: Updated,
    }
}

/// How it is known that an update was applied.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Proof {
    /// The server's answer to the update.
    Answer,
    /// Read again after an unknown outcome.
    ReadBack { cause: CommandError },
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
    /// The outcome was unknown; reading back showed the old values.
    NotApplied {
        title: String,
        rows: Vec<ResultRow>,
        at: String,
        cause: CommandError,
    },
    /// The outcome was unknown, and the record now holds something else.
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
        /// Why reading back did not settle it; null where it was read and still cannot be told.
        read_back: Option<CommandError>,
    },
    Refused {
        error: CommandError,
        fields: Vec<FieldRefusal>,
        /// The refusal speaks of a verification code.
        code_needed: bool,
        /// The family that already has the value, when it could be found.
        clash: Option<Hit>,
    },
    Conflict {
        conflict: Conflict,
    },
}
