use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value};

use crate::family::{Family, WRITE_ONLY};
use crate::options::{Options, Quirks};
use crate::refusal::Refusal;
use crate::rules;
use crate::secret::masked;
use crate::stamp::stamp;

/// Fields whose change can lock a family out.
const SENSITIVE: [&str; 4] = ["username", "password", "email", "phoneNumber"];

const UNIQUE: [(&str, &str); 3] = [
    ("username", "Username already in use"),
    ("email", "Email already in use"),
    ("phoneNumber", "Phone number already in use"),
];

/// Whether the data changes something that needs the code. A password always does: whether it is the
/// same cannot be known.
pub(crate) fn is_sensitive(family: &Family, data: &Map<String, Value>) -> bool {
    SENSITIVE.iter().any(|name| {
        data.get(*name)
            .is_some_and(|value| *name == "password" || family.fields.get(*name) != Some(value))
    })
}

/// Refuses values another customer already has.
pub(crate) fn check_unique(
    families: &[Family],
    own: &str,
    data: &Map<String, Value>,
    quirks: Quirks,
) -> Result<(), Refusal> {
    let form = |text: &str| {
        if quirks.loose_uniqueness {
            text.to_lowercase().replacen("+521", "+52", 1)
        } else {
            text.to_owned()
        }
    };
    for (field, message) in UNIQUE {
        let Some(wanted) = data.get(field).and_then(Value::as_str).map(form) else {
            continue;
        };
        let mut others = families.iter().filter(|family| family.id() != own);
        if others.any(|other| other.text(field).map(form).as_ref() == Some(&wanted)) {
            let status = if quirks.clash_is_conflict { 409 } else { 400 };
            return Err(Refusal::new(status, message));
        }
    }
    Ok(())
}

/// Applies an update that passed every check.
pub(crate) fn apply(
    family: &mut Family,
    data: &Map<String, Value>,
    now: Timestamp,
    options: &Options,
) {
    let quirks = options.quirks;
    let changed = |family: &Family, name| family.fields.get(name) != data.get(name);
    for (contact, verified) in [
        ("email", "emailVerified"),
        ("phoneNumber", "phoneNumberVerified"),
    ] {
        if quirks.change_unverifies && data.contains_key(contact) && changed(family, contact) {
            family.fields.insert(verified.to_owned(), false.into());
        }
    }
    for (name, value) in data {
        if WRITE_ONLY.contains(&name.as_str()) {
            let held = if name == "password" && !options.keep_secrets {
                masked(value)
            } else {
                value.clone()
            };
            family.write_only.insert(name.clone(), held);
        } else if name == "optedOutWhatsappAt" {
            let at = value.as_str().and_then(|text| text.parse().ok());
            family.fields.insert(name.clone(), at.map(stamp).into());
        } else if rules::is_plain(name) {
            family.fields.insert(name.clone(), value.clone());
        }
    }
    if let Some(signature) = data.get("signature") {
        let at = (!signature.is_null()).then(|| stamp(now));
        family
            .fields
            .insert("signatureAcceptedAt".to_owned(), at.into());
    }
    for entry in data
        .get("metadata")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
    {
        // An entry without a value asks for nothing; only null deletes.
        if let (Some(key), Some(value)) = (entry["key"].as_str(), entry.get("value")) {
            family.set_pair(key, value.as_str());
        }
    }
    for (key, value) in data
        .get("meta")
        .and_then(Value::as_object)
        .into_iter()
        .flatten()
    {
        family.set_pair(key, value.as_str().filter(|text| !text.is_empty()));
    }
    if !quirks.updated_at_stands_still {
        touch(family, now);
    }
}

/// Moves `updatedAt` to now, or a millisecond on where the clock has not moved.
pub(crate) fn touch(family: &mut Family, now: Timestamp) {
    let before = family
        .text("updatedAt")
        .and_then(|text| text.parse::<Timestamp>().ok());
    let next = before.map_or(now, |before| {
        now.max(before + SignedDuration::from_millis(1))
    });
    family
        .fields
        .insert("updatedAt".to_owned(), stamp(next).into());
}
