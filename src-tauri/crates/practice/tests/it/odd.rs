//! Undocumented answers, and refusals that are not the API's own.

use practice::{Fault, Options, Practice, Target};
use serde_json::{Value, json};

use crate::support::{Answer, HERNANDEZ, NUNEZ, get, patch, patch_with_code, school};

const PATH: &str = "/v1/customers/cm4k6bzfx0019rtqttpbgg0ea";

async fn failing(name: &str) -> Practice {
    let practice = school(Options::default()).await;
    practice.set_fault(Fault::from_name(name).unwrap());
    practice
}

fn name_of(practice: &Practice) -> Value {
    practice.family(NUNEZ).unwrap()["name"].clone()
}

/// Applies `KIND-before` and `KIND-after` to one update each: the answers are the same, the effects are
/// not.
async fn both(kind: &str, check: impl Fn(&Answer)) {
    for (when, applied) in [("before", false), ("after", true)] {
        let name = format!("{kind}-{when}");
        assert_eq!(Fault::from_name(&name).unwrap().applies(), applied);
        let practice = failing(&name).await;
        check(&patch(
            &practice,
            NUNEZ,
            &json!({ "name": "Familia Nueva" }),
        ));
        assert_eq!(name_of(&practice) == "Familia Nueva", applied, "{name}");
        assert_eq!(practice.requests()[0].applied, applied, "{name}");
        // One that would be refused is applied in neither case and answered no differently.
        check(&patch(&practice, NUNEZ, &json!({ "name": "" })));
        assert!(!practice.requests()[1].applied, "{name}");
    }
}

fn assert_html(answer: &Answer) {
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert!(answer.body.starts_with(b"<!DOCTYPE html>"));
}

fn assert_empty(answer: &Answer) {
    assert_eq!(answer.body, b"");
    assert_eq!(answer.header("content-type"), None);
}

#[tokio::test]
async fn the_old_record_is_answered_as_if_it_were_the_new_one() {
    for (when, held) in [
        ("before", "Familia Núñez Pérez"),
        ("after", "Familia Nueva"),
    ] {
        let practice = failing(&format!("old-record-{when}")).await;
        let before = get(&practice, PATH).json();
        let answer = patch(&practice, NUNEZ, &json!({ "name": "Familia Nueva" }));
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json(), json!({ "customer": before }), "{when}");
        assert_eq!(name_of(&practice), held);
        assert_eq!(get(&practice, PATH).json()["name"], held, "a read is right");
        assert_eq!(patch(&practice, "nobody", &json!({})).status, 404);
    }
}

#[tokio::test]
async fn a_customer_can_be_null() {
    both("null-customer", |answer| {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json(), json!({ "customer": null }));
    })
    .await;
}

#[tokio::test]
async fn an_answer_can_be_an_empty_object() {
    both("empty-object", |answer| {
        assert_eq!((answer.status, answer.json()), (200, json!({})));
    })
    .await;
}

#[tokio::test]
async fn an_answer_can_be_a_204() {
    both("no-content", |answer| {
        assert_eq!(answer.status, 204);
        assert_empty(answer);
        assert_eq!(answer.header("content-length"), None);
    })
    .await;
}

#[tokio::test]
async fn an_answer_can_show_another_family() {
    both("another-record", |answer| {
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["customer"]["id"], HERNANDEZ);
    })
    .await;
    let practice = failing("another-record-after").await;
    let answer = patch(&practice, HERNANDEZ, &json!({ "name": "X" })).json();
    assert_eq!(answer["customer"]["id"], NUNEZ);
}

#[tokio::test]
async fn a_200_can_be_a_web_page() {
    both("html", |answer| {
        assert_eq!(answer.status, 200);
        assert_html(answer);
    })
    .await;
}

#[tokio::test]
async fn a_request_can_time_out_at_the_server_or_be_given_up_by_a_proxy() {
    for (kind, status) in [("request-timeout", 408), ("client-closed", 499)] {
        both(kind, |answer| {
            assert_eq!(answer.status, status);
            assert_empty(answer);
            assert_eq!(answer.header("content-length"), Some("0"));
        })
        .await;
    }
}

