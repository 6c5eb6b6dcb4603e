use desk::{Cause, LastByte, Outcome, Proof, Seen};
use quentli::{Error, UnknownCause};
use record::{Field, Verdict};
use serde_json::json;

use super::script::*;
use crate::family::{draft, family, text, with};

#[tokio::test]
async fn new_values_settle_an_unknown_outcome_at_once() {
    let applied = script([Ok(family()), Ok(renamed())], [dropped()]);
    let outcome = run(&applied, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Applied {
            proof: Proof::ReadBack(Some(Cause::Answer(Error::OutcomeUnknown(
                UnknownCause::Dropped
            )))),
            ..
        }
    ));
}

#[tokio::test]
async fn old_values_settle_nothing_while_the_update_can_still_land() {
    let reads = [Ok(family()), Ok(family()), Ok(family()), Ok(family())];
    let script = script(reads, [dropped()]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        &outcome,
        Outcome::Unknown {
            seen: Seen::NotYet,
            ..
        }
    ));
    let left_by = left(&outcome);
    script.clock.pass(89);
    let outcome = look(&script, left_by).await;
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::NotYet,
            ..
        }
    ));
    script.clock.pass(1);
    let outcome = look(&script, left_by).await;
    assert!(matches!(outcome, Outcome::NotApplied { .. }));
}

#[tokio::test]
async fn an_update_that_lands_late_is_found_as_applied() {
    let script = script([Ok(family()), Ok(family()), Ok(renamed())], [dropped()]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    script.clock.pass(5);
    let outcome = look(&script, left(&outcome)).await;
    assert!(matches!(outcome, Outcome::Applied { .. }));
}

#[tokio::test]
async fn other_values_settle_nothing_before_their_time_either() {
    let other = with(json!({ "name": "Familia Otra", "updatedAt": "2026-03-04T12:00:00.000Z" }));
    let script = script([Ok(family()), Ok(other.clone()), Ok(other)], [dropped()]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        &outcome,
        Outcome::Unknown {
            seen: Seen::NotYet,
            ..
        }
    ));
    script.clock.pass(90);
    let outcome = look(&script, left(&outcome)).await;
    assert!(matches!(outcome, Outcome::Different { .. }));
}

#[tokio::test]
async fn a_clock_that_jumps_settles_nothing() {
    let script = script(
        [Ok(family()), Ok(family()), Ok(family()), Ok(family())],
        [dropped()],
    );
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    let sent = left(&outcome);
    // The wall clock says that a year has passed; this process knows better.
    let jumped = LastByte {
        at: "2025-03-04T12:00:00Z".parse().unwrap(),
        ..sent
    };
    let outcome = look(&script, jumped).await;
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::NotYet,
            ..
        }
    ));
    // Set back, and of an earlier start: no time has passed for certain.
    let ahead = LastByte {
        at: "2027-03-04T12:00:00Z".parse().unwrap(),
        uptime: None,
    };
    let outcome = look(&script, ahead).await;
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::NotYet,
            ..
        }
    ));
}

#[tokio::test]
async fn what_cannot_be_read_back_stays_unknown() {
    let cut_off = script([Ok(family()), Err(Error::NotFound)], [dropped()]);
    let outcome = run(&cut_off, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Unknown {
            seen: Seen::Failed(Error::NotFound),
            ..
        }
    ));
    assert_eq!(
        cut_off.happened.lock().unwrap().last().unwrap(),
        "settled 7 Unknown"
    );
}

#[tokio::test]
async fn a_read_that_was_asked_for_too_early_settles_nothing_however_late_it_comes() {
    let sent = script([Ok(family()), Ok(family())], [dropped()]);
    let outcome = run(&sent, Some(&family()), &typed()).await.unwrap();
    let slow = Script {
        intent: std::sync::Mutex::new(sent.intent.lock().unwrap().clone()),
        read_takes: 25,
        ..script([Ok(family()), Ok(family())], [])
    };
    slow.clock.pass(70);
    let early = look(&slow, left(&outcome)).await;
    assert!(matches!(
        early,
        Outcome::Unknown {
            seen: Seen::NotYet,
            ..
        }
    ));
    // Asked for at 95 s.
    let late = look(&slow, left(&outcome)).await;
    assert!(matches!(late, Outcome::NotApplied { .. }));
}

#[tokio::test]
async fn of_what_quentli_never_shows_nobody_can_tell_whatever_the_records_date() {
    let address = draft([(Field::TosIp, text("10.0.0.1"))]);
    let touched = with(json!({ "updatedAt": "2026-03-04T12:00:00.000Z" }));
    for read in [family(), touched] {
        let script = script([Ok(family()), Ok(read.clone()), Ok(read)], [dropped()]);
        let outcome = run(&script, Some(&family()), &address).await.unwrap();
        script.clock.pass(90);
        for outcome in [look(&script, left(&outcome)).await, outcome] {
            assert!(matches!(
                outcome,
                Outcome::Unknown {
                    seen: Seen::Hidden,
                    ..
                }
            ));
        }
    }
}

#[tokio::test]
async fn a_200_is_all_that_can_be_known_of_what_quentli_never_shows() {
    let address = draft([(Field::TosIp, text("10.0.0.1"))]);
    let touched = with(json!({ "updatedAt": "2026-03-04T12:00:00.000Z" }));
    for answered in [family(), touched] {
        let script = script([Ok(family())], [Ok(answered)]);
        let outcome = run(&script, Some(&family()), &address).await.unwrap();
        let Outcome::Applied { rows, proof, .. } = outcome else {
            panic!("{outcome:?}")
        };
        assert_eq!(proof, Proof::Answer);
        assert_eq!(rows[0].verdict, Verdict::CannotTell);
    }
}

#[tokio::test]
async fn a_200_that_shows_other_values_is_different_once_the_record_was_read() {
    for answered in [family(), with(json!({ "name": "FAMILIA RUIZ" }))] {
        let script = script([Ok(family()), Ok(answered.clone())], [Ok(answered)]);
        let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
        assert!(matches!(
            outcome,
            Outcome::Different {
                cause: Some(Cause::Contradicted),
                ..
            }
        ));
        let happened = script.happened.lock().unwrap();
        assert_eq!(happened[3..], ["get", "settled 7 Different"]);
    }
    // The answer was stale, the record is not.
    let script = script([Ok(family()), Ok(renamed())], [Ok(family())]);
    let outcome = run(&script, Some(&family()), &typed()).await.unwrap();
    assert!(matches!(
        outcome,
        Outcome::Applied {
            proof: Proof::ReadBack(Some(Cause::Contradicted)),
            ..
        }
    ));
}
