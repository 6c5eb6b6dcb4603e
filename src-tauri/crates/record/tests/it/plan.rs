//! What whole tables ask for, by the numbers of their cases.

use std::collections::{BTreeMap, HashSet};

use jiff::tz::TimeZone;
use proptest::prelude::*;
use quentli::{Customer, CustomerId};
use record::{
    Brake, CellProblemCode, Column, Columns, Field, Finder, IssueCode, Known, Mark, NoticeCode,
    Pass, Plan, PlannedUpdate, Planner, Reading, RowFate, RowIssue, Severity, Value,
};
use serde_json::json;

const PHONES: [&str; 4] = [
    "+525511111111",
    "+525522222222",
    "+525533333333",
    "+525544444444",
];

fn reading() -> Reading {
    Reading::new(TimeZone::get("America/Mexico_City").unwrap())
}

/// Families `c1`, `c2`… with a phone, an e-mail and a username each.
fn families(count: usize) -> Vec<Customer> {
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

fn columns(finder: Finder, fields: &[Field]) -> Columns {
    let mut all = vec![Column::Finds(finder)];
    all.extend(fields.iter().map(|field| Column::Field(*field)));
    Columns::new(all).unwrap()
}

fn plan_with(known: Known, columns: &Columns, reading: &Reading, rows: &[&[&str]]) -> Plan {
    let mut planner = Planner::new(known.into(), columns, reading);
    for (number, cells) in (2..).zip(rows) {
        planner.row(number, cells, &[]);
    }
    planner.finish()
}

fn plan(fields: &[Field], rows: &[&[&str]]) -> Plan {
    let known = Known::new(families(4), HashSet::new());
    plan_with(known, &columns(Finder::Id, fields), &reading(), rows)
}

fn fates(plan: &Plan) -> Vec<RowFate> {
    plan.rows.iter().map(|row| row.fate).collect()
}

fn codes(plan: &Plan, row: u32) -> Vec<IssueCode> {
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
fn d9_a_value_given_to_two_families_is_given_to_none() {
    let plan = plan(
        &[Field::PhoneNumber],
        &[
            &["c1", "55 9999 9999"],
            &["c2", "+525599999999"],
            &["c3", "5588888888"],
        ],
    );
    assert_eq!(plan.updates.len(), 1);
    for (row, other) in [(2, 3), (3, 2)] {
        assert_eq!(codes(&plan, row), [IssueCode::Row(RowIssue::TakenInFile)]);
        let more = plan.issues_of(row)[0].more.as_ref().unwrap();
        assert_eq!(more.row, Some(other));
    }
}

#[test]
fn a_value_that_another_family_keeps_is_named_with_it() {
    let plan = plan(&[Field::Email], &[&["c1", "FAMILIA3@escuela.mx"]]);
    assert!(plan.updates.is_empty());
    assert_eq!(codes(&plan, 2), [IssueCode::Row(RowIssue::TakenByFamily)]);
    let more = plan.issues_of(2)[0].more.as_ref().unwrap();
    assert_eq!(plan.name(more.family.unwrap()), "Familia 3");
}

#[test]
fn what_counts_on_a_row_that_is_not_sent_is_not_sent_either() {
    let plan = plan(
        &[Field::PhoneNumber],
        &[
            &["c1", PHONES[1]],
            &["c2", PHONES[2]],
            // c4 keeps this one.
            &["c3", PHONES[3]],
        ],
    );
    assert!(plan.updates.is_empty());
    for row in 2..=4 {
        assert_eq!(
            codes(&plan, row),
            [IssueCode::Row(RowIssue::TakenByFamily)],
            "{row}"
        );
    }
}

fn waves(plan: &Plan) -> Vec<(u32, u32, Pass)> {
    plan.updates
        .iter()
        .map(|update| (update.wave, update.row, update.pass))
        .collect()
}

#[test]
fn a_chain_is_sent_from_its_end() {
    let plan = plan(
        &[Field::PhoneNumber],
        &[
            &["c1", PHONES[1]],
            &["c2", PHONES[2]],
            &["c3", "5599999999"],
        ],
    );
    assert_eq!(
        waves(&plan),
        [(0, 4, Pass::Only), (1, 3, Pass::Only), (2, 2, Pass::Only)]
    );
}

#[test]
fn a_swap_takes_two_passes_for_one_of_the_two() {
    let plan = plan(
        &[Field::PhoneNumber, Field::Name],
        &[&["c1", PHONES[1], "Uno"], &["c2", PHONES[0], "Dos"]],
    );
    assert_eq!(plan.families(), 2);
    let passes = waves(&plan);
    assert_eq!(passes.len(), 3);
    assert_eq!(passes[0].2, Pass::First);
    let first = &plan.updates[0];
    assert_eq!(first.changes.len(), 1);
    assert_eq!(first.changes[0].after, Value::Null);
    let second = plan
        .updates
        .iter()
        .find(|update| update.pass == Pass::Second)
        .unwrap();
    assert_eq!(second.family, first.family);
    assert_eq!(second.changes[0].before, Some(Value::Null));
    assert_eq!(second.changes.len(), 2);
}

#[test]
fn usernames_cannot_be_swapped() {
    let plan = plan(
        &[Field::Username],
        &[&["c1", "0000122"], &["c2", "0000121"], &["c3", "0000129"]],
    );
    assert_eq!(plan.updates.len(), 1);
    for row in 2..=3 {
        assert_eq!(codes(&plan, row), [IssueCode::Row(RowIssue::CannotSwap)]);
    }
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

/// A server that refuses what is taken.
struct Server(BTreeMap<String, BTreeMap<Field, Option<String>>>);

impl Server {
    fn of(families: &[Customer]) -> Self {
        let values = |family: &Customer| {
            BTreeMap::from([
                (Field::Username, family.username.value().cloned()),
                (Field::Email, family.email.value().cloned()),
                (Field::PhoneNumber, family.phone_number.value().cloned()),
            ])
        };
        Self(
            families
                .iter()
                .map(|family| (family.id.to_string(), values(family)))
                .collect(),
        )
    }

    fn apply(&mut self, id: &str, update: &PlannedUpdate) {
        for change in &update.changes {
            let now = &self.0[id][&change.field];
            let before = change.before.as_ref().and_then(Value::as_text);
            assert_eq!(now.as_deref(), before, "the reviewed value is there");
            let after = change.after.as_text().map(str::to_owned);
            let taken = after.is_some()
                && self
                    .0
                    .iter()
                    .any(|(other, values)| other != id && values[&change.field] == after);
            assert!(!taken, "{id} takes what another family has");
            self.0.get_mut(id).unwrap().insert(change.field, after);
        }
    }
}

proptest! {
    /// Whatever a table exchanges: no update of the plan meets a value that is taken, and at the end each family
    /// holds what its row asked for.
    #[test]
    fn no_planned_update_meets_a_taken_value(
        rows in proptest::collection::vec((0_usize..8, 0_usize..10, 0_usize..10, 0_usize..10), 0..10)
    ) {
        let families: Vec<Customer> = (0..8)
            .map(|number| serde_json::from_value(json!({
                "id": format!("c{number}"),
                "username": format!("u{number}"),
                "email": (number != 7).then(|| format!("e{number}@y.mx")),
                "phoneNumber": format!("+52551111111{number}"),
            })).unwrap())
            .collect();
        let cells: Vec<[String; 4]> = rows
            .iter()
            .map(|(id, username, email, phone)| [
                format!("c{id}"),
                format!("u{username}"),
                if *email == 9 { "(vaciar)".to_owned() } else { format!("e{email}@y.mx") },
                format!("+52551111111{phone}"),
            ])
            .collect();
        let texts: Vec<Vec<&str>> = cells.iter().map(|row| row.iter().map(String::as_str).collect()).collect();
        let rows: Vec<&[&str]> = texts.iter().map(Vec::as_slice).collect();
        let known = Known::new(families.clone(), HashSet::new());
        let columns = columns(Finder::Id, &[Field::Username, Field::Email, Field::PhoneNumber]);
        let plan = plan_with(known, &columns, &reading(), &rows);
        let mut server = Server::of(&families);
        for update in &plan.updates {
            server.apply(plan.id(update.family).as_str(), update);
        }
        for (row, cells) in plan.rows.iter().zip(&cells) {
            if row.fate == RowFate::Update {
                let held = &server.0[&cells[0]];
                prop_assert_eq!(held[&Field::Username].as_deref(), Some(cells[1].as_str()));
                prop_assert_eq!(held[&Field::PhoneNumber].as_deref(), Some(cells[3].as_str()));
            }
            // Nothing is left out without a word.
            if row.fate == RowFate::Left {
                prop_assert!(plan.issues_of(row.number).iter().any(|issue| issue.code.severity() == Severity::Problem));
            }
        }
    }
}
