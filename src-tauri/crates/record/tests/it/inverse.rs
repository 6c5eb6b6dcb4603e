use proptest::prelude::*;
use quentli::Customer;
use record::{
    Change, Draft, Entry, Field, Held, Kind, Value, can_undo, check, conflict, held, inverse,
    patch, value_of,
};
use serde_json::json;

use crate::{
    generate::{apply, at, draft as any_draft, filled_form, record, repeating_form},
    support::{draft, family, row, text, with},
};

/// A record, what `draft` makes of it, and the outcome of that update.
fn updated(record: &Customer, draft: &Draft) -> (Customer, Vec<Held>) {
    let changes = check(Some(record), draft).changes;
    let after = apply(record, &patch(&changes));
    let rows = held(&changes, &after);
    (after, rows)
}

/// What undoing sends.
fn undone(after: &Customer, rows: &[Held]) -> serde_json::Value {
    let inverse = inverse(rows, after);
    let checked = check(Some(after), &inverse.draft);
    assert_eq!(checked.problems, []);
    serde_json::to_value(patch(&checked.changes)).unwrap()
}

fn comes_back(record: &Customer, draft: &Draft) -> Result<(), TestCaseError> {
    let checked = check(Some(record), draft);
    prop_assume!(checked.problems.is_empty());
    let (after, rows) = updated(record, draft);
    let inverse = inverse(&rows, &after);
    let undo = check(Some(&after), &inverse.draft);
    prop_assert_eq!(&undo.problems, &[], "an inverse can always be sent");
    let restored = apply(&after, &patch(&undo.changes));
    for change in &checked.changes {
        if inverse.impossible.contains(&change.field) {
            continue;
        }
        prop_assert!(
            change.field.spec().readable,
            "write-only: {:?}",
            change.field
        );
        let (was, now) = (at(record, change), at(&restored, change));
        prop_assert!(
            is_back(change, &was, &now),
            "{:?}: {:?} is {:?}",
            change,
            was,
            now
        );
    }
    for spec in Field::ALL
        .iter()
        .filter(|spec| spec.readable && spec.kind != Kind::Pairs)
    {
        if !checked
            .changes
            .iter()
            .any(|change| change.field == spec.field)
        {
            let (was, now) = (
                value_of(record, spec.field),
                value_of(&restored, spec.field),
            );
            prop_assert_eq!(was, now, "nothing else is touched");
        }
    }
    Ok(())
}

/// Ficha sends phones in one form and no empty texts.
fn is_back(change: &Change, was: &Value, now: &Value) -> bool {
    let digits = |value: &Value| {
        let digits = value.as_text().unwrap_or_default().chars().rev();
        let digits = digits.filter(char::is_ascii_digit).take(10);
        digits.collect::<String>()
    };
    let is_empty = |value: &Value| value.as_text().unwrap_or_default().trim().is_empty();
    let nullable = change.key.is_none() && change.field.spec().nullable;
    was == now
        || (change.field.spec().kind == Kind::Phone && digits(was) == digits(now))
        || (nullable && is_empty(was) && is_empty(now))
}

proptest! {
    #[test]
    fn an_update_and_its_inverse_give_the_record_before((record, draft) in filled_form()) {
        comes_back(&record, &draft)?;
    }

    #[test]
    fn so_does_any_draft(record in record(), draft in any_draft()) {
        comes_back(&record, &draft)?;
    }

    #[test]
    fn an_inverse_of_repeated_keys_can_be_sent((record, draft) in repeating_form()) {
        let (after, rows) = updated(&record, &draft);
        let inverse = inverse(&rows, &after);
        prop_assert_eq!(check(Some(&after), &inverse.draft).problems, []);
    }

    /// A base that equals the record as it is shows that nobody changed it since.
    #[test]
    fn the_base_is_the_record_where_nobody_else_changed_it((record, draft) in filled_form()) {
        let (after, rows) = updated(&record, &draft);
        let inverse = inverse(&rows, &after);
        prop_assert_eq!(conflict(&inverse.base, &after, &inverse.draft).rows, []);
    }
}

#[test]
fn a_changed_phone_goes_back() {
    let change = draft([(Field::PhoneNumber, text("55 9999 0000"))]);
    let (after, rows) = updated(&family(), &change);
    assert_eq!(
        undone(&after, &rows),
        json!({ "phoneNumber": "+525512345678" })
    );
}

#[test]
fn a_field_that_was_empty_is_cleared_again() {
    let change = draft([(Field::SecondaryPhoneNumber, text("55 9999 0000"))]);
    let (after, rows) = updated(&family(), &change);
    assert_eq!(
        undone(&after, &rows),
        json!({ "secondaryPhoneNumber": null })
    );
}

