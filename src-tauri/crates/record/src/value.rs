use quentli::{Customer, Nullable};
use serde::{Deserialize, Serialize};

use crate::Field;

/// What a field holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Value {
    /// The server's answer does not carry the field.
    Absent,
    Null,
    Text {
        text: String,
    },
    Flag {
        flag: bool,
    },
    List {
        items: Vec<String>,
    },
    Pairs {
        pairs: Vec<Pair>,
    },
}

/// One pair of a customer's custom data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Pair {
    pub key: String,
    pub value: String,
}

impl Value {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    pub fn flag(flag: bool) -> Self {
        Self::Flag { flag }
    }

    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text { text } => Some(text),
            Self::Absent
            | Self::Null
            | Self::Flag { .. }
            | Self::List { .. }
            | Self::Pairs { .. } => None,
        }
    }
}

/// What `customer` holds in `field`; write-only fields are always [`Value::Absent`].
///
/// `metadata` and `meta` are two views of the same pairs, so both give all of them; an answer may
/// carry neither, and then the pairs are unknown.
pub fn value_of(customer: &Customer, field: Field) -> Value {
    if let Some(value) = stored_text(customer, field) {
        return text(value);
    }
    match field {
        Field::EmailVerified => flag(&customer.email_verified),
        Field::PhoneNumberVerified => flag(&customer.phone_number_verified),
        Field::ReplyWithAssistant => flag(&customer.reply_with_assistant),
        Field::HasChangedPassword => flag(&customer.has_changed_password),
        Field::SkipTaxInvoice => flag(&customer.skip_tax_invoice),
        Field::AcceptedServiceAgreement => flag(&customer.accepted_service_agreement),
        Field::Metadata | Field::Meta => match (&customer.metadata, &customer.meta) {
            (Nullable::Absent, Nullable::Absent) => Value::Absent,
            _ => Value::Pairs {
                pairs: pairs(customer),
            },
        },
        // No answer carries the others.
        _ => Value::Absent,
    }
}

/// The text that `customer` holds in a field of texts, as [`value_of`] gives it.
pub(crate) fn text_of(customer: &Customer, field: Field) -> Option<&str> {
    stored_text(customer, field)?.value().map(String::as_str)
}

/// What the answer carries for a field of texts.
fn stored_text(customer: &Customer, field: Field) -> Option<&Nullable<String>> {
    Some(match field {
        Field::Name => &customer.name,
        Field::Username => &customer.username,
        Field::Email => &customer.email,
        Field::PhoneNumber => &customer.phone_number,
        Field::SecondaryPhoneNumber => &customer.secondary_phone_number,
        Field::OptedOutWhatsappAt => &customer.opted_out_whatsapp_at,
        Field::PhoneNumberVerified
        | Field::EmailVerified
        | Field::AssigneeId
        | Field::Tags
        | Field::ReplyWithAssistant
        | Field::Password
        | Field::HasChangedPassword
        | Field::SkipTaxInvoice
        | Field::AcceptedServiceAgreement
        | Field::TosIp
        | Field::Signature
        | Field::Metadata
        | Field::Meta => return None,
    })
}

fn text(value: &Nullable<String>) -> Value {
    match value {
        Nullable::Absent => Value::Absent,
        Nullable::Null => Value::Null,
        Nullable::Value(text) => Value::text(text),
    }
}

fn flag(value: &Nullable<bool>) -> Value {
    match value {
        Nullable::Absent => Value::Absent,
        Nullable::Null => Value::Null,
        Nullable::Value(flag) => Value::flag(*flag),
    }
}

fn pairs(customer: &Customer) -> Vec<Pair> {
    let mut pairs: Vec<Pair> = customer
        .metadata
        .value()
        .into_iter()
        .flatten()
        .map(|entry| Pair {
            key: entry.key.clone(),
            value: entry.value.clone(),
        })
        .collect();
    for (key, value) in customer.meta.value().into_iter().flatten() {
        if !pairs.iter().any(|pair| pair.key == *key) {
            pairs.push(Pair {
                key: key.clone(),
                value: value.clone(),
            });
        }
    }
    pairs
}
