use std::io::Write;

use practice::{Options, Practice};

use crate::support::{Answer, KEY, NUNEZ, connect, drain, school, split};

/// Sends these bytes after replacing PORT, and reads until the server closes.
fn raw(practice: &Practice, request: &str) -> Answer {
    let mut stream = connect(practice);
    let port = stream.peer_addr().unwrap().port().to_string();
    let request = request.replace("PORT", &port);
    stream.write_all(request.as_bytes()).unwrap();
    split(&drain(&mut stream))
}

fn list(practice: &Practice, target: &str, hosts: &[&str]) -> Answer {
    let hosts: String = hosts
        .iter()
        .map(|host| format!("Host: {host}\r\n"))
        .collect();
    raw(
        practice,
        &format!(
            "GET {target} HTTP/1.1\r\n{hosts}Authorization: Bearer {KEY}\r\n\
             Connection: close\r\n\r\n"
        ),
    )
}

#[tokio::test]
async fn this_computer_answers_to_its_address_and_to_localhost() {
    let practice = school(Options::default()).await;
    for host in ["127.0.0.1:PORT", "localhost:PORT", "LocalHost:PORT"] {
        assert_eq!(
            list(&practice, "/v1/customers", &[host]).status,
            200,
            "{host}"
        );
    }
}

#[tokio::test]
async fn a_request_for_another_host_is_misdirected() {
    let practice = school(Options::default()).await;
    for host in [
        "rebound.example:PORT",
        "127.0.0.1",
        "localhost",
        "127.0.0.1:1",
        "localhost:PORT.rebound.example",
        "127.0.0.1:PORT@rebound.example",
        "[::1]:PORT",
        "",
    ] {
        let answer = list(&practice, "/v1/customers", &[host]);
        assert_eq!(
            (answer.status, answer.message().as_str()),
            (421, "Misdirected request"),
            "{host}"
        );
    }
    for hosts in [
        &[][..],
        &["127.0.0.1:PORT", "rebound.example:PORT"],
        &["rebound.example:PORT", "127.0.0.1:PORT"],
    ] {
        let answer = list(&practice, "/v1/customers", hosts);
        assert_eq!(answer.status, 421, "{hosts:?}");
    }
    let absolute = "http://rebound.example:PORT/v1/customers";
    assert_eq!(list(&practice, absolute, &["127.0.0.1:PORT"]).status, 421);
}

#[tokio::test]
async fn a_misdirected_request_is_refused_before_key_route_body_and_log() {
    let practice = school(Options::default()).await;
    for request in [
        "GET /v1/customers HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
            .to_owned(),
        "GET /nowhere HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n".to_owned(),
        "DELETE /v1/customers HTTP/1.1\r\nHost: rebound.example\r\nConnection: close\r\n\r\n"
            .to_owned(),
        format!(
            "PATCH /v1/customers/{NUNEZ} HTTP/1.1\r\nHost: rebound.example\r\n\
             Authorization: Bearer {KEY}\r\nConnection: close\r\n\
             Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n"
        ),
    ] {
        assert_eq!(raw(&practice, &request).status, 421, "{request}");
    }
    assert_eq!(practice.requests(), []);
}
