use std::{collections::VecDeque, sync::Mutex};

use desk::{
    Draft, Failure, Field, Intent, IntentId, LogError, Outcome, Proof, Request, Settled, UpdateLog,
    Verdict, check,
};
use jiff::Timestamp;
use quentli::{Customer, CustomerId, Customers, Error, UnknownCause, Update};
use serde_json::json;

use crate::support::{draft, family, text, with};

/// What happened, in order, over both the network and the log.
#[derive(Debug, Default)]
struct Script {
    happened: Mutex<Vec<String>>,
    gets: Mutex<VecDeque<Result<Customer, Error>>>,
    updates: Mutex<VecDeque<Result<Customer, Error>>>,
    log_fails: bool,
}

impl Script {
    fn note(&self, what: impl Into<String>) {
        self.happened.lock().unwrap().push(what.into());
    }
}

impl Customers for Script {
    async fn get(&self, _: &CustomerId) -> Result<Customer, Error> {
        self.note("get");
        self.gets
            .lock()
            .unwrap()
            .pop_front()
            .expect("a read was not expected")
    }

    async fn update(&self, _: &CustomerId, update: &Update) -> Result<Customer, Error> {
        self.note(format!("patch {}", serde_json::to_string(update).unwrap()));
        self.updates
            .lock()
            .unwrap()
            .pop_front()
            .expect("an update was not expected")
    }
}

impl UpdateLog for Script {
    fn intend(&self, intent: &Intent) -> Result<IntentId, LogError> {
        self.note(format!("intent {}", intent.changes.len()));
        if self.log_fails {
            Err(LogError::Full)
        } else {
            Ok(IntentId(7))
        }
    }

    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), LogError> {
        self.note(format!("settled {} {:?}", id.0, settled.state));
        Ok(())
    }
}

fn noon() -> Timestamp {
    "2026-03-04T12:00:00Z".parse().unwrap()
}

async fn run(script: &Script, base: Option<&Customer>, typed: &Draft) -> Result<Outcome, Failure> {
    let checked = check(base, typed);
    let id = family().id;
    let request = Request {
        id: &id,
        base,
        patch: desk::patch(&checked.changes),
        changes: &checked.changes,
        otp: None,
        organization: Some("org_1"),
    };
    desk::update(script, script, &noon, request).await
}

fn script(
    gets: impl IntoIterator<Item = Result<Customer, Error>>,
    updates: impl IntoIterator<Item = Result<Customer, Error>>,
) -> Script {
    Script {
        gets: Mutex::new(gets.into_iter().collect()),
        updates: Mutex::new(updates.into_iter().collect()),
        ..Script::default()
    }
}

fn renamed() -> Customer {
    with(json!({ "name": "Familia Ruiz", "updatedAt": "2026-03-04T12:00:00.000Z" }))
}

fn typed() -> Draft {
    draft([(Field::Name, text("Familia Ruiz"))])
}

fn dropped() -> Result<Customer, Error> {
    Err(Error::OutcomeUnknown(UnknownCause::Dropped))
}

#[tokio::test]
async fn the_intent_is_written_after_the_second_look_and_before_the_send() {
    let script = script([Ok(family())], [Ok(renamed())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Applied {
            proof: Proof::Answer,
            ..
        }
    ));
    assert_eq!(
        *script.happened.lock().unwrap(),
        [
            "get",
            "intent 1",
            r#"patch {"input":{"data":{"name":"Familia Ruiz"}}}"#,
            "settled 7 Applied"
        ]
    );
}

#[tokio::test]
async fn a_record_that_moved_on_is_a_conflict_and_nothing_is_sent() {
    let theirs = with(json!({ "updatedAt": "2026-01-01T00:00:00.000Z" }));
    let script = script([Ok(theirs.clone())], []);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert_eq!(outcome, Outcome::Conflict { theirs });
    assert_eq!(*script.happened.lock().unwrap(), ["get"]);
}

