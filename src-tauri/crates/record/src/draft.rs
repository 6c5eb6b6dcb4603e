use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::Field;

/// The changes a person wants, as typed. A field without an entry is left unchanged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "ts",
    derive(ts_rs::TS),
    ts(type = "{ [key in FieldName]?: Entry }")
)]
#[serde(transparent)]
pub struct Draft {
    pub entries: BTreeMap<Field, Entry>,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Entry {
    Clear,
    Text {
        text: String,
        /// Also rewrite a phone that is the same number in another form (`+521…` to `+52…`).
        #[serde(default)]
        exact: bool,
    },
    Flag {
        flag: bool,
    },
    List {
        items: Vec<String>,
    },
    Pairs {
        rows: Vec<PairEntry>,
    },
}

/// One row of custom data as edited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PairEntry {
    pub key: String,
    pub value: String,
    /// The key the row was loaded under; `None` for a new row.
    pub original: Option<String>,
    #[serde(default)]
    pub remove: bool,
}

impl Draft {
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The part that may be kept on disk: everything but a password.
    #[must_use]
    pub fn without_password(&self) -> Self {
        let mut kept = self.clone();
        kept.entries.remove(&Field::Password);
        kept
    }
}

impl std::fmt::Debug for Entry {
    /// Prints the kind only: what was typed may be a password, and is personal in any case.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Clear => "Clear",
            Self::Text { .. } => "Text(…)",
            Self::Flag { .. } => "Flag(…)",
            Self::List { .. } => "List(…)",
            Self::Pairs { .. } => "Pairs(…)",
        })
    }
}
