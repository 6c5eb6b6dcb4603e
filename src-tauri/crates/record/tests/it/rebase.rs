//! A record that moved on under a draft: nothing typed is lost, nothing of theirs is overwritten
//! unasked.

use std::collections::BTreeMap;

use proptest::prelude::*;
use quentli::Customer;
use record::{
    Change, ConflictRow, Draft, Entry, Field, PairEntry, Side, Value, check, conflict, rebase,
};
use serde_json::json;

use crate::{
    generate::{at, draft, moved, odd_record, record, repeating, repeating_form, replaced},
    support::{self, data, row, text, with},
};

fn holding(pairs: &[(&str, &str)]) -> Customer {
    let pairs: Vec<_> = pairs
        .iter()
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect();
    with(json!({ "metadata": pairs, "meta": null }))
}

fn rows(rows: Vec<PairEntry>) -> Draft {
    support::draft([(Field::Metadata, Entry::Pairs { rows })])
}

fn rows_in(draft: &Draft) -> Vec<PairEntry> {
    match draft.entries.get(&Field::Metadata) {
        Some(Entry::Pairs { rows }) => rows.clone(),
        _ => Vec::new(),
    }
}

fn removed(key: &str, value: &str) -> PairEntry {
    PairEntry {
        remove: true,
        ..row(Some(key), key, value)
    }
}

fn side(key: &str) -> Side {
    Side {
        field: Field::Metadata,
        key: Some(key.to_owned()),
    }
}

fn asked(rows: &[ConflictRow]) -> Vec<(&str, Value, Value, Value)> {
    let asked = rows.iter().filter(|row| row.mine.is_some());
    asked
        .map(|row| {
            let mine = row.mine.clone().unwrap();
            let key = row.key.as_deref().unwrap_or_default();
            (key, row.base.clone(), row.theirs.clone(), mine)
        })
        .collect()
}

#[test]
fn a_finished_pair_and_a_half_typed_one_survive_reopening() {
    let record = holding(&[("Nivel", "Primaria"), ("Beca", "0042")]);
    let typed = rows(vec![
        row(Some("Nivel"), "Nivel", "Secundaria"),
        row(Some("Beca"), "Beca", ""),
        row(None, "Ruta", ""),
        row(None, "", "sin nombre"),
    ]);
    assert_eq!(rebase(&record, &record, &typed, &[]), typed);
    let theirs = holding(&[("Nivel", "Primaria"), ("Beca", "0042"), ("Grupo", "B")]);
    assert_eq!(rebase(&record, &theirs, &typed, &[]), typed);
    let changes = check(Some(&theirs), &typed).changes;
    assert_eq!(changes.len(), 1, "a problem hides no other row's change");
}

#[test]
fn an_untouched_row_follows_theirs() {
    let base = holding(&[("A", "1"), ("B", "2"), ("C", "3")]);
    let theirs = holding(&[("A", "9"), ("C", "3")]);
    let typed = rows(vec![
        row(Some("A"), "A", "1"),
        row(Some("B"), "B", "2"),
        row(Some("C"), "C", "4"),
    ]);
    assert_eq!(asked(&conflict(&base, &theirs, &typed).rows), []);
    let rebased = rebase(&base, &theirs, &typed, &[]);
    assert_eq!(
        rows_in(&rebased),
        [row(Some("A"), "A", "9"), row(Some("C"), "C", "4")]
    );
}

#[test]
fn half_typed_text_takes_part_in_a_collision() {
    let base = holding(&[("Beca", "0042")]);
    let theirs = holding(&[("Beca", "9999")]);
    let typed = rows(vec![row(Some("Beca"), "Beca", "00\u{7}")]);
    let asked_rows = conflict(&base, &theirs, &typed).rows;
    let expected = (
        "Beca",
        Value::text("0042"),
        Value::text("9999"),
        Value::text("00\u{7}"),
    );
    assert_eq!(asked(&asked_rows), [expected]);
    assert_eq!(rebase(&base, &theirs, &typed, &[side("Beca")]), typed);
    assert!(rebase(&base, &theirs, &typed, &[]).is_empty());
}

