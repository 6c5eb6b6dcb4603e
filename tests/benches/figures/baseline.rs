//! The same requests by a bare client: logged requests are sent again, byte for byte where it matters.

use std::process::{Command, Stdio};
use std::time::Instant;

use desk::{ConnectionForm, Environment};
use practice::Request;
use reqwest::{Client, Method};
use tokio::runtime::{Builder, Runtime};

pub(crate) const KEY: &str = "sk_practice_bench";

/// A practice server as a connection of Ficha's.
pub(crate) fn form(url: &str) -> ConnectionForm {
    ConnectionForm {
        id: None,
        name: "Bench".to_owned(),
        environment: Environment::Other,
        server: url.to_owned(),
        key: KEY.to_owned().into(),
        another: false,
    }
}

/// One keep-alive reqwest client.
pub(crate) struct Bare {
    runtime: Runtime,
    client: Client,
}

impl Bare {
    pub(crate) fn new() -> Self {
        Self {
            runtime: Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime"),
            client: Client::builder().no_proxy().build().expect("a client"),
        }
    }

    /// Milliseconds for all of them, one after the other.
    pub(crate) fn replay(&self, server: &str, requests: &[Request]) -> f64 {
        let started = Instant::now();
        self.runtime.block_on(async {
            for request in requests {
                let method = Method::from_bytes(request.method.as_bytes()).expect("a method");
                let mut again = self
                    .client
                    .request(method, url(server, request))
                    .bearer_auth(KEY);
                if let Some(body) = &request.body {
                    again = again
                        .header("content-type", "application/json")
                        .body(body.to_string());
                }
                let answer = again.send().await.expect("the practice server answers");
                // A search also requests what may be an id, which is answered with 404.
                let status = answer.status().as_u16();
                assert!(status < 400 || status == 404, "{status} {}", request.path);
                answer.bytes().await.expect("a whole answer");
            }
        });
        started.elapsed().as_secs_f64() * 1000.0
    }
}

/// The same with one curl process per request, as a script would.
pub(crate) fn curl(server: &str, requests: &[Request]) -> f64 {
    let started = Instant::now();
    for request in requests {
        let mut curl = Command::new("curl");
        curl.args([
            "--silent",
            "--fail",
            "--globoff",
            "--noproxy",
            "*",
            "--request",
            &request.method,
        ])
        .args(["--header", &format!("Authorization: Bearer {KEY}")])
        .stdin(Stdio::null())
        .stdout(Stdio::null());
        if let Some(body) = &request.body {
            curl.args([
                "--header",
                "Content-Type: application/json",
                "--data",
                &body.to_string(),
            ]);
        }
        let status = curl.arg(url(server, request)).status();
        let status = status.expect("this figure needs curl (Debian package curl)");
        assert!(status.success(), "curl: {status}");
    }
    started.elapsed().as_secs_f64() * 1000.0
}

fn url(server: &str, request: &Request) -> String {
    match request.query.as_str() {
        "" => format!("{server}{}", request.path),
        query => format!("{server}{}?{query}", request.path),
    }
}
