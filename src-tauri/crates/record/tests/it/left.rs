//! What stays in a draft once an update was proven.

use proptest::prelude::*;
use quentli::Customer;
use record::{
    Change, Draft, Entry, Field, PairEntry, PasswordSent, Problem, Value, check, left_of, patch,
    value_of,
};
use serde_json::json;

use crate::{
    generate::{self, apply, filled_form, metadata_of, repeating_form, rows_of},
    support::{data, draft, family, row, text, with},
};

fn rows(rows: Vec<PairEntry>) -> Entry {
    Entry::Pairs { rows }
}

/// The intent's changes: a password's text is not among them.
fn sent(base: &Customer, draft: &Draft) -> Vec<Change> {
    let mut changes = check(Some(base), draft).changes;
    for change in &mut changes {
        if change.field == Field::Password {
            change.after = Value::text("");
        }
    }
    changes
}

fn applied(base: &Customer, draft: &Draft) -> Customer {
    apply(base, &patch(&check(Some(base), draft).changes))
}

fn left(base: &Customer, first: &Draft, later: &Draft) -> (Customer, Draft) {
    let now = applied(base, first);
    let sent = sent(base, first);
    let left = left_of(later, &sent, Some(base), Some(&now), PasswordSent::NotThis);
    (now, left)
}

#[test]
fn what_was_typed_after_sending_stays() {
    let first = draft([
        (Field::Name, text("Familia Ruiz")),
        (Field::Email, text("nueva@x.mx")),
        (
            Field::Metadata,
            rows(vec![
                row(Some("Folio de beca"), "Folio de beca", "0043"),
                row(Some("Nivel"), "Grado", "Primaria"),
                row(None, "Ruta", "7"),
            ]),
        ),
    ]);
    let later = draft([
        (Field::Name, text("Familia Ruiz Pérez")),
        (Field::Email, text("nueva@x.mx")),
        (Field::PhoneNumber, text("55")),
        (
            Field::Metadata,
            rows(vec![
                row(Some("Folio de beca"), "Folio de beca", "0043"),
                row(Some("Nivel"), "Grado", "Secundaria"),
                row(None, "Ruta", "8"),
                row(None, "Grupo", ""),
            ]),
        ),
    ]);
    let (now, left) = left(&family(), &first, &later);
    let expected = draft([
        (Field::Name, text("Familia Ruiz Pérez")),
        (Field::PhoneNumber, text("55")),
        (
            Field::Metadata,
            rows(vec![
                row(Some("Folio de beca"), "Folio de beca", "0043"),
                row(Some("Grado"), "Grado", "Secundaria"),
                row(Some("Ruta"), "Ruta", "8"),
                row(None, "Grupo", ""),
            ]),
        ),
    ]);
    assert_eq!(left, expected);
    assert_eq!(check(Some(&now), &left).problems.len(), 2);
}

#[test]
fn a_pair_removed_and_added_again_goes_and_a_half_typed_row_after_it_stays() {
    let loaded = row(Some("Nivel"), "Nivel", "Primaria");
    let removed = PairEntry {
        remove: true,
        ..loaded.clone()
    };
    let half_typed = row(None, "", "7");
    let added = row(None, "Nivel", "Primaria");
    let typed = draft([(
        Field::Metadata,
        rows(vec![removed, added, half_typed.clone()]),
    )]);
    let family = family();
    let left = left_of(
        &typed,
        &[],
        Some(&family),
        Some(&family),
        PasswordSent::NotThis,
    );
    let expected = draft([(Field::Metadata, rows(vec![loaded, half_typed]))]);
    assert!(
        left == expected,
        "{}",
        serde_json::to_string(&left).unwrap()
    );
}

#[test]
fn what_was_put_back_after_sending_asks_for_the_old_value() {
    let removed = PairEntry {
        remove: true,
        ..row(Some("Nivel"), "Nivel", "Primaria")
    };
    let folio = |value| row(Some("Folio de beca"), "Folio de beca", value);
    let first = draft([
        (Field::EmailVerified, Entry::Flag { flag: false }),
        (Field::Metadata, rows(vec![folio("0043"), removed])),
    ]);
    let back = vec![folio("0042"), row(Some("Nivel"), "Nivel", "Primaria")];
    let later = draft([
        (Field::EmailVerified, Entry::Flag { flag: true }),
        (Field::Metadata, rows(back)),
    ]);
    let (now, left) = left(&family(), &first, &later);
    assert_eq!(
        data(&now, &left),
        json!({
            "emailVerified": true,
            "metadata": [
                { "key": "Folio de beca", "value": "0042" },
                { "key": "Nivel", "value": "Primaria" },
            ],
        })
    );
}

#[test]
fn keys_exchanged_and_then_edited_change_only_what_was_edited() {
    let exchanged = |value| {
        let rows = rows(vec![
            row(Some("Nivel"), "Folio de beca", value),
            row(Some("Folio de beca"), "Nivel", "0042"),
        ]);
        draft([(Field::Metadata, rows)])
    };
    let (now, left) = left(&family(), &exchanged("Primaria"), &exchanged("Kínder"));
    assert_eq!(
        data(&now, &left),
        json!({ "metadata": [{ "key": "Folio de beca", "value": "Kínder" }] })
    );
}