#[test]
fn a_pair_they_deleted_is_asked_about_and_mine_is_written_again() {
    let base = holding(&[("A", "1")]);
    let theirs = holding(&[]);
    let typed = rows(vec![row(Some("A"), "A", "2")]);
    assert_eq!(
        asked(&conflict(&base, &theirs, &typed).rows),
        [("A", Value::text("1"), Value::Null, Value::text("2"))]
    );
    let kept = rebase(&base, &theirs, &typed, &[side("A")]);
    assert_eq!(rows_in(&kept), [row(None, "A", "2")]);
    assert!(rebase(&base, &theirs, &typed, &[]).is_empty());
}

#[test]
fn a_pair_both_added_is_asked_about_and_shown_once() {
    let base = holding(&[]);
    let theirs = holding(&[("Ruta", "7")]);
    let typed = rows(vec![row(None, "Ruta", "3")]);
    assert_eq!(
        asked(&conflict(&base, &theirs, &typed).rows),
        [("Ruta", Value::Null, Value::text("7"), Value::text("3"))]
    );
    let kept = rebase(&base, &theirs, &typed, &[side("Ruta")]);
    assert_eq!(rows_in(&kept), [row(Some("Ruta"), "Ruta", "3")]);
    assert!(rebase(&base, &theirs, &typed, &[]).is_empty());
}

#[test]
fn the_same_change_by_both_is_not_asked_about() {
    let base = holding(&[("A", "1"), ("B", "2"), ("C", "3")]);
    let theirs = holding(&[("A", "9"), ("N", "5"), ("D", "3")]);
    let typed = rows(vec![
        row(Some("A"), "A", "9"),
        removed("B", "2"),
        row(Some("C"), "D", "3"),
        row(None, "N", "5"),
    ]);
    assert_eq!(asked(&conflict(&base, &theirs, &typed).rows), []);
    assert!(rebase(&base, &theirs, &typed, &[]).is_empty());
    let name = support::draft([(Field::Name, text("Familia Ruiz"))]);
    let both = with(json!({ "name": "Familia Ruiz" }));
    assert_eq!(asked(&conflict(&support::family(), &both, &name).rows), []);
    assert!(rebase(&support::family(), &both, &name, &[]).is_empty());
}

#[test]
fn a_renamed_pair_leaves_no_stale_key_whichever_side_is_kept() {
    let base = holding(&[("Nivel", "1")]);
    let typed = rows(vec![row(Some("Nivel"), "Grado", "1")]);

    let edited = holding(&[("Nivel", "2")]);
    let rows = conflict(&base, &edited, &typed).rows;
    let pairs = vec![record::Pair {
        key: "Grado".to_owned(),
        value: "1".to_owned(),
    }];
    let mine = Value::Pairs { pairs };
    assert_eq!(
        asked(&rows),
        [("Nivel", Value::text("1"), Value::text("2"), mine)]
    );
    assert!(rebase(&base, &edited, &typed, &[]).is_empty());
    let kept = rebase(&base, &edited, &typed, &[side("Nivel")]);
    assert_eq!(
        data(&edited, &kept),
        json!({ "metadata": [{ "key": "Nivel", "value": null }, { "key": "Grado", "value": "1" }] })
    );

    let deleted = holding(&[]);
    assert!(rebase(&base, &deleted, &typed, &[]).is_empty());
    let kept = rebase(&base, &deleted, &typed, &[side("Nivel")]);
    assert_eq!(rows_in(&kept), [row(None, "Grado", "1")]);

    let added = holding(&[("Nivel", "1"), ("Grado", "7")]);
    assert!(rebase(&base, &added, &typed, &[]).is_empty());
    let kept = rebase(&base, &added, &typed, &[side("Grado")]);
    assert_eq!(
        rows_in(&kept),
        [removed("Nivel", "1"), row(Some("Grado"), "Grado", "1")]
    );

    let elsewhere = holding(&[("Grado", "7")]);
    let kept = rebase(&base, &elsewhere, &typed, &[side("Grado")]);
    assert_eq!(rows_in(&kept), [row(Some("Grado"), "Grado", "1")]);
    assert!(rebase(&base, &elsewhere, &typed, &[]).is_empty());
}

