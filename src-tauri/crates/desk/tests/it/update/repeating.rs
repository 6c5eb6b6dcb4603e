use desk::{Cause, Outcome, Proof, Seen};
use quentli::{Error, NotSent, ProxyAuth};
use serde_json::json;

use super::script::*;
use crate::family::{family, with};

#[tokio::test]
async fn a_repeat_reads_the_record_again_and_writes_its_own_intent() {
    for error in [too_many(), Error::NotSent(NotSent::Connect)] {
        let script = script([Ok(family()), Ok(family())], [Err(error), Ok(renamed())]);
        let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
        assert!(matches!(outcome, Outcome::Applied { .. }));
        let sent = r#"patch {"input":{"data":{"name":"Familia Ruiz"}}}"#;
        assert_eq!(
            *script.happened.lock().unwrap(),
            [
                "get",
                "intent 1",
                sent,
                "get",
                "settled 7 Refused",
                "intent 1",
                sent,
                "settled 7 Applied"
            ]
        );
    }
}

#[tokio::test]
async fn a_colleagues_edit_during_the_wait_is_a_conflict_and_nothing_is_repeated() {
    let theirs = with(json!({ "name": "Familia Suya", "updatedAt": "2026-03-04T12:00:01.000Z" }));
    for error in [too_many(), Error::NotSent(NotSent::Dns)] {
        let script = script([Ok(family()), Ok(theirs.clone())], [Err(error)]);
        let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
        assert_eq!(
            outcome,
            Outcome::Conflict {
                theirs: theirs.clone()
            }
        );
    }
}

#[tokio::test]
async fn a_429_to_a_change_that_was_made_all_the_same_is_found_before_the_repeat() {
    let script = script([Ok(family()), Ok(renamed())], [Err(too_many())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Applied {
            proof: Proof::ReadBack(_),
            ..
        }
    ));
}

#[tokio::test]
async fn a_server_that_stays_away_is_given_up_after_three_attempts() {
    let away = || Err(Error::NotSent(NotSent::Connect));
    let gets = [Ok(family()), Ok(family()), Ok(family())];
    let script = script(gets, [away(), away(), away()]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Refused {
            cause: Some(Cause::Answer(Error::NotSent(_))),
            ..
        }
    ));
}

#[tokio::test]
async fn a_429_that_names_no_time_is_not_repeated() {
    let unnamed = Error::RateLimited { retry_after: None };
    let script = script([Ok(family()), Ok(family())], [Err(unnamed.clone())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Refused { cause, confirmed: true, .. } if cause == Some(Cause::Answer(unnamed))
    ));
}

#[tokio::test]
async fn once_an_attempt_was_uncertain_no_later_refusal_makes_the_whole_certain() {
    for later in [
        refusal(),
        Error::NotSent(NotSent::ProxyAuth(ProxyAuth::Unknown)),
    ] {
        let gets = [Ok(family()), Ok(family()), Ok(family())];
        let script = script(gets, [Err(too_many()), Err(later)]);
        let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
        assert!(matches!(
            outcome,
            Outcome::Unknown {
                seen: Seen::NotYet,
                ..
            }
        ));
    }
}
