//! What whole tables ask for, by the numbers of their cases.

use std::collections::HashSet;

use jiff::tz::TimeZone;
use quentli::{Customer, CustomerId};
use record::{
    Brake, CellProblemCode, Column, Columns, Field, Finder, IssueCode, Known, Mark, NoticeCode,
    Plan, Planner, Reading, RowFate, RowIssue, Severity, Value,
};
use serde_json::json;

pub(crate) const PHONES: [&str; 4] = [
    "+525511111111",
    "+525522222222",
    "+525533333333",
    "+525544444444",
];

pub(crate) fn reading() -> Reading {
    Reading::new(TimeZone::get("America/Mexico_City").unwrap())
}

/// Families `c1`, `c2`… with a phone, an e-mail and a username each.
pub(crate) fn families(count: usize) -> Vec<Customer> {
    let family = |number: usize| {
        serde_json::from_value(json!({
            "id": format!("c{number}"),
            "name": format!("Familia {number}"),
            "username": format!("000012{number}"),
            "email": format!("familia{number}@escuela.mx"),
            "phoneNumber": PHONES[(number - 1) % 4],
            "updatedAt": "2026-03-04T10:00:00.000Z",
        }))
        .unwrap()
    };
    (1..=count).map(family).collect()
}

pub(crate) fn columns(finder: Finder, fields: &[Field]) -> Columns {
    let mut all = vec![Column::Finds(finder)];
    all.extend(fields.iter().map(|field| Column::Field(*field)));
    Columns::new(all).unwrap()
}

pub(crate) fn plan_with(
    known: Known,
    columns: &Columns,
    reading: &Reading,
    rows: &[&[&str]],
) -> Plan {
    let mut planner = Planner::new(known.into(), columns, reading);
    for (number, cells) in (2..).zip(rows) {
        planner.row(number, cells, &[]);
    }
    planner.finish()
}

pub(crate) fn plan(fields: &[Field], rows: &[&[&str]]) -> Plan {
    let known = Known::new(families(4), HashSet::new());
    plan_with(known, &columns(Finder::Id, fields), &reading(), rows)
}

pub(crate) fn fates(plan: &Plan) -> Vec<RowFate> {
    plan.rows.iter().map(|row| row.fate).collect()
}

pub(crate) fn codes(plan: &Plan, row: u32) -> Vec<IssueCode> {
    plan.issues_of(row).iter().map(|issue| issue.code).collect()
}

#[test]
fn only_what_differs_is_an_update() {
    let plan = plan(
        &[Field::Name, Field::Email],
        &[
            &["c1", "Familia Nueva", "familia1@escuela.mx"],
            &["c2", "Familia 2", ""],
            &["c3", "", "(vaciar)"],
        ],
    );
    assert_eq!(
        fates(&plan),
        [RowFate::Update, RowFate::Same, RowFate::Update]
    );
    let [one, three] = &plan.updates[..] else {
        panic!("{plan:?}")
    };
    assert_eq!(one.changes[0].after, Value::text("Familia Nueva"));
    assert_eq!(one.changes.len(), 1);
    assert_eq!(plan.id(three.family).as_str(), "c3");
    assert_eq!(three.changes[0].after, Value::Null);
    assert_eq!(plan.families(), 2);
}

#[test]
fn e1_one_family_with_different_values_is_not_sent_at_all() {
    let plan = plan(
        &[Field::Name],
        &[
            &["c1", "Uno"],
            &["c2", "Dos"],
            &["c1", "Otro"],
            // The value that Quentli holds is a value, too.
            &["c2", "Familia 2"],
            &["c3", ""],
        ],
    );
    assert!(plan.updates.is_empty());
    for row in 2..=5 {
        assert_eq!(
            codes(&plan, row),
            [IssueCode::Row(RowIssue::TwiceDifferent)],
            "{row}"
        );
    }
    let more = plan.issues_of(2)[0].more.as_ref().unwrap();
    assert_eq!(more.row, Some(4));
    assert_eq!(plan.rows[4].fate, RowFate::Same);
}

#[test]
fn e1_a_third_row_is_named_and_the_first_ones_stay_out() {
    let plan = plan(
        &[Field::Name],
        &[&["c1", "Uno"], &["c1", "Otro"], &["c1", "Uno"]],
    );
    assert!(plan.updates.is_empty());
    assert_eq!(fates(&plan), [RowFate::Left; 3]);
}

#[test]
fn e2_one_family_with_the_same_values_is_sent_once() {
    let plan = plan(
        &[Field::Name],
        &[&["c1", "Uno"], &["c1", "Uno"], &["c2", ""], &["c2", ""]],
    );
    assert_eq!(plan.updates.len(), 1);
    assert_eq!(
        fates(&plan),
        [
            RowFate::Update,
            RowFate::Repeats(2),
            RowFate::Same,
            RowFate::Repeats(4)
        ]
    );
    assert!(plan.issues.is_empty());
}