#[test]
fn an_added_pair_is_removed_a_removed_one_added_a_renamed_one_gets_its_key_back() {
    let rows = vec![
        row(None, "Ruta", "7"),
        row(Some("Nivel"), "Grado", "Primaria"),
        record::PairEntry {
            remove: true,
            ..row(Some("Folio de beca"), "Folio de beca", "0042")
        },
    ];
    let change = draft([(Field::Metadata, Entry::Pairs { rows })]);
    let (after, rows) = updated(&family(), &change);
    let mut sent = undone(&after, &rows)["metadata"]
        .as_array()
        .unwrap()
        .clone();
    sent.sort_by_key(|entry| entry["key"].as_str().unwrap().to_owned());
    let expected = json!([
        { "key": "Folio de beca", "value": "0042" },
        { "key": "Grado", "value": null },
        { "key": "Nivel", "value": "Primaria" },
        { "key": "Ruta", "value": null },
    ]);
    assert_eq!(json!(sent), expected);
}

#[test]
fn what_quentli_never_shows_is_named_as_impossible() {
    let change = draft([
        (Field::Password, text("una nueva")),
        (Field::Signature, text("Ana")),
        (Field::Name, text("Familia Núñez")),
    ]);
    let (after, rows) = updated(&family(), &change);
    let inverse = inverse(&rows, &after);
    assert_eq!(inverse.impossible, [Field::Password, Field::Signature]);
    assert_eq!(
        undone(&after, &rows),
        json!({ "name": "Familia Núñez Pérez" })
    );
}

#[test]
fn what_the_rules_of_the_form_refuse_is_impossible_and_blocks_nothing_else() {
    let odd = with(json!({ "phoneNumber": "S/N", "name": "Familia  N" }));
    let change = draft([
        (Field::PhoneNumber, text("55 9999 0000")),
        (Field::SkipTaxInvoice, Entry::Flag { flag: true }),
    ]);
    let (after, rows) = updated(&odd, &change);
    assert_eq!(inverse(&rows, &after).impossible, [Field::PhoneNumber]);
    assert_eq!(rows.iter().map(can_undo).collect::<Vec<_>>(), [false, true]);
    assert_eq!(undone(&after, &rows), json!({ "skipTaxInvoice": false }));
}

#[test]
fn a_flag_that_was_unset_cannot_be_unset_again() {
    let odd = with(json!({ "emailVerified": null }));
    let change = draft([(Field::EmailVerified, Entry::Flag { flag: true })]);
    let (after, rows) = updated(&odd, &change);
    let inverse = inverse(&rows, &after);
    assert_eq!(inverse.impossible, [Field::EmailVerified]);
    assert!(inverse.draft.is_empty());
    assert!(!can_undo(&rows[0]));
}

#[test]
fn only_what_the_update_wrote_is_undone() {
    let change = draft([
        (Field::Name, text("Familia Otra")),
        (Field::Email, text("otra@escuela.mx")),
    ]);
    let changes = check(Some(&family()), &change).changes;
    // One arrived, of the other Quentli holds something else.
    let now = with(json!({ "name": "Familia Otra", "email": "tercera@escuela.mx" }));
    let rows = held(&changes, &now);
    assert_eq!(
        undone(&now, &rows),
        json!({ "name": "Familia Núñez Pérez" })
    );
    assert_eq!(inverse(&rows, &now).impossible, []);
}

#[test]
fn what_someone_changed_since_collides() {
    let change = draft([
        (Field::PhoneNumber, text("55 9999 0000")),
        (
            Field::Metadata,
            Entry::Pairs {
                rows: vec![row(Some("Nivel"), "Nivel", "Secundaria")],
            },
        ),
    ]);
    let (_, rows) = updated(&family(), &change);
    let now = with(json!({
        "phoneNumber": "+525511112222",
        "metadata": [{ "key": "Folio de beca", "value": "0042" }, { "key": "Nivel", "value": "Kínder" }],
        "meta": { "Folio de beca": "0042", "Nivel": "Kínder" },
    }));
    let inverse = inverse(&rows, &now);
    let rows = conflict(&inverse.base, &now, &inverse.draft).rows;
    let collide: Vec<_> = rows.iter().filter(|row| row.mine.is_some()).collect();
    assert_eq!(collide.len(), 2, "{rows:?}");
    assert_eq!(
        collide[0].base,
        Value::text("+525599990000"),
        "what the update had sent"
    );
    assert_eq!(collide[0].theirs, Value::text("+525511112222"));
    assert_eq!(collide[0].mine, Some(Value::text("+525512345678")));
    assert_eq!(collide[1].mine, Some(Value::text("Primaria")));
}
