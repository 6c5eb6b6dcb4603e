//! Made-up records and drafts, and a server that applies patches.

use std::collections::BTreeMap;

use proptest::{collection::vec, option, prelude::*, sample::select};
use quentli::{Customer, CustomerPatch, MetadataEntry, Nullable};
use record::{Change, Draft, Entry, Field, PairEntry, Value, value_of};
use serde_json::json;

use crate::support::with;

pub(crate) fn name() -> impl Strategy<Value = String> {
    "[A-Za-zÁÉÍÓÚÑáéíóúñü' ]{0,12}[A-Za-zñ]"
}

pub(crate) fn phone() -> impl Strategy<Value = String> {
    prop_oneof![
        "[2-9][0-9]{9}",
        "\\+52[2-9][0-9]{9}",
        "\\+521[2-9][0-9]{9}",
        "[2-9][0-9] [0-9]{4} [0-9]{4}",
        "[0-9]{0,9}",
        Just(String::new()),
    ]
}

pub(crate) fn email() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}@[a-z]{2,6}\\.mx",
        "[a-z]{0,8}",
        Just(String::new())
    ]
}

pub(crate) fn pairs() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map("[A-D]", "[a-c0]{1,2}", 0..4)
}

pub(crate) fn record() -> impl Strategy<Value = Customer> {
    let texts = (
        name(),
        option::of(email()),
        option::of(phone()),
        option::of(phone()),
    );
    (texts, pairs(), any::<(bool, bool)>(), option::of(any::<bool>())).prop_map(
        |((name, email, first, second), pairs, (verified, skip), reply)| {
            let metadata: Vec<_> =
                pairs.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect();
            with(json!({
                "name": name, "email": email, "phoneNumber": first, "secondaryPhoneNumber": second,
                "metadata": metadata, "meta": pairs, "emailVerified": verified,
                "skipTaxInvoice": skip, "replyWithAssistant": reply,
            }))
        },
    )
}

pub(crate) fn text_entry(text: impl Strategy<Value = String>) -> impl Strategy<Value = Entry> {
    (text, any::<bool>()).prop_map(|(text, exact)| Entry::Text { text, exact })
}

pub(crate) fn row() -> impl Strategy<Value = PairEntry> {
    (
        option::of("[A-D]"),
        "[A-E ]?",
        "[a-c0 ]{0,2}",
        any::<bool>(),
    )
        .prop_map(|(original, key, value, remove)| PairEntry {
            key,
            value,
            original,
            remove,
        })
}

pub(crate) fn entry() -> impl Strategy<Value = (Field, Entry)> {
    use Field as F;
    let flags = prop_oneof![Just(F::EmailVerified), Just(F::SkipTaxInvoice)];
    let phones = prop_oneof![Just(F::PhoneNumber), Just(F::SecondaryPhoneNumber)];
    prop_oneof![
        text_entry(name()).prop_map(|entry| (F::Name, entry)),
        text_entry(email()).prop_map(|entry| (F::Email, entry)),
        (phones, text_entry(phone())),
        (flags, any::<bool>().prop_map(|flag| Entry::Flag { flag })),
        option::of(any::<bool>()).prop_map(|choice| {
            (
                F::ReplyWithAssistant,
                choice.map_or(Entry::Clear, |flag| Entry::Flag { flag }),
            )
        }),
        vec("[a-c ]{0,3}", 0..3).prop_map(|items| (F::Tags, Entry::List { items })),
        Just((F::Email, Entry::Clear)),
        prop_oneof![Just(F::Metadata), Just(F::Meta)].prop_flat_map(
            |field| vec(row(), 0..4).prop_map(move |rows| (field, Entry::Pairs { rows }))
        ),
    ]
}

pub(crate) fn draft() -> impl Strategy<Value = Draft> {
    vec(entry(), 0..8).prop_map(|entries| Draft {
        entries: entries.into_iter().collect(),
    })
}

