use std::io::{Read, Write};
use std::net::TcpStream;

use practice::{Options, Practice};
use serde_json::Value;

pub(crate) const KEY: &str = "sk_practice_it";
/// The first family of every school.
pub(crate) const NUNEZ: &str = "cm4k6bzfx0019rtqttpbgg0ea";
pub(crate) const HERNANDEZ: &str = "cm4k6c1mq001brtqt9d0v7xwe";
pub(crate) const PEREZ: &str = "cm4k6c4h2001drtqt3n5yzk8s";

/// What came over the wire, byte for byte.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| {
            let (found, value) = line.split_once(": ")?;
            found.eq_ignore_ascii_case(name).then_some(value)
        })
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub(crate) fn message(&self) -> String {
        self.json()["error"]["message"].as_str().unwrap().to_owned()
    }
}

pub(crate) async fn school(options: Options) -> Practice {
    Practice::start(options).await.unwrap()
}

pub(crate) fn connect(practice: &Practice) -> TcpStream {
    TcpStream::connect(practice.url().strip_prefix("http://").unwrap()).unwrap()
}

/// Sends one request with `Connection: close`.
pub(crate) fn send(stream: &mut TcpStream, method: &str, target: &str, key: &str, body: &str) {
    let request = format!(
        "{method} {target} HTTP/1.1\r\nHost: {}\r\nAuthorization: Bearer {key}\r\n\
         Connection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        stream.peer_addr().unwrap(),
        body.len(),
    );
    stream.write_all(request.as_bytes()).unwrap();
}

/// Everything until the server closes.
pub(crate) fn drain(stream: &mut TcpStream) -> Vec<u8> {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    bytes
}

pub(crate) fn ask(practice: &Practice, method: &str, target: &str, body: &str) -> Answer {
    ask_with(practice, KEY, method, target, body)
}

pub(crate) fn ask_with(
    practice: &Practice,
    key: &str,
    method: &str,
    target: &str,
    body: &str,
) -> Answer {
    let mut stream = connect(practice);
    send(&mut stream, method, target, key, body);
    split(&drain(&mut stream))
}

pub(crate) fn get(practice: &Practice, target: &str) -> Answer {
    ask(practice, "GET", target, "")
}

pub(crate) fn patch(practice: &Practice, id: &str, data: &Value) -> Answer {
    let body = serde_json::json!({ "input": { "data": data } });
    ask(
        practice,
        "PATCH",
        &format!("/v1/customers/{id}"),
        &body.to_string(),
    )
}

pub(crate) fn patch_with_code(practice: &Practice, id: &str, data: &Value, otp: &str) -> Answer {
    let body = serde_json::json!({ "input": { "data": data, "otp": otp } });
    ask(
        practice,
        "PATCH",
        &format!("/v1/customers/{id}"),
        &body.to_string(),
    )
}

pub(crate) fn split(bytes: &[u8]) -> Answer {
    let end = bytes
        .windows(4)
        .position(|w| w == b"\r\n\r\n")
        .expect("a head");
    let head = String::from_utf8(bytes[..end].to_vec()).unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer {
        status,
        head,
        body: bytes[end + 4..].to_vec(),
    }
}
