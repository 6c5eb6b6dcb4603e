use desk::{Cause, Error as DeskError, Outcome, Proof, Seen};
use quentli::{Error, NotSent, ProxyAuth};
use record::{Field, Verdict};
use serde_json::json;

use super::script::*;
use crate::family::{draft, family, text, with};

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
    assert_eq!(failure, DeskError::Api(Error::NotFound));
    let elsewhere = script([Ok(with(json!({ "organizationId": "org_2" })))], []);
    let failure = run(&elsewhere, Some(&family()), &typed())
        .await
        .unwrap_err();
    assert_eq!(failure, DeskError::WrongOrganization);
}

#[tokio::test]
async fn nothing_is_sent_when_the_intent_cannot_be_written() {
    let script = Script {
        log_fails: true,
        ..script([Ok(family())], [])
    };
    let failure = run(&script, Some(&family()), &typed()).await.unwrap_err();
    assert!(matches!(failure, DeskError::Journal(_)));
    assert_eq!(*script.happened.lock().unwrap(), ["get", "intent 1"]);
}

#[tokio::test]
async fn a_value_that_moved_without_the_date_is_a_conflict_too() {
    let theirs = with(json!({ "name": "Familia Suya" }));
    let script = script([Ok(theirs.clone())], []);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert_eq!(outcome, Outcome::Conflict { theirs });
    // Another field may move under the same date: it is neither shown nor sent.
    let other = with(json!({ "secondaryPhoneNumber": "+525500000000" }));
    let apart = self::script([Ok(other)], [Ok(renamed())]);
    let outcome = run(&apart, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { .. }));
}

#[tokio::test]
async fn a_record_that_was_archived_meanwhile_is_a_conflict() {
    let theirs = with(json!({ "archivedAt": "2026-03-04T11:00:00.000Z" }));
    let script = script([Ok(theirs.clone())], []);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert_eq!(outcome, Outcome::Conflict { theirs });
}

#[tokio::test]
async fn a_refusal_is_believed_once_the_record_was_read_again() {
    let script = script([Ok(family()), Ok(family())], [Err(refusal())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(
        matches!(&outcome, Outcome::Refused { cause: Some(Cause::Answer(error)), .. } if *error == refusal())
    );
    let happened = script.happened.lock().unwrap();
    assert_eq!(happened[3..], ["get", "settled 7 Refused"]);
}

#[tokio::test]
async fn the_refusal_of_a_second_delivery_is_not_the_outcome_of_the_first() {
    let script = script([Ok(family()), Ok(renamed())], [Err(refusal())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    let proof = Proof::ReadBack(Some(Cause::Answer(refusal())));
    assert!(matches!(outcome, Outcome::Applied { proof: found, .. } if found == proof));
}

#[tokio::test]
async fn a_refusal_that_cannot_be_confirmed_is_unknown() {
    let unreachable = Err(Error::NotSent(NotSent::Connect));
    let script = script([Ok(family()), unreachable], [Err(refusal())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown { seen: Seen::Failed(_), cause: Some(Cause::Answer(error)), .. }
            if error == refusal()
    ));
}

#[tokio::test]
async fn a_request_that_was_never_worked_on_needs_no_second_look() {
    for error in [
        Error::Unauthorized {
            message: String::new(),
        },
        Error::NotSent(NotSent::ProxyAuth(ProxyAuth::Unknown)),
        Error::Rejected {
            status: 413,
            message: String::new(),
            issues: Vec::new(),
        },
    ] {
        let script = script([Ok(family())], [Err(error.clone())]);
        let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
        assert!(
            matches!(outcome, Outcome::Refused { cause: Some(Cause::Answer(found)), .. } if found == error)
        );
    }
}

#[tokio::test]
async fn an_answer_about_another_family_is_no_answer() {
    let stranger = with(json!({ "id": "cus_other" }));
    let script = script([Ok(family()), Ok(family())], [Ok(stranger)]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::NotYet,
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
async fn for_a_key_that_cannot_read_the_answer_is_all_there_is() {
    let script = script([], [Ok(with(json!({ "name": "FAMILIA RUIZ" })))]);
    let outcome = run(&script, None, &typed()).await.unwrap();
    assert!(matches!(outcome, Outcome::Different { .. }));
    let refused = self::script([], [Err(refusal())]);
    let outcome = run(&refused, None, &typed()).await.unwrap();
    assert!(matches!(outcome, Outcome::Refused { .. }));
}

#[tokio::test]
async fn a_refusal_that_no_record_bears_out_is_not_said_to_have_changed_nothing() {
    let address = draft([(Field::TosIp, text("10.0.0.1"))]);
    let refused = script([Ok(family()), Ok(family())], [Err(refusal())]);
    let outcome = run(&refused, Some(&family()), &address).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Refused {
            confirmed: false,
            ..
        }
    ));
    // Somebody wrote to the record meanwhile: perhaps a first delivery of this update.
    let touched = with(json!({ "updatedAt": "2026-03-04T12:00:00.000Z" }));
    let moved = script([Ok(family()), Ok(touched)], [Err(refusal())]);
    let outcome = run(&moved, Some(&family()), &address).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::Hidden,
            ..
        }
    ));
    let unreadable = script([], [Err(refusal())]);
    let outcome = run(&unreadable, None, &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Refused {
            confirmed: false,
            ..
        }
    ));
}

#[tokio::test]
async fn a_refusal_of_both_update_and_read_proves_nothing() {
    let forbidden = || Error::Forbidden {
        message: "no".into(),
    };
    let script = script([Ok(family()), Err(forbidden())], [Err(forbidden())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::Failed(_),
            ..
        }
    ));
}
