//! Taking an update back.

use desk::{Opened, Report, Undo, Undoable};

use super::*;

const HERNANDEZ: &str = "cm4k6c1mq001brtqt9d0v7xwe";

fn typed(text: &str) -> Entry {
    Entry::Text {
        text: text.to_owned(),
        exact: false,
    }
}

fn draft(entries: impl IntoIterator<Item = (Field, Entry)>) -> Draft {
    Draft {
        entries: entries.into_iter().collect(),
    }
}

fn body(data: &Value) -> Value {
    json!({ "input": { "data": data } })
}

/// Review and Update, of what is typed into a record as it was opened.
async fn send(desk: &Desk, at: u32, opened: &Opened, draft: Draft) -> Report {
    let reviewed = desk
        .review(at, NUNEZ, Some(opened.revision), draft)
        .unwrap();
    assert!(reviewed.moved.is_none());
    assert_eq!(reviewed.found.problems, []);
    desk.update(at, NUNEZ, "").await.unwrap()
}

/// An update sent from a freshly opened record.
async fn update(desk: &Desk, at: u32, draft: Draft) -> Report {
    let opened = desk.open_record(at, NUNEZ).await.unwrap();
    send(desk, at, &opened, draft).await
}

async fn undo(desk: &Desk, at: u32, report: &Report) -> (Opened, Vec<Field>) {
    let Undo { opened, impossible } = desk
        .undo(at, NUNEZ, report.update.unwrap(), false)
        .await
        .unwrap();
    (opened.expect("no draft is in the way"), impossible)
}

fn held(computer: &Computer) -> Value {
    computer.practice.family(NUNEZ).unwrap()
}

#[tokio::test]
async fn undoing_is_reviewed_and_sends_exactly_what_was_there_before() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let before = held(&computer);
    let report = update(&desk, at, renamed("Familia Otra")).await;
    assert!(report.undo.possible);
    assert_eq!(report.undo.impossible, []);

    let (opened, impossible) = undo(&desk, at, &report).await;
    assert_eq!(impossible, []);
    assert!(opened.conflict.is_none());
    assert_eq!(computer.patches().len(), 1, "nothing is sent by undoing");
    let undone = send(&desk, at, &opened, opened.draft.clone()).await;
    assert!(matches!(undone.outcome, Outcome::Applied { .. }));
    assert_eq!(
        computer.patches()[1],
        body(&json!({ "name": before["name"] }))
    );
    assert_eq!(held(&computer)["name"], before["name"]);
    assert!(!undone.draft_kept);
    // The undoing is an update like any other, and can itself be undone.
    let (opened, _) = undo(&desk, at, &undone).await;
    send(&desk, at, &opened, opened.draft.clone()).await;
    assert_eq!(held(&computer)["name"], "Familia Otra");
}

#[tokio::test]
async fn a_field_that_quentli_never_shows_is_said_to_be_impossible() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let before = held(&computer);
    let mixed = draft([
        (Field::Name, typed("Familia Otra")),
        (Field::Password, typed("una nueva")),
    ]);
    let report = update(&desk, at, mixed).await;
    assert!(report.undo.possible);
    assert_eq!(report.undo.impossible, [Field::Password]);
    let (opened, impossible) = undo(&desk, at, &report).await;
    assert_eq!(impossible, [Field::Password]);
    send(&desk, at, &opened, opened.draft.clone()).await;
    assert_eq!(
        computer.patches()[1],
        body(&json!({ "name": before["name"] }))
    );

    let alone = draft([(Field::Signature, typed("Ana"))]);
    let report = update(&desk, at, alone).await;
    assert!(!report.undo.possible);
    assert_eq!(report.undo.impossible, [Field::Signature]);
    let refused = desk.undo(at, NUNEZ, report.update.unwrap(), false).await;
    assert_eq!(refused.unwrap_err(), Error::NothingToUndo);
}

#[tokio::test]
async fn what_a_colleague_changed_since_is_decided_before_anything_is_sent() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let before = held(&computer);
    let report = update(&desk, at, renamed("Familia Otra")).await;
    computer.practice.edit(NUNEZ, |family| {
        family.insert("name".into(), json!("Familia de la Colega"));
        family.insert("email".into(), json!("colega@escuela.mx"));
    });

    let (opened, _) = undo(&desk, at, &report).await;
    let conflict = opened.conflict.clone().expect("both touched the name");
    let name = conflict
        .found
        .rows
        .iter()
        .find(|row| row.field == Field::Name)
        .unwrap();
    assert_eq!(name.base.as_text(), Some("Familia Otra"));
    assert_eq!(name.theirs.as_text(), Some("Familia de la Colega"));
    assert_eq!(
        name.mine.as_ref().and_then(|mine| mine.as_text()),
        before["name"].as_str()
    );
    let update = desk.review(at, NUNEZ, Some(opened.revision), opened.draft.clone());
    assert!(update.is_ok());
    let refused = desk.update(at, NUNEZ, "").await;
    assert!(matches!(refused, Err(Error::NotReviewed)), "{refused:?}");
    assert_eq!(computer.patches().len(), 1);

    // Theirs is kept: nothing is left to undo, and their e-mail was never in question.
    let decided = desk
        .rebase(at, NUNEZ, Some(conflict.revision), &[])
        .unwrap();
    assert!(decided.draft.is_empty());
    assert_eq!(held(&computer)["email"], "colega@escuela.mx");
}

