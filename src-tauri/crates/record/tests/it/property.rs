use std::collections::BTreeMap;

use proptest::{option, prelude::*, sample::select};
use quentli::Customer;
use record::{Draft, Entry, Field, Kind, PairEntry, Value, check, patch, value_of};
use serde_json::{Value as Json, json};

use crate::{
    generate::{apply, at, draft, pairs, record},
    support::data,
};

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
    /// The expected patch is computed here from the two sides alone, independently of `check`.
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