/// What a server does with a patch, independently of the code under test.
pub(crate) fn apply(record: &Customer, patch: &CustomerPatch) -> Customer {
    let mut after = serde_json::to_value(record).unwrap();
    let data = serde_json::to_value(patch).unwrap();
    let mut pairs: BTreeMap<String, String> = record
        .metadata
        .value()
        .into_iter()
        .flatten()
        .map(|entry| (entry.key.clone(), entry.value.clone()))
        .collect();
    for (field, value) in data.as_object().unwrap() {
        match field.as_str() {
            "metadata" => {
                for entry in value.as_array().unwrap() {
                    write_pair(&mut pairs, entry["key"].as_str().unwrap(), &entry["value"]);
                }
            }
            "meta" => {
                for (key, value) in value.as_object().unwrap() {
                    write_pair(&mut pairs, key, value);
                }
            }
            "tags" => {}
            _ => after[field] = value.clone(),
        }
    }
    let mut after: Customer = serde_json::from_value(after).unwrap();
    let entry = |(key, value): (&String, &String)| MetadataEntry {
        key: key.clone(),
        value: value.clone(),
    };
    after.metadata = Nullable::Value(pairs.iter().map(entry).collect());
    after.meta = Nullable::Value(pairs);
    after
}

pub(crate) fn write_pair(
    pairs: &mut BTreeMap<String, String>,
    key: &str,
    value: &serde_json::Value,
) {
    match value.as_str() {
        Some(value) => pairs.insert(key.to_owned(), value.to_owned()),
        None => pairs.remove(key),
    };
}

/// What the record holds at the place of a change.
pub(crate) fn at(record: &Customer, change: &Change) -> Value {
    let Some(key) = &change.key else {
        return value_of(record, change.field);
    };
    let Value::Pairs { pairs } = value_of(record, change.field) else {
        return Value::Absent;
    };
    let pair = pairs.into_iter().find(|pair| pair.key == *key);
    pair.map_or(Value::Null, |pair| Value::text(pair.value))
}

/// Text as it is found in real records: line breaks, tabs, decomposed accents, invisible and
/// damaged characters.
pub(crate) fn odd_text() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "a", "Ñ", "n\u{303}", " ", "  ", "\n", "\r\n", "\r", "\t", "\u{200B}", "\u{FEFF}",
        "\u{FFFD}", "\u{7}", "\u{85}", "\u{2028}", "\u{202E}", "S/N", "@", "?", "0",
    ];
    vec(select(PIECES), 0..6).prop_map(|pieces| pieces.concat())
}

/// A family whose texts are all odd, with keys that may repeat.
pub(crate) fn odd_record() -> impl Strategy<Value = Customer> {
    let texts = vec(option::of(odd_text()), 6);
    let pair = (prop_oneof![odd_text(), "[AB]"], odd_text());
    (texts, vec(pair, 0..5)).prop_map(|(texts, pairs)| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }))
            .collect();
        with(json!({
            "name": texts[0], "username": texts[1], "email": texts[2], "phoneNumber": texts[3],
            "secondaryPhoneNumber": texts[4], "optedOutWhatsappAt": texts[5], "metadata": pairs,
            "meta": null,
        }))
    })
}

/// A record where keys may repeat, close enough to another of its kind to collide with it.
pub(crate) fn repeating() -> impl Strategy<Value = Customer> {
    vec(("[A-C]", "[ab]"), 0..5).prop_map(|pairs| {
        let pairs: Vec<_> = pairs
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }))
            .collect();
        with(json!({ "metadata": pairs, "meta": null }))
    })
}

pub(crate) fn metadata_of(record: &Customer) -> BTreeMap<String, String> {
    match value_of(record, Field::Metadata) {
        Value::Pairs { pairs } => pairs
            .into_iter()
            .map(|pair| (pair.key, pair.value))
            .collect(),
        _ => BTreeMap::new(),
    }
}

