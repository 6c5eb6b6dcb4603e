//! What the sealed columns hold, as JSON. Every name here is the file's format: an installed Ficha has
//! to read it, so none may change without a migration. The column `base` of `drafts` alone is a record as Quentli gave it.

mod convert;
mod run;

use std::collections::BTreeMap;

use record::Field;
use serde::{Deserialize, Serialize};

pub(crate) use run::{InputRows, RunSource, Stopped};

/// The column `draft` of `drafts`.
#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Draft(BTreeMap<Key, Entry>);

#[derive(PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
struct Key(#[serde(with = "FieldName")] Field);

#[derive(Serialize, Deserialize)]
#[serde(remote = "Field")]
enum FieldName {
    #[serde(rename = "name")]
    Name,
    #[serde(rename = "username")]
    Username,
    #[serde(rename = "assigneeId")]
    AssigneeId,
    #[serde(rename = "tags")]
    Tags,
    #[serde(rename = "email")]
    Email,
    #[serde(rename = "phoneNumber")]
    PhoneNumber,
    #[serde(rename = "secondaryPhoneNumber")]
    SecondaryPhoneNumber,
    #[serde(rename = "emailVerified")]
    EmailVerified,
    #[serde(rename = "phoneNumberVerified")]
    PhoneNumberVerified,
    #[serde(rename = "optedOutWhatsappAt")]
    OptedOutWhatsappAt,
    #[serde(rename = "replyWithAssistant")]
    ReplyWithAssistant,
    #[serde(rename = "password")]
    Password,
    #[serde(rename = "hasChangedPassword")]
    HasChangedPassword,
    #[serde(rename = "skipTaxInvoice")]
    SkipTaxInvoice,
    #[serde(rename = "acceptedServiceAgreement")]
    AcceptedServiceAgreement,
    #[serde(rename = "tosIp")]
    TosIp,
    #[serde(rename = "signature")]
    Signature,
    #[serde(rename = "metadata")]
    Metadata,
    #[serde(rename = "meta")]
    Meta,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Entry {
    #[serde(rename = "clear")]
    Clear,
    #[serde(rename = "text")]
    Text {
        #[serde(rename = "text")]
        text: String,
        #[serde(rename = "exact", default)]
        exact: bool,
    },
    #[serde(rename = "flag")]
    Flag {
        #[serde(rename = "flag")]
        flag: bool,
    },
    #[serde(rename = "list")]
    List {
        #[serde(rename = "items")]
        items: Vec<String>,
    },
    #[serde(rename = "pairs")]
    Pairs {
        #[serde(rename = "rows")]
        rows: Vec<PairEntry>,
    },
}

#[derive(Serialize, Deserialize)]
struct PairEntry {
    #[serde(rename = "key")]
    key: String,
    #[serde(rename = "value")]
    value: String,
    #[serde(rename = "original")]
    original: Option<String>,
    #[serde(rename = "remove", default)]
    remove: bool,
}

/// The column `changes` of `updates`. For the lines of a run it holds what else is in the column `seen`, which is empty
/// then: one ciphertext is made in half the time of two.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Intended {
    Alone(Changes),
    Seen {
        #[serde(rename = "seen")]
        seen: Seen,
        #[serde(rename = "changes")]
        changes: Changes,
    },
}

#[derive(Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Changes(Vec<Change>);

#[derive(Serialize, Deserialize)]
struct Change {
    #[serde(rename = "field", with = "FieldName")]
    field: Field,
    #[serde(rename = "key")]
    key: Option<String>,
    #[serde(rename = "before")]
    before: Option<Value>,
    #[serde(rename = "after")]
    after: Value,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "kind")]
enum Value {
    #[serde(rename = "absent")]
    Absent,
    #[serde(rename = "null")]
    Null,
    #[serde(rename = "text")]
    Text {
        #[serde(rename = "text")]
        text: String,
    },
    #[serde(rename = "flag")]
    Flag {
        #[serde(rename = "flag")]
        flag: bool,
    },
    #[serde(rename = "list")]
    List {
        #[serde(rename = "items")]
        items: Vec<String>,
    },
    #[serde(rename = "pairs")]
    Pairs {
        #[serde(rename = "pairs")]
        pairs: Vec<Pair>,
    },
}

#[derive(Serialize, Deserialize)]
struct Pair {
    #[serde(rename = "key")]
    key: String,
    #[serde(rename = "value")]
    value: String,
}

/// The column `seen` of `updates`, which is null for a key that cannot read.
#[derive(Serialize, Deserialize)]
pub(crate) struct Seen {
    #[serde(rename = "name")]
    name: String,
    #[serde(rename = "updated_at")]
    updated_at: Option<String>,
}

/// The column `after` of `updates`.
#[derive(Serialize, Deserialize)]
pub(crate) struct After {
    #[serde(rename = "name")]
    name: String,
    #[serde(rename = "values")]
    values: Vec<Vec<Value>>,
}

/// The column `reason` of `updates`.
#[derive(Serialize, Deserialize)]
pub(crate) struct Reason {
    #[serde(rename = "status")]
    status: Option<u16>,
    #[serde(rename = "message")]
    message: String,
}

#[cfg(test)]
mod tests;
