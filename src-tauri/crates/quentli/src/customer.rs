use std::{collections::BTreeMap, fmt};

use serde::{
    Deserialize, Deserializer, Serialize,
    de::{self, MapAccess, Visitor, value::MapAccessDeserializer},
};
use serde_json::{Map, Value};

use crate::Nullable;

/// An opaque identifier such as `cus_1234567890abcdefghij`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CustomerId(String);

impl CustomerId {
    /// Parses typed or pasted text; `None` if it cannot be one path segment of a URL: empty, or with
    /// white space, slashes, control or non-ASCII characters, `.` or `..`.
    pub fn parse(text: &str) -> Option<Self> {
        let id = text.trim();
        let fits = !id.is_empty()
            && id.len() <= 128
            && id
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.'))
            && !matches!(id, "." | "..");
        fits.then(|| Self(id.to_owned()))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CustomerId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A customer as the API returns it. Only `id` is guaranteed: the API is in beta, so a
/// missing property stays [`Nullable::Absent`] instead of becoming a made-up default.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Customer {
    pub id: CustomerId,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub created_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub updated_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub name: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub username: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub email: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub phone_number: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub secondary_phone_number: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub organization_id: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub archived_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub archived_by_id: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub accepted_service_agreement: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub skip_tax_invoice: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub email_verified: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub phone_number_verified: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub has_changed_password: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub signature_accepted_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub opted_out_whatsapp_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub opted_in_whatsapp_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub started_whatsapp_at: Nullable<String>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub reply_with_assistant: Nullable<bool>,
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub metadata: Nullable<Vec<MetadataEntry>>,
    /// A key whose value came as `null` is left out: in this map null means deleted.
    #[serde(
        default,
        skip_serializing_if = "Nullable::is_absent",
        deserialize_with = "values_as_text"
    )]
    pub meta: Nullable<BTreeMap<String, String>>,
    /// Properties that this client does not know, unchanged.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

/// One pair of a customer's custom data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataEntry {
    #[serde(deserialize_with = "key_or_object_with_name")]
    pub key: String,
    /// A number or yes/no is kept as its text, `null` as an empty one.
    #[serde(default, deserialize_with = "value_as_text")]
    pub value: String,
}

/// One recorded payload carries `key` as an object with `name` instead of a string.
fn key_or_object_with_name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    struct Key;

    impl<'de> Visitor<'de> for Key {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a key, or an object with its name")
        }

        fn visit_str<E: de::Error>(self, text: &str) -> Result<String, E> {
            Ok(text.to_owned())
        }

        fn visit_string<E: de::Error>(self, text: String) -> Result<String, E> {
            Ok(text)
        }

        fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<String, A::Error> {
            #[derive(Deserialize)]
            struct Object {
                name: String,
            }
            Object::deserialize(MapAccessDeserializer::new(map)).map(|object| object.name)
        }
    }

    // Without a buffer for either form: each family has several keys.
    deserializer.deserialize_any(Key)
}

fn value_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(text_of(Value::deserialize(deserializer)?).unwrap_or_default())
}

fn values_as_text<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<Nullable<BTreeMap<String, String>>, D::Error> {
    struct Texts(BTreeMap<String, String>);

    impl<'de> Deserialize<'de> for Texts {
        fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            deserializer.deserialize_map(OfMap)
        }
    }

    struct OfMap;

    impl<'de> Visitor<'de> for OfMap {
        type Value = Texts;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
            let mut texts = BTreeMap::new();
            while let Some((key, value)) = map.next_entry()? {
                match text_of(value) {
                    Some(text) => texts.insert(key, text),
                    None => texts.remove(&key),
                };
            }
            Ok(Texts(texts))
        }
    }

    let texts: Option<Texts> = Option::deserialize(deserializer)?;
    Ok(Nullable::from(texts.map(|texts| texts.0)))
}

fn text_of(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    }
}