#[test]
fn two_keys_exchanged_go_back_together() {
    let base = holding(&[("A", "1"), ("B", "2")]);
    let theirs = holding(&[("A", "9"), ("B", "2")]);
    let typed = rows(vec![row(Some("A"), "B", "1"), row(Some("B"), "A", "2")]);
    let rows = conflict(&base, &theirs, &typed).rows;
    assert_eq!(
        asked(&rows),
        [("A", Value::text("1"), Value::text("9"), Value::text("2"))]
    );
    assert!(rebase(&base, &theirs, &typed, &[]).is_empty());
    assert_eq!(rebase(&base, &theirs, &typed, &[side("A")]), typed);
    let done = holding(&[("A", "2"), ("B", "1")]);
    assert_eq!(asked(&conflict(&base, &done, &typed).rows), []);
    assert_eq!(data(&done, &rebase(&base, &done, &typed, &[])), json!({}));
}

#[test]
fn each_entry_is_asked_about_under_its_own_name() {
    let base = holding(&[("A", "1"), ("B", "2")]);
    let theirs = holding(&[("A", "8"), ("B", "9"), ("C", "7")]);
    let typed = support::draft([
        (
            Field::Metadata,
            Entry::Pairs {
                rows: vec![row(Some("A"), "A", "3")],
            },
        ),
        (
            Field::Meta,
            Entry::Pairs {
                rows: vec![row(Some("B"), "B", "4")],
            },
        ),
    ]);
    let rows = conflict(&base, &theirs, &typed).rows;
    let rows: Vec<_> = rows
        .iter()
        .map(|row| (row.field, row.key.as_deref().unwrap(), row.mine.is_some()))
        .collect();
    assert_eq!(
        rows,
        [
            (Field::Metadata, "A", true),
            (Field::Meta, "B", true),
            (Field::Metadata, "C", false)
        ]
    );
}

#[test]
fn a_record_that_stops_showing_custom_data_drops_nothing_typed() {
    let base = holding(&[("A", "1"), ("B", "2")]);
    let mut theirs = holding(&[]);
    theirs.metadata = quentli::Nullable::Absent;
    theirs.meta = quentli::Nullable::Absent;
    let typed = rows(vec![row(Some("A"), "A", "3"), row(Some("B"), "B", "2")]);
    assert_eq!(asked(&conflict(&base, &theirs, &typed).rows), []);
    let rebased = rebase(&base, &theirs, &typed, &[]);
    assert_eq!(rows_in(&rebased), [row(Some("A"), "A", "3")]);
}

#[test]
fn text_typed_back_does_not_undo_their_change() {
    let base = with(json!({ "email": "ana@x.mx" }));
    let theirs = with(json!({ "email": "luis@x.mx" }));
    let typed = support::draft([(Field::Email, text(" ana@x.mx "))]);
    assert_eq!(asked(&conflict(&base, &theirs, &typed).rows), []);
    assert!(rebase(&base, &theirs, &typed, &[]).is_empty());
}

fn repeating_moved() -> impl Strategy<Value = (Customer, Customer, Draft)> {
    (repeating_form(), repeating()).prop_map(|((base, draft), theirs)| (base, theirs, draft))
}

fn is_asked(rows: &[ConflictRow], change: &Change) -> bool {
    rows.iter()
        .any(|row| row.field == change.field && row.key == change.key && row.mine.is_some())
}

