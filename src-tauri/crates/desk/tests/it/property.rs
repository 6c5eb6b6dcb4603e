use std::collections::BTreeMap;

use desk::{Change, Draft, Entry, Field, Kind, PairEntry, Value, check, patch, value_of};
use proptest::{collection::vec, option, prelude::*, sample::select};
use quentli::{Customer, CustomerPatch, MetadataEntry, Nullable};
use serde_json::{Value as Json, json};

use crate::support::{data, with};

fn name() -> impl Strategy<Value = String> {
    "[A-Za-zÁÉÍÓÚÑáéíóúñü' ]{0,12}[A-Za-zñ]"
}

fn phone() -> impl Strategy<Value = String> {
    prop_oneof![
        "[2-9][0-9]{9}",
        "\\+52[2-9][0-9]{9}",
        "\\+521[2-9][0-9]{9}",
        "[2-9][0-9] [0-9]{4} [0-9]{4}",
        "[0-9]{0,9}",
        Just(String::new()),
    ]
}

fn email() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,6}@[a-z]{2,6}\\.mx",
        "[a-z]{0,8}",
        Just(String::new())
    ]
}

fn pairs() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map("[A-D]", "[a-c0]{1,2}", 0..4)
}

fn record() -> impl Strategy<Value = Customer> {
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

fn text_entry(text: impl Strategy<Value = String>) -> impl Strategy<Value = Entry> {
    (text, any::<bool>()).prop_map(|(text, exact)| Entry::Text { text, exact })
}

fn row() -> impl Strategy<Value = PairEntry> {
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

fn entry() -> impl Strategy<Value = (Field, Entry)> {
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

fn draft() -> impl Strategy<Value = Draft> {
    vec(entry(), 0..8).prop_map(|entries| Draft {
        entries: entries.into_iter().collect(),
    })
}

/// What a server does with a patch, written down apart from the code under test.
fn apply(record: &Customer, patch: &CustomerPatch) -> Customer {
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

fn write_pair(pairs: &mut BTreeMap<String, String>, key: &str, value: &serde_json::Value) {
    match value.as_str() {
        Some(value) => pairs.insert(key.to_owned(), value.to_owned()),
        None => pairs.remove(key),
    };
}

/// What the record holds at the place of a change.
fn at(record: &Customer, change: &Change) -> Value {
    let Some(key) = &change.key else {
        return value_of(record, change.field);
    };
    let Value::Pairs { pairs } = value_of(record, change.field) else {
        return Value::Absent;
    };
    let pair = pairs.into_iter().find(|pair| pair.key == *key);
    pair.map_or(Value::Null, |pair| Value::text(pair.value))
}

proptest! {
    #[test]
    fn a_patch_holds_exactly_what_differs_and_leads_to_the_draft(record in record(), draft in draft()) {
        let checked = check(Some(&record), &draft);
        prop_assume!(checked.problems.is_empty());
        let patch = patch(&checked.changes);
        let after = apply(&record, &patch);

        for change in &checked.changes {
            prop_assert!(draft.entries.contains_key(&change.field), "only what was drafted");
            if change.field.spec().readable {
                prop_assert_ne!(&at(&record, change), &change.after, "only what differs");
                prop_assert_eq!(&at(&after, change), &change.after, "applied, it holds the draft");
            }
        }
        for spec in Field::ALL.iter().filter(|spec| spec.readable && spec.kind != Kind::Pairs) {
            if !checked.changes.iter().any(|change| change.field == spec.field) {
                prop_assert_eq!(value_of(&record, spec.field), value_of(&after, spec.field));
            }
        }
        let again = check(Some(&after), &settled(&draft, &after)).changes;
        let left: Vec<_> = again.iter().filter(|change| change.field.spec().readable).collect();
        prop_assert!(left.is_empty(), "nothing is left to send: {left:?}");
    }

    #[test]
    fn what_has_a_problem_is_never_in_the_patch(record in record(), draft in draft()) {
        let checked = check(Some(&record), &draft);
        for problem in checked.problems.iter().filter(|problem| problem.row.is_none()) {
            let both = checked.changes.iter().any(|change| Some(change.field) == problem.field);
            prop_assert!(!both || problem.field == Some(Field::Meta));
        }
    }
}

/// Values that need no tidying up, as Quentli would hold them.
fn clean_values(field: Field) -> Vec<Json> {
    use Field as F;
    match field {
        F::Name => vec![json!("Familia Núñez"), json!("Familia De la Cruz")],
        F::Username => vec![json!("0000128765"), json!("juan_perez_01")],
        F::AssigneeId => vec![json!("usr_1"), json!("usr_2"), Json::Null],
        F::Tags => vec![json!(["VIP", "Beca"]), json!([])],
        F::Email => vec![
            json!("ana@escuela.mx"),
            json!("luis@escuela.mx"),
            Json::Null,
        ],
        F::PhoneNumber | F::SecondaryPhoneNumber => {
            vec![json!("+525512345678"), json!("+528444191046"), Json::Null]
        }
        F::OptedOutWhatsappAt => vec![json!("2025-01-10T12:00:00.000Z"), Json::Null],
        F::ReplyWithAssistant => vec![json!(true), json!(false), Json::Null],
        F::Password => vec![json!("dos  palabras")],
        F::TosIp => vec![json!("203.0.113.7"), json!("2001:db8::1")],
        F::Signature => vec![json!("Ana Núñez"), Json::Null],
        F::EmailVerified
        | F::PhoneNumberVerified
        | F::HasChangedPassword
        | F::SkipTaxInvoice
        | F::AcceptedServiceAgreement => vec![json!(true), json!(false)],
        F::Metadata | F::Meta => Vec::new(),
    }
}

/// For each field but custom data: what the record holds, if anything, and what is wanted, if
/// anything.
fn plain_fields() -> impl Strategy<Value = Vec<(Field, Option<Json>, Option<Json>)>> {
    let plain = Field::ALL.iter().filter(|spec| spec.kind != Kind::Pairs);
    let fields: Vec<_> = plain
        .map(|spec| {
            let field = spec.field;
            let held = if spec.readable {
                option::of(select(clean_values(field))).boxed()
            } else {
                Just(None).boxed()
            };
            (Just(field), held, option::of(select(clean_values(field))))
        })
        .collect();
    fields
}

fn typed(value: &Json) -> Entry {
    match value {
        Json::Bool(flag) => Entry::Flag { flag: *flag },
        Json::String(text) => Entry::Text {
            text: text.clone(),
            exact: false,
        },
        Json::Array(items) => Entry::List {
            items: items
                .iter()
                .map(|item| item.as_str().unwrap().to_owned())
                .collect(),
        },
        _ => Entry::Clear,
    }
}

/// Which of the two homes answers and drafts use, and whether the answer shows it at all.
fn homes() -> impl Strategy<Value = (bool, bool, Field)> {
    (
        any::<bool>(),
        any::<bool>(),
        prop_oneof![Just(Field::Metadata), Just(Field::Meta)],
    )
}

proptest! {
    /// What should go out is worked out here from the two sides alone, not by the code under test.
    #[test]
    fn exactly_what_differs_goes_out_for_every_field(
        plain in plain_fields(), stored in pairs(), wanted in option::of(pairs()),
        (in_metadata, in_meta, home) in homes(),
    ) {
        let mut record = serde_json::Map::from_iter([("id".to_owned(), json!("cus_1"))]);
        let mut draft = Draft::default();
        let mut expected = BTreeMap::new();
        for (field, held, wanted) in &plain {
            let name = field.spec().api_name;
            if let Some(held) = held {
                record.insert(name.to_owned(), held.clone());
            }
            if let Some(wanted) = wanted {
                draft.entries.insert(*field, typed(wanted));
                if held.as_ref() != Some(wanted) {
                    expected.insert(name.to_owned(), wanted.clone());
                }
            }
        }
        let list = |pairs: &BTreeMap<String, String>| -> Vec<Json> {
            pairs.iter().map(|(key, value)| json!({ "key": key, "value": value })).collect()
        };
        if in_metadata {
            record.insert("metadata".to_owned(), json!(list(&stored)));
        }
        if in_meta {
            record.insert("meta".to_owned(), json!(stored));
        }
        let stored = if in_metadata || in_meta { stored } else { BTreeMap::new() };
        if let Some(wanted) = &wanted {
            let kept = stored.iter().map(|(key, value)| PairEntry {
                key: key.clone(),
                value: wanted.get(key).unwrap_or(value).clone(),
                original: Some(key.clone()),
                remove: !wanted.contains_key(key),
            });
            let new = wanted.iter().filter(|(key, _)| !stored.contains_key(*key)).map(|(key, value)| PairEntry {
                key: key.clone(),
                value: value.clone(),
                original: None,
                remove: false,
            });
            draft.entries.insert(home, Entry::Pairs { rows: kept.chain(new).collect() });
            let gone = stored.keys().filter(|key| !wanted.contains_key(*key));
            let differs: BTreeMap<&String, Option<&String>> = wanted
                .iter()
                .filter(|(key, value)| stored.get(*key) != Some(*value))
                .map(|(key, value)| (key, Some(value)))
                .chain(gone.map(|key| (key, None)))
                .collect();
            if !differs.is_empty() {
                expected.insert(home.spec().api_name.to_owned(), json!(differs));
            }
        }
        let record: Customer = serde_json::from_value(record.into()).unwrap();
        let mut sent: BTreeMap<String, Json> =
            serde_json::from_value(data(&record, &draft)).unwrap();
        if let Some(Json::Array(entries)) = sent.get("metadata") {
            let by_key: BTreeMap<&str, &Json> = entries
                .iter()
                .map(|entry| (entry["key"].as_str().unwrap(), &entry["value"]))
                .collect();
            sent.insert("metadata".to_owned(), json!(by_key));
        }
        prop_assert_eq!(sent, expected);
    }
}

/// The draft as the form shows it once the record was loaded again: rows that were removed are
/// gone, the others carry their keys.
fn settled(draft: &Draft, after: &Customer) -> Draft {
    let mut settled = draft.clone();
    let Value::Pairs { pairs } = value_of(after, Field::Metadata) else {
        return settled;
    };
    for field in [Field::Metadata, Field::Meta] {
        if let Some(Entry::Pairs { rows }) = settled.entries.get_mut(&field) {
            rows.retain(|row| !row.remove);
            for row in rows {
                let key = row.key.split_whitespace().collect::<Vec<_>>().join(" ");
                row.original = pairs
                    .iter()
                    .find(|pair| pair.key == key)
                    .map(|pair| pair.key.clone());
            }
        }
    }
    settled
}