#[test]
fn a_colleagues_change_meanwhile_is_not_undone() {
    let typed = draft([
        (Field::Name, text("Familia Ruiz")),
        (Field::Email, text("ana@escuela.mx ")),
        (
            Field::Metadata,
            rows(vec![
                row(Some("Folio de beca"), "Folio de beca", "0043"),
                row(Some("Nivel"), "Nivel", "Primaria"),
            ]),
        ),
    ]);
    let now = with(json!({
        "name": "Familia Ruiz", "email": "otro@x.mx",
        "metadata": [{ "key": "Folio de beca", "value": "0043" }, { "key": "Nivel", "value": "3" }],
        "meta": null,
    }));
    let sent = sent(&family(), &typed);
    let left = left_of(
        &typed,
        &sent,
        Some(&family()),
        Some(&now),
        PasswordSent::NotThis,
    );
    assert!(left.is_empty());
}

#[test]
fn a_password_goes_only_where_this_very_text_was_sent() {
    let typed = draft([(Field::Password, text("mar-azul-77"))]);
    let sent = sent(&family(), &typed);
    let left = |sent: &[Change], password| {
        left_of(&typed, sent, Some(&family()), Some(&family()), password)
    };
    assert!(left(&sent, PasswordSent::This).is_empty());
    assert_eq!(left(&sent, PasswordSent::NotThis), typed);
    assert_eq!(left(&[], PasswordSent::This), typed);
}

#[test]
fn a_key_that_cannot_read_loses_what_it_sent_and_nothing_else() {
    let first = draft([(Field::Name, text("A")), (Field::Email, Entry::Clear)]);
    let sent = check(None, &first).changes;
    let later = draft([(Field::Name, text("B")), (Field::Email, Entry::Clear)]);
    let left = left_of(&later, &sent, None, None, PasswordSent::NotThis);
    assert_eq!(left, draft([(Field::Name, text("B"))]));
}

/// The problems, each with the row it is in: a row before it that changes nothing goes, and the
/// numbers move.
fn problems(base: &Customer, draft: &Draft) -> Vec<(Problem, Option<PairEntry>)> {
    let in_row = |problem: Problem| {
        let entry = problem.field.and_then(|field| draft.entries.get(&field));
        let row = match (entry, problem.row) {
            (Some(Entry::Pairs { rows }), Some(row)) => Some(rows[row].clone()),
            _ => None,
        };
        (
            Problem {
                row: None,
                ..problem
            },
            row,
        )
    };
    let problems = check(Some(base), draft).problems;
    problems.into_iter().map(in_row).collect()
}

/// A form, and the same form after more was typed.
fn typed_twice() -> impl Strategy<Value = (Customer, Draft, Draft)> {
    (filled_form(), generate::draft()).prop_flat_map(|((base, first), more)| {
        let again = rows_of(&base);
        (Just(base), Just(first), Just(more), again).prop_map(|(base, mut first, more, again)| {
            let mut later = first.clone();
            later.entries.extend(more.entries);
            for draft in [&mut first, &mut later] {
                draft.entries.remove(&Field::Meta);
            }
            later.entries.insert(Field::Metadata, rows(again));
            (base, first, later)
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 128, max_global_rejects: 100_000, ..ProptestConfig::default()
    })]

    #[test]
    fn nothing_stays_of_a_draft_that_was_sent_whole(
        (base, draft) in prop_oneof![filled_form().boxed(), repeating_form().boxed()],
    ) {
        prop_assume!(check(Some(&base), &draft).problems.is_empty());
        let now = applied(&base, &draft);
        let sent = sent(&base, &draft);
        let left = left_of(&draft, &sent, Some(&base), Some(&now), PasswordSent::This);
        prop_assert_eq!(left, Draft::default());
    }

    #[test]
    fn what_is_left_leads_to_what_was_typed_last((base, first, later) in typed_twice()) {
        prop_assume!(check(Some(&base), &first).problems.is_empty());
        prop_assume!(check(Some(&base), &later).problems.is_empty());
        let (now, left) = left(&base, &first, &later);
        let checked = check(Some(&now), &left);
        prop_assert_eq!(&checked.problems, &[]);
        let reached = apply(&now, &patch(&checked.changes));
        let wanted = applied(&base, &later);
        for field in [Field::Name, Field::Email, Field::EmailVerified, Field::SkipTaxInvoice] {
            if later.entries.contains_key(&field) {
                // A blank field is null, or an empty text where that is stored.
                let shown = |record| match value_of(record, field) {
                    Value::Null => Value::text(""),
                    value => value,
                };
                prop_assert_eq!(shown(&reached), shown(&wanted));
            }
        }
        let (reached, wanted) = (metadata_of(&reached), metadata_of(&wanted));
        for (key, value) in &wanted {
            prop_assert_eq!(reached.get(key), Some(value), "{} {:?}", key, left);
        }
        for key in metadata_of(&base).keys().filter(|key| !wanted.contains_key(*key)) {
            prop_assert!(!reached.contains_key(key), "{} {:?}", key, left);
        }
    }

    #[test]
    fn when_nothing_was_sent_everything_stays(
        (base, draft) in prop_oneof![filled_form().boxed(), repeating_form().boxed()],
    ) {
        let left = left_of(&draft, &[], Some(&base), Some(&base), PasswordSent::NotThis);
        prop_assert_eq!(problems(&base, &left), problems(&base, &draft));
        prop_assert_eq!(check(Some(&base), &left).changes, check(Some(&base), &draft).changes);
    }
}