proptest! {
    #[test]
    fn a_record_that_did_not_move_leaves_every_draft_as_it_is(
        record in prop_oneof![record(), odd_record(), repeating()], draft in draft(),
    ) {
        prop_assert_eq!(rebase(&record, &record, &draft, &[]), draft);
    }

    #[test]
    fn a_form_on_a_record_that_did_not_move_stays_as_it_is(
        (base, _, draft) in prop_oneof![moved().boxed(), repeating_moved().boxed()],
    ) {
        prop_assert_eq!(conflict(&base, &base, &draft).rows, []);
        prop_assert_eq!(rebase(&base, &base, &draft, &[]), draft);
    }

    #[test]
    fn what_collides_with_nothing_keeps_every_change_of_theirs(
        (base, theirs, draft) in moved(),
    ) {
        prop_assume!(asked(&conflict(&base, &theirs, &draft).rows).is_empty());
        let rebased = rebase(&base, &theirs, &draft, &[]);
        for change in check(Some(&theirs), &rebased).changes {
            if change.field.spec().readable {
                let (before, now) = (at(&base, &change), at(&theirs, &change));
                prop_assert_eq!(before, now, "{:?} is theirs", change);
            }
        }
    }

    #[test]
    fn what_both_changed_is_asked_about_unless_it_is_the_same(
        (base, theirs, draft) in moved(),
    ) {
        let rows = conflict(&base, &theirs, &draft).rows;
        for change in check(Some(&base), &draft).changes {
            let (before, now) = (at(&base, &change), at(&theirs, &change));
            if change.field.spec().readable && before != now && now != change.after {
                prop_assert!(is_asked(&rows, &change), "{:?} in {:?}", change, rows);
            }
        }
    }

    #[test]
    fn theirs_everywhere_leaves_no_change_of_what_collided(
        (base, theirs, draft) in prop_oneof![moved().boxed(), repeating_moved().boxed()],
    ) {
        let rows = conflict(&base, &theirs, &draft).rows;
        let rebased = rebase(&base, &theirs, &draft, &[]);
        for change in check(Some(&theirs), &rebased).changes {
            prop_assert!(!is_asked(&rows, &change), "{:?} {:?}", change, rebased);
        }
    }

    #[test]
    fn mine_everywhere_still_asks_for_all_that_was_wanted(
        (base, theirs, draft) in prop_oneof![moved().boxed(), replaced().boxed()],
    ) {
        let mine: Vec<Side> = conflict(&base, &theirs, &draft)
            .rows
            .into_iter()
            .filter(|row| row.mine.is_some())
            .map(|row| Side { field: row.field, key: row.key })
            .collect();
        let rebased = rebase(&base, &theirs, &draft, &mine);
        let wanted = check(Some(&base), &draft);
        let now = check(Some(&theirs), &rebased);
        prop_assert!(
            wanted.problems.len() >= now.problems.len(),
            "{:?} became {:?}", rows_in(&draft), rows_in(&rebased)
        );
        // Of two rows with one key, which is the good one may change with theirs.
        prop_assume!(wanted.problems.is_empty());
        for change in wanted.changes {
            // An empty text that is stored is left alone by a blank field.
            let there = [&change.after, &Value::text("")].contains(&&at(&theirs, &change));
            let asks = now.changes.iter().any(|other| {
                other.field == change.field && other.key == change.key && other.after == change.after
            });
            prop_assert!(there || asks, "{:?} of {:?} in {:?}", change,
                rows_in(&draft), rows_in(&rebased));
        }
    }

    /// Rows by what they say: a half-typed row that collides with nothing is still there.
    #[test]
    fn half_typed_rows_are_never_lost((base, theirs, draft) in repeating_moved()) {
        let mine: Vec<Side> = "ABCDEF".chars().map(|key| side(&key.to_string())).collect();
        let kept = rows_in(&rebase(&base, &theirs, &draft, &mine));
        let count = |rows: &[PairEntry]| {
            let mut texts = BTreeMap::new();
            for row in rows.iter().filter(|row| row.value.contains('\u{7}')) {
                *texts.entry((row.key.clone(), row.value.clone())).or_insert(0) += 1;
            }
            texts
        };
        prop_assert_eq!(count(&kept), count(&rows_in(&draft)));
    }
}
