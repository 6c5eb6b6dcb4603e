use std::{collections::BTreeMap, fmt, io};

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::Nullable;

/// What `PATCH /v1/customers/{id}` may change (`UpdateCustomerData` in the API's contract).
/// A property that is absent is left as it is on the server.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CustomerPatch {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub assignee_id: Nullable<String>,
    /// Assumed to replace the whole list; the API does not document whether it merges.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tags: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub email: Nullable<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub phone_number: Nullable<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub secondary_phone_number: Nullable<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email_verified: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number_verified: Option<bool>,
    /// ISO 8601, for instance `2025-01-10T12:00:00.000Z`.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub opted_out_whatsapp_at: Nullable<String>,
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub reply_with_assistant: Nullable<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Password>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub has_changed_password: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skip_tax_invoice: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accepted_service_agreement: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tos_ip: Option<String>,
    /// Base64 or a URL.
    #[serde(skip_serializing_if = "Nullable::is_absent")]
    pub signature: Nullable<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub metadata: Vec<MetadataChange>,
    /// `None` deletes the key.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub meta: BTreeMap<String, Option<String>>,
}

impl CustomerPatch {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// One pair to write; a `None` value deletes the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MetadataChange {
    pub key: String,
    pub value: Option<String>,
}

/// A family's new portal password: can be sent, never printed, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Password(Zeroizing<String>);

impl Password {
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

/// One update: the patch and, if Quentli asked for one, the verification code.
#[derive(Clone, PartialEq)]
pub struct Update {
    pub patch: CustomerPatch,
    pub otp: Option<String>,
}

impl Update {
    /// Wiped once the attempt is over: it may hold a password and a code.
    pub(crate) fn body(&self) -> serde_json::Result<Bytes> {
        // Just large enough: growing would leave copies behind.
        let mut length = Length(0);
        serde_json::to_writer(&mut length, self)?;
        let mut text = Zeroizing::new(Vec::with_capacity(length.0));
        serde_json::to_writer(&mut *text, self)?;
        Ok(Bytes::from_owner(text))
    }
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update")
            .field("patch", &self.patch)
            .field("otp", &self.otp.as_ref().map(|_| "…"))
            .finish()
    }
}

impl Serialize for Update {
    /// The request's body: `{"input":{"data":{…},"otp":"…"}}`.
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Body<'a> {
            input: Input<'a>,
        }
        #[derive(Serialize)]
        struct Input<'a> {
            data: &'a CustomerPatch,
            #[serde(skip_serializing_if = "Option::is_none")]
            otp: Option<&'a str>,
        }
        let input = Input {
            data: &self.patch,
            otp: self.otp.as_deref(),
        };
        Body { input }.serialize(serializer)
    }
}

/// Counts what is written.
struct Length(usize);

impl io::Write for Length {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
