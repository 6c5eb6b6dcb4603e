use std::collections::HashSet;
use std::io::Read;
use std::time::Duration;

use flate2::read::GzDecoder;
use practice::{Fault, Options, Practice, Rule, Target};
use serde_json::{Value, json};

use crate::support::{Answer, KEY, NUNEZ, connect, drain, get, patch, school, send, split};

const PATH: &str = "/v1/customers/cm4k6bzfx0019rtqttpbgg0ea";
const BODY: &str = r#"{"input":{"data":{"name":"Familia Nueva"}}}"#;

async fn failing(fault: Fault) -> Practice {
    let practice = school(Options::default()).await;
    practice.set_fault(fault);
    practice
}

/// All bytes an update gets back until the connection closes.
fn update(practice: &Practice) -> Vec<u8> {
    let mut stream = connect(practice);
    send(&mut stream, "PATCH", PATH, KEY, BODY);
    drain(&mut stream)
}

/// Checks the data and the log against each other and against what the fault declares.
fn assert_applied(practice: &Practice, applied: bool) {
    assert_eq!(
        practice.family(NUNEZ).unwrap()["name"] == "Familia Nueva",
        applied
    );
    let log = practice.requests();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].applied, applied);
}

async fn refused(fault: Fault, status: u16, message: &str, applied: bool) -> Answer {
    assert_eq!(fault.applies(), applied);
    let practice = failing(fault).await;
    let answer = split(&update(&practice));
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (status, message)
    );
    assert_applied(&practice, applied);
    answer
}

#[tokio::test]
async fn unauthorized_is_a_401_before_applying() {
    refused(Fault::Unauthorized, 401, "You are not authenticated", false).await;
}

#[tokio::test]
async fn forbidden_is_a_403_before_applying() {
    refused(Fault::Forbidden, 403, "Permission denied", false).await;
}

#[tokio::test]
async fn rate_limited_is_a_429_with_the_retry_after_it_was_given() {
    for after in [
        None,
        Some("7"),
        Some("Wed, 21 Oct 2026 07:28:00 GMT"),
        Some("soon"),
    ] {
        let fault = Fault::RateLimited {
            retry_after: after.map(str::to_owned),
        };
        let answer = refused(fault, 429, "Too many requests", false).await;
        assert_eq!(answer.header("retry-after"), after);
    }
}

#[tokio::test]
async fn a_500_before_applying_and_one_after_look_the_same() {
    let before = refused(
        Fault::ServerErrorBefore,
        500,
        "Internal server error",
        false,
    )
    .await;
    let after = refused(Fault::ServerErrorAfter, 500, "Internal server error", true).await;
    assert_eq!(before.body, after.body);
}

#[tokio::test]
async fn a_bad_gateway_is_html() {
    let practice = failing(Fault::BadGatewayHtml).await;
    let answer = split(&update(&practice));
    assert_eq!(answer.status, 502);
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(answer.body.starts_with(b"<!DOCTYPE html>"));
    assert_applied(&practice, false);
}

#[tokio::test]
async fn dropped_before_headers_shows_not_a_byte() {
    let practice = failing(Fault::DropBeforeHeaders).await;
    assert_eq!(update(&practice), b"");
    assert_applied(&practice, false);
}

