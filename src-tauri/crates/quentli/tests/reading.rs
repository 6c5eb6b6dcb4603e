use std::time::Duration;

use quentli::{Customers, Error, Nullable, UnknownCause};
use tokio::time::Instant;

use crate::support::{Reply, Scripted, Setup, customer, id, json, status};

/// The error of one `get` that is answered like this, which must have taken exactly one request.
async fn error_of(reply: Reply) -> Error {
    let server = Scripted::new([reply]).await;
    let setup = Setup::plain(&server);
    let error = setup.client.get(&id()).await.unwrap_err();
    assert_eq!(server.requests(), [setup.get_request()]);
    error
}

/// The error of one `get` whose three attempts are all answered like this.
async fn error_of_three(reply: Reply) -> Error {
    let server = Scripted::new([reply.clone(), reply.clone(), reply]).await;
    let setup = Setup::plain(&server);
    let error = setup.client.get(&id()).await.unwrap_err();
    assert_eq!(
        server.requests(),
        [
            setup.get_request(),
            setup.get_request(),
            setup.get_request()
        ]
    );
    error
}

const MESSAGE: &str = r#"{"error":{"message":"No se puede"}}"#;

fn message() -> String {
    "No se puede".to_owned()
}

#[tokio::test]
async fn a_200_is_the_customer() {
    let server = Scripted::new([json(&customer("cus_1", "Ana"))]).await;
    let setup = Setup::plain(&server);
    let read = setup.client.get(&id()).await.unwrap();
    assert_eq!(read.name, Nullable::Value("Ana".into()));
    assert_eq!(server.requests(), [setup.get_request()]);
}

#[tokio::test]
async fn null_and_404_are_alike() {
    assert_eq!(error_of(json("null")).await, Error::NotFound);
    assert_eq!(
        error_of(status("404 Not Found", &[], MESSAGE)).await,
        Error::NotFound
    );
    assert_eq!(
        error_of(status("404 Not Found", &[], "")).await,
        Error::NotFound
    );
}

#[tokio::test]
async fn a_400_is_rejected_with_its_message() {
    let error = error_of(status("400 Bad Request", &[], MESSAGE)).await;
    assert_eq!(
        error,
        Error::Rejected {
            status: 400,
            message: message(),
            issues: vec![]
        }
    );
}

#[tokio::test]
async fn a_401_is_unauthorized() {
    let error = error_of(status("401 Unauthorized", &[], MESSAGE)).await;
    assert_eq!(error, Error::Unauthorized { message: message() });
}

#[tokio::test]
async fn a_403_is_forbidden() {
    let error = error_of(status("403 Forbidden", &[], MESSAGE)).await;
    assert_eq!(error, Error::Forbidden { message: message() });
}

#[tokio::test]
async fn html_and_nothing_keep_the_status() {
    let html = "<html><h1>Blocked by\u{7}  filter</h1></html>";
    let error = error_of(status("418 Odd", &["content-type: text/html"], html)).await;
    let message = "Blocked by filter".to_owned();
    assert_eq!(
        error,
        Error::Rejected {
            status: 418,
            message,
            issues: vec![]
        }
    );
    let error = error_of(status("401 Unauthorized", &[], "")).await;
    assert_eq!(
        error,
        Error::Unauthorized {
            message: String::new()
        }
    );
}

