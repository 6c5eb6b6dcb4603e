//! Values that families take from each other, and the order in which that can be sent.

use std::collections::{BTreeMap, HashSet};

use proptest::prelude::*;
use quentli::Customer;
use record::{
    Field, Finder, IssueCode, Known, Pass, Plan, PlannedUpdate, RowFate, RowIssue, Severity, Value,
};
use serde_json::json;

use crate::plan::{PHONES, codes, columns, plan, plan_with, reading};

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