#[test]
fn a_row_with_a_problem_sends_nothing_of_itself() {
    let plan = plan(
        &[Field::Name, Field::PhoneNumber],
        &[
            &["c1", "Uno", "5512"],
            &["c2", "Dos", "#N/D"],
            &["c3", "Tres", "S/N"],
        ],
    );
    assert!(plan.updates.is_empty());
    let issue = &plan.issues_of(2)[0];
    assert_eq!((issue.column, &*issue.text), (Some(2), "5512"));
    assert_eq!(issue.code.severity(), Severity::Problem);
    assert_eq!(
        codes(&plan, 3),
        [IssueCode::Cell(CellProblemCode::FormulaFailed)]
    );
    assert_eq!(
        codes(&plan, 4),
        [IssueCode::Cell(CellProblemCode::Placeholder)]
    );
}

#[test]
fn warnings_stop_nothing_and_are_not_given_for_rows_that_send_nothing() {
    let plan = plan(
        &[Field::Email],
        &[&["c1", "ana@gmial.com"], &["c2", " familia2@escuela.mx "]],
    );
    assert_eq!(plan.updates.len(), 1);
    assert_eq!(codes(&plan, 2), [IssueCode::Notice(NoticeCode::EmailTypo)]);
    let more = plan.issues_of(2)[0].more.as_ref().unwrap();
    assert_eq!(more.suggestion.as_deref(), Some("ana@gmail.com"));
    assert_eq!(plan.counts.len(), 1);
    assert_eq!(plan.rows[1].fate, RowFate::Same);
}

#[test]
fn what_is_found_as_often_is_in_the_same_order_each_time() {
    let rows: &[&[&str]] = &[
        &["c1", "#N/A"],
        &["c2", "S/N"],
        &["c9", "ana@escuela.mx"],
        &["c3", "sin arroba"],
        &["c4", "a@b.mx c@d.mx"],
    ];
    let codes = || {
        let counts = plan(&[Field::Email], rows).counts.into_iter();
        counts.map(|(code, _)| code).collect::<Vec<IssueCode>>()
    };
    let first = codes();
    assert!(first.len() > 3, "{first:?}");
    for _ in 0..20 {
        assert_eq!(codes(), first);
    }
}

#[test]
fn c1_zeros_that_a_spreadsheet_ate_are_a_guess_until_somebody_agrees() {
    let columns = columns(Finder::Username, &[Field::Name]);
    let known = || Known::new(families(4), HashSet::new());
    let rows: &[&[&str]] = &[&["121", "Uno"], &["0000122", "Dos"], &["999", "Nadie"]];
    let plan = plan_with(known(), &columns, &reading(), rows);
    assert_eq!(plan.padded, 1);
    assert_eq!(codes(&plan, 2), [IssueCode::Row(RowIssue::GuessedUsername)]);
    let more = plan.issues_of(2)[0].more.as_ref().unwrap();
    assert_eq!(more.suggestion.as_deref(), Some("0000121"));
    assert_eq!(codes(&plan, 4), [IssueCode::Row(RowIssue::UnknownFamily)]);
    assert_eq!(plan.updates.len(), 1);

    let agreed = Reading {
        pad_usernames: true,
        ..reading()
    };
    let plan = plan_with(known(), &columns, &agreed, rows);
    assert_eq!(plan.updates.len(), 2);
    assert!(plan.rows[0].guessed && !plan.rows[1].guessed);
}

#[test]
fn c1_a_username_without_its_zeros_is_no_change_of_it() {
    let columns = columns(Finder::Id, &[Field::Username, Field::Name]);
    let known = || Known::new(families(4), HashSet::new());
    let rows: &[&[&str]] = &[&["c1", "121", "Uno"], &["c2", "122", ""]];
    let plan = plan_with(known(), &columns, &reading(), rows);
    assert!(plan.updates.is_empty());
    assert_eq!(plan.padded, 2);
    assert_eq!(codes(&plan, 2), [IssueCode::Row(RowIssue::GuessedUsername)]);
    let agreed = Reading {
        pad_usernames: true,
        ..reading()
    };
    let plan = plan_with(known(), &columns, &agreed, rows);
    assert_eq!(fates(&plan), [RowFate::Update, RowFate::Same]);
    assert_eq!(plan.updates[0].changes.len(), 1);
}

#[test]
fn a_family_that_a_person_chose_is_the_rows() {
    let columns = columns(Finder::Email, &[Field::Name]);
    let reading = reading();
    let mut planner = Planner::new(
        Known::new(families(4), HashSet::new()).into(),
        &columns,
        &reading,
    );
    let id = |id| CustomerId::parse(id).unwrap();
    planner.row_of(2, &["nadie@x.mx", "Tres"], &[], &id("c3"));
    planner.row_of(3, &["nadie@x.mx", "Tres"], &[], &id("gone"));
    let plan = planner.finish();
    assert_eq!(plan.id(plan.updates[0].family).as_str(), "c3");
    assert_eq!(codes(&plan, 3), [IssueCode::Row(RowIssue::UnknownFamily)]);
}