#[tokio::test]
async fn a_refusal_cut_short_is_still_a_refusal() {
    let cut = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 500\r\n\r\n{\"error\":{\"mess".to_vec();
    let error = error_of(Reply::Cut(cut)).await;
    assert_eq!(
        error,
        Error::Forbidden {
            message: r#"{"error":{"mess"#.into()
        }
    );
}

#[tokio::test]
async fn a_refusal_without_end_is_still_a_refusal() {
    let head = "HTTP/1.1 403 Forbidden\r\nconnection: close\r\n\r\n";
    let endless = [head.as_bytes(), "no ".repeat(100_000).as_bytes()].concat();
    let Error::Forbidden { message } = error_of(Reply::Cut(endless)).await else {
        panic!()
    };
    assert_eq!(message.len(), 200);
}

#[tokio::test]
async fn a_5xx_is_unavailable_after_three_attempts() {
    for (line, code) in [
        ("500 Internal Server Error", 500),
        ("502 Bad Gateway", 502),
        ("503 Service Unavailable", 503),
    ] {
        let error = error_of_three(status(line, &[], "<b>Lo sentimos</b>")).await;
        assert_eq!(
            error,
            Error::Unavailable {
                status: code,
                message: "Lo sentimos".into()
            }
        );
    }
}

#[tokio::test]
async fn a_connection_dropped_before_the_headers_is_interrupted() {
    let error = error_of_three(Reply::Cut(vec![])).await;
    assert_eq!(error, Error::Interrupted(UnknownCause::Dropped));
}

#[tokio::test]
async fn a_connection_dropped_in_the_body_is_interrupted() {
    let cut = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"id\":\"cus_1\"".to_vec();
    let error = error_of_three(Reply::Cut(cut)).await;
    assert_eq!(error, Error::Interrupted(UnknownCause::Dropped));
}

#[tokio::test(start_paused = true)]
async fn half_a_minute_without_a_byte_is_too_long_and_one_more_try_is_made() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{".to_vec();
    for reply in [Reply::Stuck, Reply::StuckAfter(begun)] {
        let server = Scripted::new([reply.clone(), reply]).await;
        let setup = Setup::plain(&server);
        let start = Instant::now();
        let error = setup.client.get(&id()).await.unwrap_err();
        assert_eq!(error, Error::Interrupted(UnknownCause::TimedOut));
        assert_eq!(start.elapsed().as_secs(), 2 * 30);
        assert_eq!(
            server.requests(),
            [setup.get_request(), setup.get_request()]
        );
    }
}

#[tokio::test(start_paused = true)]
async fn a_minute_is_too_long_even_while_bytes_still_trickle() {
    let trickle = Reply::Trickle(Duration::from_secs(25));
    let server = Scripted::new([trickle.clone(), trickle]).await;
    let setup = Setup::plain(&server);
    let start = Instant::now();
    let error = setup.client.get(&id()).await.unwrap_err();
    assert_eq!(error, Error::Interrupted(UnknownCause::TimedOut));
    assert_eq!(start.elapsed().as_secs(), 2 * 60);
}

#[tokio::test]
async fn truncated_json_is_not_json() {
    let error = error_of(json(r#"{"id":"cus_1","name":"An"#)).await;
    let Error::NotJson {
        status: 200, start, ..
    } = error
    else {
        panic!("{error}")
    };
    assert_eq!(start, r#"{"id":"cus_1","name":"An"#);
}

#[tokio::test]
async fn a_wrong_type_is_not_json_and_says_where() {
    let error = error_of(json(r#"{"id":"cus_1","name":{"first":"Ana"}}"#)).await;
    let start = r#"{"id":"cus_1","name":{"first":"Ana"}}"#.to_owned();
    assert_eq!(
        error,
        Error::NotJson {
            status: 200,
            start,
            path: Some("name".into())
        }
    );
    assert!(error.to_string().ends_with("at name"), "{error}");
}

#[tokio::test]
async fn text_after_the_json_is_not_json() {
    let error = error_of(json(r#"{"id":"cus_1"} trailing"#)).await;
    assert!(
        matches!(
            error,
            Error::NotJson {
                status: 200,
                path: None,
                ..
            }
        ),
        "{error}"
    );
}

#[tokio::test]
async fn html_with_a_200_is_not_json_and_keeps_its_first_words() {
    let error = error_of(status("200 OK", &[], "<html><title>Portal cautivo</title>")).await;
    assert_eq!(
        error,
        Error::NotJson {
            status: 200,
            start: "Portal cautivo".into(),
            path: None
        }
    );
}

#[tokio::test]
async fn a_gzip_nobody_asked_for_is_not_json() {
    let gzip = [
        0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0x56, 0xca, 0x4c, 0x51, 0xb2,
    ];
    let error = error_of(status("200 OK", &["content-encoding: gzip"], gzip)).await;
    assert_eq!(
        error,
        Error::NotJson {
            status: 200,
            start: String::new(),
            path: None
        }
    );
}

#[tokio::test]
async fn another_customer_than_the_one_asked_for_is_refused() {
    let error = error_of(json(&customer("cus_2", "Otra"))).await;
    let path = Some("id".to_owned());
    assert_eq!(
        error,
        Error::NotJson {
            status: 200,
            start: String::new(),
            path
        }
    );
}

#[tokio::test]
async fn a_20_mb_answer_is_given_up_at_the_cap() {
    let error = error_of(Reply::Flood(20 * 1024 * 1024)).await;
    assert_eq!(
        error,
        Error::TooLarge {
            status: 200,
            limit: 2 * 1024 * 1024
        }
    );
}

#[tokio::test]
async fn a_false_length_is_not_believed() {
    let reply = b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{}".to_vec();
    let error = error_of_three(Reply::Cut(reply)).await;
    assert_eq!(error, Error::Interrupted(UnknownCause::Dropped));
}

#[tokio::test]
async fn a_redirect_is_an_error_and_is_never_followed() {
    let other = Scripted::new([json(&customer("cus_1", "Trampa"))]).await;
    for code in [
        "301 Moved Permanently",
        "302 Found",
        "307 Temporary Redirect",
    ] {
        let location = format!(
            "location: http://localhost:{}/v1/customers/cus_1",
            other.port()
        );
        let error = error_of(status(code, &[&location], "")).await;
        let status = code[..3].parse().unwrap();
        assert_eq!(
            error,
            Error::Redirected {
                status,
                host: Some("localhost".into())
            }
        );
    }
    assert_eq!(other.requests(), [""; 0]);
}

#[tokio::test]
async fn a_redirect_to_nowhere_has_no_host() {
    let error = error_of(status("304 Not Modified", &[], "")).await;
    assert_eq!(
        error,
        Error::Redirected {
            status: 304,
            host: None
        }
    );
}
