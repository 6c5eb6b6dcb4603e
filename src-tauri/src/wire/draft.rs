//! Drafts by themselves, without their families.

use serde::Serialize;

use super::{Draft, Kept};

answers! {
    /// A draft of the connection in use.
    pub struct DraftLine {
        pub id: String,
        /// Names it among the drafts of its family; null where it is in memory alone.
        #[cfg_attr(test, ts(type = "number | null"))]
        pub key: Option<i64>,
        /// Null where nobody knows it.
        pub name: Option<String>,
        pub saved_at: Option<String>,
        pub kept: Kept,
        pub state: DraftState,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum DraftState {
        Readable,
        Damaged,
        /// Under a keychain's key, while this session works without one.
        KeyUnused,
        /// Under a key that is not this keychain's, or no longer.
        KeyElsewhere,
        /// Under the key of a session that ended.
        KeyGone,
    }

    /// A draft by itself, for a family that cannot be opened.
    pub struct KeptDraft {
        pub title: String,
        pub saved_at: Option<String>,
        pub draft: Draft,
    }
}