#[test]
fn families_are_found_by_email_and_phone_however_they_are_written() {
    let known = || Known::new(families(4), HashSet::new());
    let by_email = columns(Finder::Email, &[Field::Name]);
    let rows: &[&[&str]] = &[&[" Familia1@ESCUELA.mx", "Uno"]];
    assert_eq!(
        plan_with(known(), &by_email, &reading(), rows)
            .updates
            .len(),
        1
    );
    let by_phone = columns(Finder::Phone, &[Field::Name]);
    let rows: &[&[&str]] = &[&["55 2222 2222", "Dos"], &["", "Total"]];
    let plan = plan_with(known(), &by_phone, &reading(), rows);
    assert_eq!(plan.id(plan.updates[0].family).as_str(), "c2");
    assert_eq!(codes(&plan, 3), [IssueCode::Row(RowIssue::NoKey)]);
    // Five families, four phones.
    let known = Known::new(families(5), HashSet::new());
    let rows: &[&[&str]] = &[&["55 1111 1111", "Uno"]];
    let plan = plan_with(known, &by_phone, &reading(), rows);
    assert_eq!(codes(&plan, 2), [IssueCode::Row(RowIssue::SeveralFamilies)]);
}

#[test]
fn e4_ids_of_another_organization_stop_the_table() {
    let rows: Vec<Vec<String>> = (0..5)
        .map(|number| vec![format!("cm_other_{number}"), "X".to_owned()])
        .collect();
    let rows: Vec<Vec<&str>> = rows
        .iter()
        .map(|row| row.iter().map(String::as_str).collect())
        .collect();
    let mut rows: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
    rows.push(&["c1", "Uno"]);
    assert!(plan(&[Field::Name], &rows).foreign);
    assert!(
        !plan(&[Field::Name], &rows[1..]).foreign,
        "four are not enough"
    );

    let stranger = HashSet::from([CustomerId::parse("cm_other_1").unwrap()]);
    let known = Known::new(families(4), stranger);
    let columns = columns(Finder::Id, &[Field::Name]);
    let plan = plan_with(known, &columns, &reading(), &rows);
    assert_eq!(codes(&plan, 3), [IssueCode::Row(RowIssue::ForeignId)]);
}

#[test]
fn marks_of_the_file_count_where_the_column_is_used() {
    let known = Known::new(families(4), HashSet::new());
    let all = vec![
        Column::Finds(Finder::Id),
        Column::Field(Field::PhoneNumber),
        Column::Ignored,
    ];
    let columns = Columns::new(all).unwrap();
    let reading = reading();
    let mut planner = Planner::new(known.into(), &columns, &reading);
    planner.row(2, &["c1", "", "x"], &[(1, Mark::Uncalculated)]);
    planner.row(3, &["c2", "5599999999", "x"], &[(2, Mark::Uncalculated)]);
    planner.row(4, &["c3", "", "", "sobra"], &[(3, Mark::BeyondHeader)]);
    let plan = planner.finish();
    assert_eq!(
        fates(&plan),
        [RowFate::Left, RowFate::Update, RowFate::Left]
    );
}

#[test]
fn a_record_that_changed_after_the_export_is_a_warning() {
    let known = Known::new(families(4), HashSet::new());
    let all = vec![
        Column::Finds(Finder::Id),
        Column::UpdatedAt,
        Column::Field(Field::Name),
    ];
    let columns = Columns::new(all).unwrap();
    let rows: &[&[&str]] = &[
        &["c1", "2026-03-04T10:00:00Z", "Uno"],
        &["c2", "2026-03-04T09:00:00.000Z", "Dos"],
        &["c3", "2026-03-04T09:00:00.000Z", ""],
    ];
    let plan = plan_with(known, &columns, &reading(), rows);
    assert_eq!(plan.updates.len(), 2);
    assert_eq!(codes(&plan, 2), []);
    assert_eq!(
        codes(&plan, 3),
        [IssueCode::Row(RowIssue::ChangedSinceExport)]
    );
    assert_eq!(codes(&plan, 4), []);
}

#[test]
fn the_brake_is_on_for_many_for_a_large_part_and_for_what_locks_out() {
    let many = |count: usize, of: usize, field: Field| {
        let known = Known::new(families(of), HashSet::new());
        let rows: Vec<[String; 2]> = (1..=count)
            .map(|number| [format!("c{number}"), format!("x{number}@y.mx")])
            .collect();
        let cells: Vec<[&str; 2]> = rows
            .iter()
            .map(|[id, value]| [id.as_str(), value.as_str()])
            .collect();
        let rows: Vec<&[&str]> = cells.iter().map(<[&str; 2]>::as_slice).collect();
        plan_with(known, &columns(Finder::Id, &[field]), &reading(), &rows).brake()
    };
    assert_eq!(many(0, 400, Field::Name), None);
    assert_eq!(many(100, 400, Field::Name), None);
    assert_eq!(many(101, 400, Field::Name), Some(Brake::Many));
    assert_eq!(many(31, 100, Field::Name), Some(Brake::Share));
    assert_eq!(many(30, 100, Field::Name), None);
    assert_eq!(many(1, 100, Field::Email), Some(Brake::Sensitive));
}