#[tokio::test]
async fn a_proxy_can_refuse_with_a_page_of_its_own() {
    for (kind, status) in [("forbidden-html", 403), ("not-found-html", 404)] {
        both(kind, |answer| {
            assert_eq!(answer.status, status);
            assert_html(answer);
        })
        .await;
    }
}

#[tokio::test]
async fn unavailable_names_a_time_to_come_back() {
    both("unavailable", |answer| {
        assert_eq!(
            (answer.status, answer.message().as_str()),
            (503, "Service unavailable")
        );
        assert_eq!(answer.header("retry-after"), Some("2"));
    })
    .await;
}

#[tokio::test]
async fn reads_get_answers_of_the_same_shape() {
    for when in ["before", "after"] {
        let read = async |kind: &str, path: &str| {
            let practice = failing(&format!("{kind}-{when}")).await;
            get(&practice, path)
        };
        let list = "/v1/customers?take=3";
        assert_eq!(read("old-record", PATH).await.json()["id"], NUNEZ);
        assert!(read("old-record", list).await.json()[2]["name"].is_string());
        assert_eq!(read("null-customer", PATH).await.json(), Value::Null);
        assert_eq!(read("null-customer", list).await.json(), json!([null]));
        assert_eq!(read("empty-object", PATH).await.json(), json!({}));
        assert_eq!(read("empty-object", list).await.json(), json!({}));
        assert_eq!(read("another-record", PATH).await.json()["id"], HERNANDEZ);
        assert_eq!(read("another-record", list).await.json()[0]["id"], NUNEZ);
        for (kind, status) in [
            ("no-content", 204),
            ("request-timeout", 408),
            ("client-closed", 499),
            ("unavailable", 503),
        ] {
            assert_eq!(read(kind, PATH).await.status, status);
        }
        for kind in ["html", "forbidden-html", "not-found-html"] {
            assert_html(&read(kind, list).await);
        }
    }
}

#[tokio::test]
async fn a_school_of_one_has_no_other_record_to_show() {
    let practice = school(Options {
        families: 1,
        ..Options::default()
    })
    .await;
    practice.set_fault(Fault::from_name("another-record-after").unwrap());
    let answer = patch(&practice, NUNEZ, &json!({ "name": "X" })).json();
    assert_eq!(answer, json!({ "customer": null }));
}

#[tokio::test]
async fn a_repeated_delivery_is_applied_once_and_answered_with_the_second_ones_refusal() {
    assert!(Fault::RefusedOnRepeat.applies());
    let practice = failing("refused-on-repeat").await;
    let data = json!({ "username": "u1" });
    let answer = patch_with_code(&practice, NUNEZ, &data, &practice.code());
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "Verification code already used")
    );
    assert_eq!(practice.family(NUNEZ).unwrap()["username"], "u1");
    assert!(practice.requests()[0].applied);

    let answer = patch(&practice, NUNEZ, &json!({ "username": "u2" }));
    assert_eq!(
        answer.message(),
        "Verification code required",
        "both deliveries are refused alike"
    );
    assert!(!practice.requests()[1].applied);
    assert_eq!(get(&practice, PATH).json()["username"], "u1");
}

#[tokio::test]
async fn a_refusal_says_what_the_test_wants() {
    let practice = failing("refused").await;
    let answer = patch(&practice, NUNEZ, &json!({ "name": "Familia Nueva" }));
    assert_eq!(
        (answer.status, answer.message().as_str()),
        (400, "Phone number: country code is missing")
    );
    assert_eq!(
        answer.header("content-type"),
        Some("application/json; charset=utf-8")
    );
    let message = "Regla 15: \"código\" <b>".to_owned();
    let fault = Fault::Refused {
        message: message.clone(),
    };
    assert!(!fault.applies());
    practice.set_fault(fault.on(Target::Writes));
    let answer = patch(&practice, NUNEZ, &json!({ "name": "Familia Nueva" }));
    assert_eq!((answer.status, answer.message()), (400, message));
    assert_eq!(name_of(&practice), "Familia Núñez Pérez");
    assert!(practice.requests().iter().all(|request| !request.applied));
    assert_eq!(get(&practice, PATH).status, 200);
}
