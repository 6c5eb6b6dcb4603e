use practice::{Fault, Options, Practice};
use serde_json::json;

use crate::support::{KEY, NUNEZ, connect, drain, get, patch, school, send, split};

const PATH: &str = "/v1/customers/cm4k6bzfx0019rtqttpbgg0ea";
const BODY: &str = r#"{"input":{"data":{"name":"Familia Nueva"}}}"#;

/// Sends an update and returns the connection its answer is to come by.
async fn sent(practice: &Practice) -> std::net::TcpStream {
    let mut stream = connect(practice);
    send(&mut stream, "PATCH", PATH, KEY, BODY);
    practice.requests_reach(1).await;
    stream
}

/// Whether the server has put nothing on the wire so far.
fn silent(stream: &std::net::TcpStream) -> bool {
    stream.set_nonblocking(true).unwrap();
    let peeked = stream.peek(&mut [0]);
    stream.set_nonblocking(false).unwrap();
    peeked.is_err_and(|error| error.kind() == std::io::ErrorKind::WouldBlock)
}

#[tokio::test]
async fn a_held_answer_waits_for_its_release_and_its_update_does_not() {
    let practice = school(Options::default()).await;
    practice.hold_answers();
    let mut stream = sent(&practice).await;
    assert_eq!(practice.family(NUNEZ).unwrap()["name"], "Familia Nueva");
    assert!(practice.requests()[0].applied);
    // Another complete request: the first answer had time to leave.
    let mut other = connect(&practice);
    send(&mut other, "GET", "/nowhere", KEY, "");
    practice.requests_reach(2).await;
    assert!(silent(&stream) && silent(&other));
    practice.release_answers();
    let answer = split(&drain(&mut stream));
    assert_eq!(answer.json()["customer"]["name"], "Familia Nueva");
    assert_eq!(split(&drain(&mut other)).status, 404);
    assert_eq!(get(&practice, PATH).status, 200);
}

#[tokio::test]
async fn a_held_answer_shows_what_was_true_when_it_was_made() {
    let practice = school(Options::default()).await;
    practice.hold_answers();
    let mut stream = sent(&practice).await;
    practice.edit(NUNEZ, |family| {
        family.insert("name".to_owned(), "Familia Posterior".into());
    });
    practice.release_answers();
    let answer = split(&drain(&mut stream));
    assert_eq!(answer.json()["customer"]["name"], "Familia Nueva");
}

#[tokio::test]
async fn holding_again_at_once_does_not_hold_what_was_released() {
    let practice = school(Options::default()).await;
    practice.hold_answers();
    practice.hold_answers();
    let mut first = sent(&practice).await;
    practice.release_answers();
    practice.hold_answers();
    assert_eq!(split(&drain(&mut first)).status, 200);
    practice.clear_requests();
    let mut second = sent(&practice).await;
    assert!(silent(&second));
    practice.release_answers();
    practice.release_answers();
    assert_eq!(split(&drain(&mut second)).status, 200);
}

#[tokio::test]
async fn a_broken_connection_is_held_back_as_an_answer_is() {
    let practice = school(Options::default()).await;
    practice.set_fault(Fault::DropBeforeHeaders);
    practice.hold_answers();
    let mut stream = sent(&practice).await;
    assert!(silent(&stream));
    practice.release_answers();
    assert_eq!(drain(&mut stream), b"");
}

#[tokio::test]
async fn dropping_the_server_ends_what_is_held() {
    let practice = school(Options::default()).await;
    practice.hold_answers();
    let mut stream = sent(&practice).await;
    drop(practice);
    assert_eq!(drain(&mut stream), b"");
}

#[tokio::test]
async fn what_was_not_held_is_answered_at_once() {
    let practice = school(Options::default()).await;
    practice.release_answers();
    assert_eq!(patch(&practice, NUNEZ, &json!({})).status, 200);
}
