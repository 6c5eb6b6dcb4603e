use quentli::Nullable;
use record::{
    Change, Entry, Field, NoticeCode, PairEntry, ProblemCode, Value, Verdict, check, held, held_in,
    values_shown,
};
use serde_json::json;

use crate::support::{data, draft, family, row, with};

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
fn custom_data_that_the_server_does_not_show_stays_unknown() {
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

#[test]
fn the_values_at_each_change_are_enough_to_judge_it_later() {
    let record = with(json!({
        "name": "Familia Ruiz", "phoneNumber": null,
        "metadata": [{ "key": "Nivel", "value": "1" }, { "key": "Nivel", "value": "2" }], "meta": null,
    }));
    let change = |field, key: Option<&str>, before: &str, after: &str| Change {
        field,
        key: key.map(str::to_owned),
        before: Some(Value::text(before)),
        after: Value::text(after),
    };
    let changes = [
        change(Field::Name, None, "Familia Núñez", "Familia Ruiz"),
        change(Field::PhoneNumber, None, "5512345678", "5587654321"),
        change(Field::Signature, None, "A", "B"),
        change(Field::Metadata, Some("Nivel"), "1", "2"),
        change(Field::Metadata, Some("Grupo"), "A", "B"),
    ];
    let shown = values_shown(&changes, &record);
    let expected = [
        vec![Value::text("Familia Ruiz")],
        vec![Value::Null],
        vec![],
        vec![Value::text("1"), Value::text("2")],
        vec![Value::Null],
    ];
    assert_eq!(shown, expected);
    assert_eq!(held_in(&changes, &shown), held(&changes, &record));
    let verdicts = |shown| {
        let rows = held_in(&changes, shown).into_iter();
        rows.map(|row| row.verdict).collect::<Vec<_>>()
    };
    use Verdict::{CannotTell, Different, Held};
    assert_eq!(
        verdicts(&shown),
        [Held, Different, CannotTell, Different, Different]
    );
    let missing = [Held, CannotTell, CannotTell, CannotTell, CannotTell];
    assert_eq!(verdicts(&shown[..1]), missing);
}

#[test]
fn a_problem_in_one_row_hides_no_other_rows_change() {
    let rows = vec![folio("  "), row(None, "Ruta", "3")];
    let typed = draft([(Field::Metadata, Entry::Pairs { rows })]);
    let checked = check(Some(&family()), &typed);
    assert_eq!(checked.problems.len(), 1);
    assert_eq!(checked.changes[0].key.as_deref(), Some("Ruta"));
}

/// The result of rows on a record that holds `A` twice, as 1 and as 2, and `B` once.
fn on_a_repeated_key(rows: Vec<PairEntry>) -> (Vec<Change>, Vec<(Option<usize>, ProblemCode)>) {
    let record = with(json!({
        "metadata": [
            { "key": "A", "value": "1" }, { "key": "B", "value": "b" }, { "key": "A", "value": "2" },
        ],
        "meta": null,
    }));
    let checked = check(
        Some(&record),
        &draft([(Field::Metadata, Entry::Pairs { rows })]),
    );
    let problems = checked.problems.iter();
    let problems = problems.map(|problem| (problem.row, problem.code));
    (checked.changes, problems.collect())
}

fn written(key: &str, before: Option<&str>, after: Option<&str>) -> Change {
    Change {
        field: Field::Metadata,
        key: Some(key.to_owned()),
        before: Some(before.map_or(Value::Null, Value::text)),
        after: after.map_or(Value::Null, Value::text),
    }
}

fn a(value: &str) -> PairEntry {
    row(Some("A"), "A", value)
}

fn without(entry: PairEntry) -> PairEntry {
    PairEntry {
        remove: true,
        ..entry
    }
}

#[test]
fn a_record_with_one_key_twice_can_be_edited_elsewhere() {
    let rows = vec![a("1"), row(Some("B"), "B", "c"), a("2")];
    assert_eq!(
        on_a_repeated_key(rows),
        (vec![written("B", Some("b"), Some("c"))], vec![])
    );
}

#[test]
fn removing_one_of_two_equal_keys_writes_the_one_that_stays() {
    let cases = [
        (vec![without(a("1")), a("2")], Some("1"), Some("2")),
        (vec![a("1"), without(a("2"))], Some("2"), Some("1")),
        (vec![without(a("1")), a("3")], Some("2"), Some("3")),
        (vec![without(a("1")), a("2 ")], Some("1"), Some("2")),
        // The other one is not among the rows: it stays.
        (vec![without(a("1"))], Some("1"), Some("2")),
        (vec![without(a("1")), without(a("2"))], Some("1"), None),
    ];
    for (rows, before, after) in cases {
        let expected = (vec![written("A", before, after)], vec![]);
        assert_eq!(on_a_repeated_key(rows.clone()), expected, "{rows:?}");
    }
}

#[test]
fn two_equal_pairs_can_become_one() {
    let record = with(json!({
        "metadata": [{ "key": "A", "value": "1" }, { "key": "A", "value": "1" }],
        "meta": null,
    }));
    let rows = vec![a("1"), without(a("1"))];
    let typed = draft([(Field::Metadata, Entry::Pairs { rows })]);
    assert_eq!(
        data(&record, &typed),
        json!({ "metadata": [{ "key": "A", "value": "1" }] })
    );
}

#[test]
fn renaming_one_of_two_equal_keys_keeps_the_other() {
    let rows = vec![a("1"), row(Some("A"), "C", "2")];
    let expected = vec![
        written("A", Some("2"), Some("1")),
        written("C", None, Some("2")),
    ];
    assert_eq!(on_a_repeated_key(rows), (expected, vec![]));
}

#[test]
fn only_a_touched_row_can_repeat_a_key() {
    let repeated = |row| (vec![], vec![(Some(row), ProblemCode::KeyRepeated)]);
    assert_eq!(on_a_repeated_key(vec![a("3"), a("2")]), repeated(0));
    assert_eq!(on_a_repeated_key(vec![a("1"), a("3")]), repeated(1));
    let new = vec![row(None, "B", "x"), row(Some("B"), "B", "b")];
    assert_eq!(on_a_repeated_key(new), repeated(0));
    // Which of the two was meant cannot be known while the other is not among the rows.
    assert_eq!(on_a_repeated_key(vec![a("3")]), repeated(0));
}

#[test]
fn a_key_that_looks_like_another_gets_a_notice_and_is_still_sent() {
    let alike = |rows: Vec<PairEntry>| {
        let typed = draft([(Field::Metadata, Entry::Pairs { rows })]);
        let checked = check(Some(&family()), &typed);
        assert_eq!(checked.problems, []);
        let notices = checked.notices.into_iter();
        let notices = notices.map(|notice| (notice.row, notice.code, notice.text));
        notices.collect::<Vec<_>>()
    };
    let said = |row, other: &str| (Some(row), NoticeCode::KeyAlike, Some(other.to_owned()));
    let nivel = || row(Some("Nivel"), "Nivel", "Primaria");
    assert_eq!(
        alike(vec![nivel(), row(None, "NÍVEL", "x")]),
        [said(1, "Nivel")]
    );
    assert_eq!(
        alike(vec![row(None, "nivel", "x")]),
        [said(0, "Nivel")],
        "also where the stored pair is not among the rows"
    );
    assert_eq!(
        alike(vec![
            nivel(),
            row(None, "Ruta", "1"),
            row(None, "ruta", "2")
        ]),
        [said(1, "ruta"), said(2, "Ruta")]
    );
    assert_eq!(alike(vec![row(Some("Nivel"), "NIVEL", "Primaria")]), []);
    assert_eq!(alike(vec![without(nivel()), row(None, "nivel", "x")]), []);
    assert_eq!(alike(vec![row(Some("Nivel"), "Nivel", "Kínder")]), []);
}
