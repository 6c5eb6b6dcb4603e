//! A sample family and its drafts. The tests of `desk` compile this file too.

use quentli::Customer;
use record::{Draft, Entry, Field};
use serde_json::{Value as Json, json};

/// A made-up family with something in every readable field.
pub(crate) fn family() -> Customer {
    with(json!({}))
}

/// The same family with some properties replaced.
pub(crate) fn with(changes: Json) -> Customer {
    let mut family = json!({
        "id": "cus_1234567890abcdefghij",
        "createdAt": "2025-01-10T12:00:00.000Z",
        "updatedAt": "2025-02-01T08:30:00.000Z",
        "name": "Familia Núñez Pérez",
        "username": "0000128765",
        "email": "ana@escuela.mx",
        "phoneNumber": "+525512345678",
        "secondaryPhoneNumber": null,
        "organizationId": "org_1",
        "archivedAt": null,
        "acceptedServiceAgreement": true,
        "skipTaxInvoice": false,
        "emailVerified": true,
        "phoneNumberVerified": false,
        "hasChangedPassword": false,
        "optedOutWhatsappAt": null,
        "replyWithAssistant": null,
        "metadata": [
            { "key": "Folio de beca", "value": "0042" },
            { "key": "Nivel", "value": "Primaria" },
        ],
        "meta": { "Folio de beca": "0042", "Nivel": "Primaria" },
    });
    let Json::Object(changes) = changes else {
        panic!("properties expected")
    };
    family.as_object_mut().unwrap().extend(changes);
    serde_json::from_value(family).unwrap()
}

pub(crate) fn text(text: &str) -> Entry {
    Entry::Text {
        text: text.to_owned(),
        exact: false,
    }
}

pub(crate) fn draft(entries: impl IntoIterator<Item = (Field, Entry)>) -> Draft {
    Draft {
        entries: entries.into_iter().collect(),
    }
}