#[tokio::test]
async fn dropped_mid_body_shows_half_of_what_it_promised() {
    let practice = failing(Fault::DropMidBodyAfterApplying).await;
    let answer = split(&update(&practice));
    assert_eq!(answer.status, 200);
    let promised: usize = answer.header("content-length").unwrap().parse().unwrap();
    assert_eq!(answer.body.len(), promised / 2);
    assert!(answer.body.starts_with(br#"{"customer":{"#));
    assert_applied(&practice, true);
}

#[tokio::test]
async fn stuck_shows_nothing_until_the_server_is_gone() {
    for (fault, applied) in [
        (Fault::Stuck, false),
        (Fault::StuckAfterApplying, true),
        (Fault::Slow(Duration::from_hours(1)), true),
    ] {
        let practice = failing(fault).await;
        let mut stream = connect(&practice);
        send(&mut stream, "PATCH", PATH, KEY, BODY);
        practice.requests_reach(1).await;
        assert_applied(&practice, applied);
        drop(practice);
        assert_eq!(drain(&mut stream), b"");
    }
}

#[tokio::test]
async fn slow_gives_the_right_answer_in_the_end() {
    let practice = failing(Fault::Slow(Duration::from_millis(1))).await;
    let answer = split(&update(&practice));
    assert_eq!(answer.json()["customer"]["name"], "Familia Nueva");
    assert_applied(&practice, true);
}

#[tokio::test]
async fn truncated_json_is_whole_http() {
    let practice = failing(Fault::TruncatedJson).await;
    let answer = split(&update(&practice));
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.header("content-length").unwrap(),
        answer.body.len().to_string()
    );
    let error = serde_json::from_slice::<Value>(&answer.body).unwrap_err();
    assert!(error.is_eof());
    assert_applied(&practice, true);
}

#[tokio::test]
async fn the_wrong_type_is_a_number_for_a_name_in_every_answer() {
    let practice = failing(Fault::WrongType).await;
    let answer = split(&update(&practice)).json();
    assert_eq!(answer["customer"]["name"], 42);
    assert_applied(&practice, true);
    assert_eq!(get(&practice, PATH).json()["name"], 42);
    assert_eq!(get(&practice, "/v1/customers").json()[19]["name"], 42);
}

#[tokio::test]
async fn a_huge_body_is_twenty_megabytes_of_right_answer_without_a_length() {
    let practice = failing(Fault::HugeBody).await;
    let answer = split(&update(&practice));
    assert_eq!(answer.header("content-length"), None);
    assert!(answer.body.len() > 20 << 20);
    assert!(answer.body.ends_with(b"}}\r\n0\r\n\r\n"));
    assert_applied(&practice, true);
}

#[tokio::test]
async fn a_redirect_would_have_the_update_sent_elsewhere() {
    let to = "http://127.0.0.1:1/v1/customers";
    let practice = failing(Fault::Redirect { to: to.to_owned() }).await;
    let answer = split(&update(&practice));
    assert_eq!((answer.status, answer.header("location")), (307, Some(to)));
    assert_applied(&practice, false);
}

#[tokio::test]
async fn gzip_is_the_right_answer_that_nobody_asked_to_compress() {
    let practice = failing(Fault::Gzip).await;
    let answer = split(&update(&practice));
    assert_eq!(answer.header("content-encoding"), Some("gzip"));
    let mut text = String::new();
    GzDecoder::new(&answer.body[..])
        .read_to_string(&mut text)
        .unwrap();
    let body: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(body["customer"]["name"], "Familia Nueva");
    assert_applied(&practice, true);
}

#[tokio::test]
async fn a_fault_after_applying_never_applies_what_is_refused() {
    let practice = failing(Fault::ServerErrorAfter).await;
    assert_eq!(patch(&practice, NUNEZ, &json!({ "name": "" })).status, 500);
    assert!(!practice.requests()[0].applied);
}

#[tokio::test]
async fn scripted_faults_come_one_per_request_and_then_the_standing_one() {
    let practice = failing(Fault::ServerErrorBefore).await;
    practice.push_faults([
        Some(Rule::from(Fault::Forbidden)),
        None,
        Fault::Unauthorized.into(),
    ]);
    let statuses: Vec<u16> = (0..5).map(|_| get(&practice, PATH).status).collect();
    assert_eq!(statuses, [403, 200, 401, 500, 500]);
    practice.set_fault(None);
    assert_eq!(get(&practice, PATH).status, 200);
}

#[tokio::test]
async fn a_fault_applies_only_to_the_requests_it_is_for() {
    let practice = failing(Fault::Forbidden).await;
    practice.set_fault(Fault::Forbidden.on(Target::Writes));
    assert_eq!(get(&practice, PATH).status, 200);
    assert_eq!(patch(&practice, NUNEZ, &json!({})).status, 403);
    practice.set_fault(Fault::Forbidden.on(Target::Reads));
    assert_eq!(get(&practice, PATH).status, 403);
    assert_eq!(patch(&practice, NUNEZ, &json!({})).status, 200);
}

#[tokio::test]
async fn a_scripted_fault_waits_for_the_request_it_is_for() {
    let practice = school(Options::default()).await;
    practice.push_faults([
        Fault::ServerErrorAfter.on(Target::Writes),
        Fault::Forbidden.into(),
    ]);
    assert_eq!(get(&practice, PATH).status, 200);
    assert_eq!(patch(&practice, NUNEZ, &json!({ "name": "X" })).status, 500);
    assert_eq!(get(&practice, PATH).status, 403);
    assert_eq!(get(&practice, PATH).json()["name"], "X");
}

#[tokio::test]
async fn every_fault_declares_correctly_whether_the_update_is_applied_by_its_answer() {
    for name in Fault::ALL {
        let fault = Fault::from_name(name).unwrap();
        for (body, valid) in [(BODY, true), (r#"{"input":{"data":{"name":""}}}"#, false)] {
            let practice = failing(fault.clone()).await;
            let before = practice.family(NUNEZ);
            // Held, so that even what is never answered has done all it does.
            practice.hold_answers();
            let mut stream = connect(&practice);
            send(&mut stream, "PATCH", PATH, KEY, body);
            practice.requests_reach(1).await;
            let applied = fault.applies() && valid;
            assert_eq!(practice.requests()[0].applied, applied, "{name}");
            assert_eq!(practice.family(NUNEZ) != before, applied, "{name}");
        }
    }
}

#[tokio::test]
async fn no_fault_on_a_read_changes_anything() {
    for name in Fault::ALL {
        let practice = failing(Fault::from_name(name).unwrap()).await;
        let before = practice.families();
        practice.hold_answers();
        let paths = [PATH, "/v1/customers", "/v1/customers/nobody", "/nowhere"];
        let streams = paths.map(|path| {
            let mut stream = connect(&practice);
            send(&mut stream, "GET", path, KEY, "");
            stream
        });
        practice.requests_reach(streams.len()).await;
        assert_eq!(practice.families(), before, "{name}");
        assert_eq!(practice.land_late(), 0, "{name}");
    }
}

#[test]
fn every_fault_has_a_unique_name_that_finds_it() {
    for name in Fault::ALL {
        let fault = Fault::from_name(name).unwrap();
        assert_eq!(fault.name(), name);
        let text = serde_json::to_string(&fault).unwrap();
        assert!(text.contains(&format!("\"{name}\"")), "{text}");
        assert_eq!(serde_json::from_str::<Fault>(&text).unwrap(), fault);
    }
    assert_eq!(Fault::from_name("none"), None);
    let names: HashSet<&str> = Fault::ALL.into_iter().collect();
    assert_eq!(names.len(), Fault::ALL.len());
}

#[test]
fn the_json_of_a_fault_is_stable() {
    for (fault, json) in [
        (Fault::Gzip, json!("gzip")),
        (
            Fault::RateLimited { retry_after: None },
            json!({ "rate-limited": { "retry_after": null } }),
        ),
        (
            Fault::Slow(Duration::from_secs(5)),
            json!({ "slow": { "secs": 5, "nanos": 0 } }),
        ),
        (Fault::OldRecordBefore, json!("old-record-before")),
        (
            Fault::Refused {
                message: "No".to_owned(),
            },
            json!({ "refused": { "message": "No" } }),
        ),
    ] {
        assert_eq!(serde_json::to_value(&fault).unwrap(), json);
        assert_eq!(serde_json::from_value::<Fault>(json).unwrap(), fault);
    }
}

#[test]
fn people_pick_among_the_faults_they_can_understand() {
    let [first, .., last] = Fault::FOR_PEOPLE else {
        panic!("nothing to pick");
    };
    assert_eq!((*first, *last), ("unauthorized", "refused-on-repeat"));
    assert_eq!(Fault::FOR_PEOPLE.len(), 21);
    for name in Fault::FOR_PEOPLE {
        assert!(Fault::ALL.contains(name), "{name}");
    }
}
