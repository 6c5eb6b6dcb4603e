use std::io::Write;

use practice::{Fault, Options, Practice};
use serde_json::json;

use crate::support::{KEY, NUNEZ, ask, ask_with, connect, drain, get, patch, school, split};

#[tokio::test]
async fn without_a_good_key_nothing_is_answered() {
    let any = school(Options::default()).await;
    for key in ["", "sk_", "pk_practice_1", "Bearer sk_x"] {
        let answer = ask_with(&any, key, "GET", "/v1/customers", "");
        assert_eq!(
            (answer.status, answer.message().as_str()),
            (401, "You are not authenticated")
        );
    }
    assert_eq!(
        ask_with(&any, "sk_x", "GET", "/v1/customers", "").status,
        200
    );
    let one = school(Options {
        key: Some("sk_test_only".to_owned()),
        ..Options::default()
    })
    .await;
    assert_eq!(
        ask_with(&one, "sk_x", "GET", "/v1/customers", "").status,
        401
    );
    assert_eq!(
        ask_with(&one, "sk_test_only", "GET", "/v1/customers", "").status,
        200
    );
}

#[tokio::test]
async fn a_random_key_is_the_only_one_and_another_every_time() {
    let practice = school(Options::with_random_key().unwrap()).await;
    let key = practice.key().unwrap();
    let random = key.strip_prefix("sk_practice_").unwrap();
    assert_eq!(random.len(), 32);
    assert!(random.bytes().all(|b| b.is_ascii_alphanumeric()), "{key}");
    let other = Options::with_random_key().unwrap().key.unwrap();
    assert_ne!(key, other);
    for (key, status) in [
        (key.as_str(), 200),
        (other.as_str(), 401),
        ("sk_practice_", 401),
        (&key[..key.len() - 1], 401),
    ] {
        assert_eq!(
            ask_with(&practice, key, "GET", "/v1/customers", "").status,
            status,
            "{key}"
        );
    }
    assert_eq!(school(Options::default()).await.key(), None);
}

#[tokio::test]
async fn a_request_without_an_authorization_header_is_not_authenticated() {
    let practice = school(Options::default()).await;
    let mut stream = connect(&practice);
    let host = stream.peer_addr().unwrap();
    let request =
        format!("GET /v1/customers HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).unwrap();
    assert_eq!(split(&drain(&mut stream)).status, 401);
}

#[tokio::test]
async fn a_key_may_read_but_not_write_or_write_but_not_read() {
    let reader = school(Options {
        write_allowed: false,
        ..Options::default()
    })
    .await;
    assert_eq!(get(&reader, "/v1/customers").status, 200);
    let refused = patch(&reader, NUNEZ, &json!({ "name": "X" }));
    assert_eq!(
        (refused.status, refused.message().as_str()),
        (403, "Permission denied")
    );
    let writer = school(Options {
        read_allowed: false,
        ..Options::default()
    })
    .await;
    assert_eq!(get(&writer, "/v1/customers").status, 403);
    assert_eq!(get(&writer, &format!("/v1/customers/{NUNEZ}")).status, 403);
    assert_eq!(patch(&writer, NUNEZ, &json!({ "name": "X" })).status, 200);
}

#[tokio::test]
async fn the_key_comes_before_faults_and_faults_before_validation() {
    let practice = school(Options::default()).await;
    practice.set_fault(Fault::ServerErrorBefore);
    assert_eq!(
        ask_with(&practice, "nokey", "GET", "/v1/customers", "").status,
        401
    );
    assert_eq!(get(&practice, "/v1/customers?take=0").status, 500);
}

#[tokio::test]
async fn other_paths_and_methods_are_refused_in_json() {
    let practice = school(Options::default()).await;
    let nowhere = get(&practice, "/v1/tickets");
    assert_eq!(
        (nowhere.status, nowhere.message().as_str()),
        (404, "Not found")
    );
    let deleted = ask(&practice, "DELETE", &format!("/v1/customers/{NUNEZ}"), "");
    assert_eq!(
        (deleted.status, deleted.message().as_str()),
        (405, "Method not allowed")
    );
    assert!(deleted.header("allow").unwrap().contains("PATCH"));
    assert!(practice.family(NUNEZ).is_some());
}

#[tokio::test]
async fn every_request_is_logged_in_order_with_what_it_did() {
    let practice = school(Options {
        keep_secrets: true,
        ..Options::default()
    })
    .await;
    get(&practice, "/v1/customers?take=5&filter[name][contains]=a");
    patch(&practice, NUNEZ, &json!({ "name": "Familia Núñez" }));
    patch(&practice, NUNEZ, &json!({ "name": "" }));
    ask(&practice, "PATCH", "/v1/customers/a%2Fb", "no json");
    practice.requests_reach(4).await;
    let log = practice.requests();
    let seen: Vec<_> = log
        .iter()
        .map(|r| {
            (
                r.method.as_str(),
                r.path.as_str(),
                r.query.as_str(),
                r.applied,
            )
        })
        .collect();
    let nunez = format!("/v1/customers/{NUNEZ}");
    assert_eq!(
        seen,
        [
            (
                "GET",
                "/v1/customers",
                "take=5&filter[name][contains]=a",
                false
            ),
            ("PATCH", nunez.as_str(), "", true),
            ("PATCH", nunez.as_str(), "", false),
            ("PATCH", "/v1/customers/a%2Fb", "", false),
        ]
    );
    assert_eq!(log[0].body, None);
    assert_eq!(
        log[1].body,
        Some(json!({ "input": { "data": { "name": "Familia Núñez" } } }))
    );
    assert_eq!(log[3].body, Some(json!("no json")));
    practice.clear_requests();
    assert!(practice.requests().is_empty());
}

#[tokio::test]
async fn the_log_keeps_the_key_for_tests_but_never_prints_it() {
    let options = Options {
        key: Some(KEY.to_owned()),
        ..Options::default()
    };
    assert!(!format!("{options:?}").contains(KEY));
    let practice = school(options).await;
    get(&practice, "/v1/customers");
    let log = practice.requests();
    assert_eq!(
        log[0].header("authorization"),
        Some(format!("Bearer {KEY}").as_str())
    );
    assert!(!format!("{log:?}").contains(KEY));
}

#[tokio::test]
async fn a_body_without_the_json_content_type_is_not_read_as_json() {
    let practice = school(Options::default()).await;
    let body = r#"{"input":{"data":{"name":"X"}}}"#;
    let mut stream = connect(&practice);
    let request = format!(
        "PATCH /v1/customers/{NUNEZ} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {KEY}\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        stream.peer_addr().unwrap(),
        body.len()
    );
    stream.write_all(request.as_bytes()).unwrap();
    assert_eq!(split(&drain(&mut stream)).status, 400);
    assert!(!practice.requests()[0].applied);
}

#[tokio::test]
async fn a_body_over_a_megabyte_is_refused_and_logged() {
    let practice = school(Options::default()).await;
    let body = "x".repeat((1 << 20) + 1);
    let answer = ask(&practice, "PATCH", &format!("/v1/customers/{NUNEZ}"), &body);
    assert_eq!(answer.status, 413);
    assert_eq!(practice.requests().len(), 1);
}

#[tokio::test]
async fn a_taken_port_is_an_error_and_a_dropped_server_frees_it() {
    let first = school(Options::default()).await;
    let port = first.url().rsplit(':').next().unwrap().parse().unwrap();
    let again = || {
        Practice::start(Options {
            port,
            ..Options::default()
        })
    };
    assert!(again().await.is_err());
    drop(first);
    assert!(again().await.is_ok());
}