#[tokio::test]
async fn nothing_is_sent_when_the_second_look_fails_or_shows_another_school() {
    let failing = script([Err(Error::NotFound)], []);
    let failure = run(&failing, Some(&family()), &typed()).await.unwrap_err();
    assert_eq!(failure, Failure::PreRead(Error::NotFound));
    let elsewhere = script([Ok(with(json!({ "organizationId": "org_2" })))], []);
    let failure = run(&elsewhere, Some(&family()), &typed())
        .await
        .unwrap_err();
    assert_eq!(failure, Failure::WrongOrganization);
}

#[tokio::test]
async fn nothing_is_sent_when_the_intent_cannot_be_written() {
    let script = Script {
        log_fails: true,
        ..script([Ok(family())], [])
    };
    let failure = run(&script, Some(&family()), &typed()).await.unwrap_err();
    assert!(matches!(failure, Failure::Log(_)));
    assert_eq!(*script.happened.lock().unwrap(), ["get", "intent 1"]);
}

#[tokio::test]
async fn a_refusal_is_certain() {
    let refusal = Error::Forbidden {
        message: "no".into(),
    };
    let script = script([Ok(family())], [Err(refusal.clone())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert_eq!(
        outcome,
        Outcome::Refused {
            error: refusal,
            at: noon()
        }
    );
    assert_eq!(
        script.happened.lock().unwrap().last().unwrap(),
        "settled 7 Refused"
    );
}

#[tokio::test]
async fn an_unknown_outcome_is_settled_by_reading_back() {
    let applied = script([Ok(family()), Ok(renamed())], [dropped()]);
    let outcome = run(&applied, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Applied {
            proof: Proof::ReadBack(Some(UnknownCause::Dropped)),
            ..
        }
    ));

    let not_applied = script([Ok(family()), Ok(family())], [dropped()]);
    let outcome = run(&not_applied, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(outcome, Outcome::NotApplied { .. }));

    let other = with(json!({ "name": "Familia Otra", "updatedAt": "2026-03-04T12:00:00.000Z" }));
    let different = script([Ok(family()), Ok(other)], [dropped()]);
    let outcome = run(&different, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(outcome, Outcome::Different { .. }));

    let cut_off = script([Ok(family()), Err(Error::NotFound)], [dropped()]);
    let outcome = run(&cut_off, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            read_back: Some(Error::NotFound),
            ..
        }
    ));
    assert_eq!(
        cut_off.happened.lock().unwrap().last().unwrap(),
        "settled 7 Unknown"
    );
}

#[tokio::test]
async fn an_answer_about_another_family_is_no_answer() {
    let stranger = with(json!({ "id": "cus_other" }));
    let script = script([Ok(family()), Ok(family())], [Ok(stranger)]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(outcome, Outcome::NotApplied { .. }));
}

#[tokio::test]
async fn what_quentli_never_shows_is_told_from_the_records_date_or_not_at_all() {
    let tags = draft([(Field::TosIp, text("10.0.0.1"))]);
    let untouched = script([Ok(family()), Ok(family())], [dropped()]);
    let outcome = run(&untouched, Some(&family()), &tags).await.unwrap();
    assert!(matches!(outcome, Outcome::NotApplied { .. }));

    let touched = with(json!({ "updatedAt": "2026-03-04T12:00:00.000Z" }));
    let script = script([Ok(family()), Ok(touched)], [dropped()]);
    let outcome = run(&script, Some(&family()), &tags).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            read_back: None,
            ..
        }
    ));
}

#[tokio::test]
async fn a_key_that_cannot_read_sends_without_a_second_look() {
    let script = script([], [Ok(renamed())]);
    let outcome = run(&script, None, &typed()).await.unwrap();
    let Outcome::Applied { rows, .. } = outcome else {
        panic!("applied expected")
    };
    assert_eq!(rows[0].verdict, Verdict::Held);
    assert_eq!(script.happened.lock().unwrap().len(), 3);
}

#[tokio::test]
async fn what_the_server_stored_otherwise_is_shown_as_different() {
    let other = with(json!({ "name": "FAMILIA RUIZ" }));
    let script = script([Ok(family())], [Ok(other)]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    let Outcome::Applied { rows, .. } = outcome else {
        panic!("applied expected")
    };
    assert_eq!(rows[0].verdict, Verdict::Different);
}