#[tokio::test]
async fn another_change_of_a_colleagues_is_left_alone() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let before = held(&computer);
    let report = update(&desk, at, renamed("Familia Otra")).await;
    computer.practice.edit(NUNEZ, |family| {
        family.insert("email".into(), json!("colega@escuela.mx"));
    });
    let (opened, _) = undo(&desk, at, &report).await;
    assert!(opened.conflict.is_none());
    send(&desk, at, &opened, opened.draft.clone()).await;
    assert_eq!(
        computer.patches()[1],
        body(&json!({ "name": before["name"] }))
    );
    assert_eq!(held(&computer)["email"], "colega@escuela.mx");
}

#[tokio::test]
async fn a_kept_draft_is_given_up_only_when_asked_for() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let report = update(&desk, at, renamed("Familia Otra")).await;
    let update = report.update.unwrap();
    let opened = desk.open_record(at, NUNEZ).await.unwrap();
    let other = draft([(Field::Email, typed("otra@escuela.mx"))]);
    desk.edit(at, NUNEZ, Some(opened.revision), other.clone())
        .unwrap();

    let asked = desk.undo(at, NUNEZ, update, false).await.unwrap();
    assert!(asked.opened.is_none());
    let kept = desk.open_record(at, NUNEZ).await.unwrap();
    assert_eq!(kept.draft, other, "nothing was done");

    let undone = desk.undo(at, NUNEZ, update, true).await.unwrap();
    let fields: Vec<Field> = undone.opened.unwrap().draft.entries.into_keys().collect();
    assert_eq!(fields, [Field::Name]);
}

#[tokio::test]
async fn the_last_update_can_be_undone_after_a_restart_and_not_once_everything_is_erased() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let before = held(&computer);
    update(&desk, at, renamed("Familia Otra")).await;
    drop(desk);

    let desk = computer.start();
    let at = desk.begin(false).await.unwrap().generation;
    let report = desk.outcome(at, NUNEZ).await.unwrap();
    assert!(report.recorded && report.undo.possible);
    let (opened, _) = undo(&desk, at, &report).await;
    drop(desk);

    // The draft is kept like any other.
    let desk = computer.start();
    let at = desk.begin(false).await.unwrap().generation;
    let again = desk.open_record(at, NUNEZ).await.unwrap();
    assert_eq!(again.draft, opened.draft);
    send(&desk, at, &again, again.draft.clone()).await;
    assert_eq!(held(&computer)["name"], before["name"]);

    desk.acknowledge(at, desk.outcome(at, NUNEZ).await.unwrap().update.unwrap())
        .unwrap();
    desk.erase().await.unwrap();
    let refused = desk.undo(at, NUNEZ, report.update.unwrap(), false).await;
    assert_eq!(refused.unwrap_err(), Error::NothingToUndo);
}

#[tokio::test]
async fn an_update_of_another_family_is_not_undone_here() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let report = update(&desk, at, renamed("Familia Otra")).await;
    let refused = desk
        .undo(at, HERNANDEZ, report.update.unwrap(), false)
        .await;
    assert_eq!(refused.unwrap_err(), Error::NothingToUndo);
}

#[tokio::test]
async fn what_was_refused_or_never_arrived_offers_no_undo() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    computer
        .practice
        .set_fault(Fault::ServerErrorBefore.on(Target::Writes));
    let report = update(&desk, at, renamed("Familia Otra")).await;
    assert!(matches!(report.outcome, Outcome::Unknown { .. }));
    assert_eq!(report.undo, Undoable::default());
    let refused = desk.undo(at, NUNEZ, report.update.unwrap(), false).await;
    assert_eq!(refused.unwrap_err(), Error::NothingToUndo);
}

#[tokio::test]
async fn what_is_typed_while_an_update_is_being_undone_is_not_lost() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let report = update(&desk, at, renamed("Familia Otra")).await;
    let shown = desk.open_record(at, NUNEZ).await.unwrap();
    undo(&desk, at, &report).await;
    let typed = draft([(Field::Email, typed("otra@escuela.mx"))]);
    let edited = desk.edit(at, NUNEZ, Some(shown.revision), typed.clone());
    let moved = edited.unwrap().moved.expect("the record has moved on");
    assert_eq!(moved.draft, typed);
}
