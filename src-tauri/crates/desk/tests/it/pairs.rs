use desk::{Entry, Field, PairEntry, ProblemCode, Verdict, check, held};
use quentli::Nullable;
use serde_json::json;

use crate::support::{data, draft, family, row};

fn pairs(field: Field, rows: Vec<PairEntry>) -> serde_json::Value {
    data(&family(), &draft([(field, Entry::Pairs { rows })]))
}

fn folio(value: &str) -> PairEntry {
    row(Some("Folio de beca"), "Folio de beca", value)
}

fn problems(rows: Vec<PairEntry>) -> Vec<(Option<usize>, ProblemCode)> {
    let typed = draft([(Field::Metadata, Entry::Pairs { rows })]);
    let checked = check(Some(&family()), &typed);
    assert_eq!(checked.changes, []);
    checked
        .problems
        .into_iter()
        .map(|problem| (problem.row, problem.code))
        .collect()
}

#[test]
fn only_the_pairs_that_changed_go_out() {
    let rows = vec![
        folio("0043"),
        row(Some("Nivel"), "Nivel", "Primaria"),
        row(None, "Ruta", "3"),
    ];
    assert_eq!(
        pairs(Field::Metadata, rows.clone()),
        json!({ "metadata": [{ "key": "Folio de beca", "value": "0043" }, { "key": "Ruta", "value": "3" }] })
    );
    assert_eq!(
        pairs(Field::Meta, rows),
        json!({ "meta": { "Folio de beca": "0043", "Ruta": "3" } })
    );
}

#[test]
fn removing_a_row_deletes_its_key_with_null() {
    let gone = PairEntry {
        remove: true,
        ..folio("0042")
    };
    assert_eq!(
        pairs(Field::Metadata, vec![gone.clone()]),
        json!({ "metadata": [{ "key": "Folio de beca", "value": null }] })
    );
    assert_eq!(
        pairs(Field::Meta, vec![gone]),
        json!({ "meta": { "Folio de beca": null } })
    );
}

#[test]
fn a_blank_value_never_deletes_a_key() {
    assert_eq!(
        problems(vec![folio("  ")]),
        [(Some(0), ProblemCode::ValueEmpty)]
    );
}

#[test]
fn a_renamed_key_is_deleted_and_written() {
    let rows = vec![row(Some("Nivel"), "Grado", "Primaria")];
    assert_eq!(
        pairs(Field::Metadata, rows),
        json!({ "metadata": [{ "key": "Nivel", "value": null }, { "key": "Grado", "value": "Primaria" }] })
    );
}

#[test]
fn swapped_keys_are_written_never_deleted() {
    let rows = vec![
        row(Some("Nivel"), "Folio de beca", "A"),
        row(Some("Folio de beca"), "Nivel", "B"),
    ];
    let patch = pairs(Field::Metadata, rows);
    let entries = patch["metadata"].as_array().unwrap();
    assert_eq!(entries.len(), 2);
    assert!(entries.iter().all(|entry| entry["value"].is_string()));
}

#[test]
fn keys_must_be_there_and_once() {
    let rows = vec![
        folio("0042"),
        row(None, "", "x"),
        row(None, " Folio de beca ", "y"),
    ];
    assert_eq!(
        problems(rows),
        [
            (Some(1), ProblemCode::KeyEmpty),
            (Some(2), ProblemCode::KeyRepeated)
        ]
    );
}

#[test]
fn an_empty_new_row_is_no_problem() {
    assert_eq!(
        pairs(Field::Metadata, vec![folio("0042"), row(None, " ", "")]),
        json!({})
    );
}

#[test]
fn one_key_never_goes_out_both_ways() {
    let both = draft([
        (
            Field::Metadata,
            Entry::Pairs {
                rows: vec![folio("1")],
            },
        ),
        (
            Field::Meta,
            Entry::Pairs {
                rows: vec![folio("2")],
            },
        ),
    ]);
    assert_eq!(
        check(Some(&family()), &both).problems[0].code,
        ProblemCode::KeyRepeated
    );
}

#[test]
fn where_the_server_shows_no_custom_data_nobody_claims_to_know_it() {
    let mut record = family();
    record.metadata = Nullable::Absent;
    record.meta = Nullable::Absent;
    let typed = draft([(
        Field::Metadata,
        Entry::Pairs {
            rows: vec![row(None, "Ruta", "3")],
        },
    )]);
    let changes = check(Some(&record), &typed).changes;
    assert_eq!(changes.len(), 1);
    assert_eq!(changes[0].before, None);
    // Not `NotHeld`: the answer does not show whether the pair was written.
    assert_eq!(held(&changes, &record)[0].verdict, Verdict::CannotTell);
}