/// The rows of the form, one per stored pair, some of them edited, renamed, removed or half typed,
/// and some added.
pub(crate) fn rows_of(record: &Customer) -> impl Strategy<Value = Vec<PairEntry>> + use<> {
    let loaded: Vec<_> = match value_of(record, Field::Metadata) {
        Value::Pairs { pairs } => pairs,
        _ => Vec::new(),
    };
    let loaded: Vec<_> = loaded
        .into_iter()
        .map(|pair| {
            let (key, value) = (pair.key.clone(), pair.value.clone());
            let edits = prop_oneof![
                3 => Just((pair.key.clone(), pair.value.clone(), false)),
                2 => "[ab0\u{7} ]{0,2}".prop_map(move |value| (key.clone(), value, false)),
                1 => "[A-E]?".prop_map(move |key| (key, value.clone(), false)),
                1 => ("[A-E]", "[ab]").prop_map(|(key, value)| (key, value, false)),
                1 => Just((pair.key.clone(), pair.value.clone(), true)),
            ];
            edits.prop_map(move |(key, value, remove)| PairEntry {
                key,
                value,
                original: Some(pair.key.clone()),
                remove,
            })
        })
        .collect();
    let added = ("[A-F ]?", "[ab0\u{7} ]{0,2}").prop_map(|(key, value)| PairEntry {
        key,
        value,
        original: None,
        remove: false,
    });
    (loaded, vec(added, 0..3)).prop_map(|(loaded, added)| [loaded, added].concat())
}

/// A record, and a draft whose custom data is the form's.
pub(crate) fn filled_form() -> impl Strategy<Value = (Customer, Draft)> {
    (record(), draft()).prop_flat_map(|(record, draft)| {
        let rows = rows_of(&record);
        let home = prop_oneof![3 => Just(Field::Metadata), 1 => Just(Field::Meta)];
        (Just(record), Just(draft), option::of((home, rows))).prop_map(
            |(record, mut draft, rows)| {
                draft.entries.remove(&Field::Metadata);
                draft.entries.remove(&Field::Meta);
                let rows = rows.map(|(home, rows)| (home, Entry::Pairs { rows }));
                draft.entries.extend(rows);
                (record, draft)
            },
        )
    })
}

/// Theirs is base with a few changes, so that some drafts collide with them and some do not.
pub(crate) fn moved() -> impl Strategy<Value = (Customer, Customer, Draft)> {
    let changed = vec(any::<prop::sample::Index>(), 0..7);
    (filled_form(), record(), changed).prop_map(|((base, draft), other, changed)| {
        let mut theirs = base.clone();
        for index in changed {
            match index.index(7) {
                0 => theirs.name.clone_from(&other.name),
                1 => theirs.email.clone_from(&other.email),
                2 => theirs.phone_number.clone_from(&other.phone_number),
                3 => theirs.skip_tax_invoice = other.skip_tax_invoice,
                _ => exchange_pair(&mut theirs, &other, index.index(5)),
            }
        }
        (base, theirs, draft)
    })
}

/// Theirs is an unrelated record.
pub(crate) fn replaced() -> impl Strategy<Value = (Customer, Customer, Draft)> {
    (filled_form(), record()).prop_map(|((base, draft), theirs)| (base, theirs, draft))
}

/// Makes one key of `theirs` what it is in `other`: changed, added, or gone.
fn exchange_pair(theirs: &mut Customer, other: &Customer, key: usize) {
    let key = ["A", "B", "C", "D", "E"][key];
    let mut pairs = metadata_of(theirs);
    match metadata_of(other).remove(key) {
        Some(value) => pairs.insert(key.to_owned(), value),
        None => pairs.remove(key),
    };
    let entry = |(key, value): (&String, &String)| MetadataEntry {
        key: key.clone(),
        value: value.clone(),
    };
    theirs.metadata = Nullable::Value(pairs.iter().map(entry).collect());
    theirs.meta = Nullable::Value(pairs);
}

/// A form on a record where keys may repeat.
pub(crate) fn repeating_form() -> impl Strategy<Value = (Customer, Draft)> {
    repeating().prop_flat_map(|record| {
        let entries = rows_of(&record);
        (Just(record), entries).prop_map(|(record, rows)| {
            let entry = (Field::Metadata, Entry::Pairs { rows });
            let entries = [entry].into_iter().collect();
            (record, Draft { entries })
        })
    })
}
