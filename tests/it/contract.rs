//! The practice server checked against the restated contract: every route, every documented status,
//! every quirk.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on says so by panicking"
)]

use std::collections::BTreeSet;

use ficha_tests::contract::Contract;
use practice::{Fault, Options, Practice, Quirks};
use reqwest::{Client, Method};
use serde_json::{Value, json};

const LIST: &str = "/v1/customers";
const ONE: &str = "/v1/customers/{id}";
const NUNEZ: &str = "cm4k6bzfx0019rtqttpbgg0ea";

/// One exchange: the template of its path, and the answer.
struct Exchange {
    method: Method,
    template: &'static str,
    status: u16,
    body: Value,
}

impl Exchange {
    fn problems(&self, contract: &Contract) -> Vec<String> {
        contract.check_answer(self.method.as_str(), self.template, self.status, &self.body)
    }
}

/// Loopback only, regardless of this computer's proxy.
fn client() -> Client {
    Client::builder().no_proxy().build().unwrap()
}

async fn send(
    client: &Client,
    practice: &Practice,
    key: &str,
    method: Method,
    path: &str,
    body: Option<&Value>,
) -> Exchange {
    let url = format!("{}{path}", practice.url());
    let mut request = client.request(method.clone(), url).bearer_auth(key);
    if let Some(body) = body {
        request = request
            .header("content-type", "application/json")
            .body(body.to_string());
    }
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    let body = serde_json::from_slice(&answer.bytes().await.unwrap()).unwrap();
    let template = if path.starts_with("/v1/customers/") {
        ONE
    } else {
        LIST
    };
    Exchange {
        method,
        template,
        status,
        body,
    }
}

fn update(data: &Value) -> Value {
    json!({ "input": { "data": data } })
}

/// Triggers every documented status in every possible way.
async fn tour(client: &Client, quirks: Quirks) -> Vec<Exchange> {
    let practice = Practice::start(Options {
        quirks,
        ..Options::default()
    })
    .await
    .unwrap();
    let (other, practice_ref) = (practice.families()[1].clone(), &practice);
    let code = practice.code();
    let one = format!("{LIST}/{NUNEZ}");
    let key = "sk_test_contract";
    let get = async |path: &str| send(client, practice_ref, key, Method::GET, path, None).await;
    let patch = async |path: &str, body: &Value| {
        send(client, practice_ref, key, Method::PATCH, path, Some(body)).await
    };
    let mut seen = vec![
        get("/v1/customers?take=100").await,
        get("/v1/customers?take=100&skip=100&orderBy[createdAt]=asc").await,
        get("/v1/customers?filter[name][contains]=z&filter[OR][0][email][contains]=e").await,
        get("/v1/customers?take=0").await,
        get("/v1/customers?filter[nombre][contains]=z").await,
        get(&one).await,
        get("/v1/customers/nobody").await,
        patch(&one, &update(&json!({ "name": "Familia Núñez" }))).await,
        patch(
            &one,
            &update(&json!({ "meta": { "Nivel": "", "Grupo": "B" }, "email": null })),
        )
        .await,
        patch(&one, &update(&json!({ "name": "", "curp": "X" }))).await,
        patch(&one, &update(&json!({ "username": "otra" }))).await,
        patch(
            &one,
            &json!({ "input": { "data": { "username": "otra" }, "otp": "x" } }),
        )
        .await,
        patch(
            &one,
            &json!({ "input": { "data": { "username": other["username"] }, "otp": code } }),
        )
        .await,
        patch("/v1/customers/nobody", &update(&json!({ "name": "X" }))).await,
    ];
    for (method, path, body) in everything(&one) {
        seen.push(send(client, &practice, "not_a_key", method, &path, body.as_ref()).await);
    }
    let options = Options {
        read_allowed: false,
        write_allowed: false,
        quirks,
        ..Options::default()
    };
    let closed = Practice::start(options).await.unwrap();
    for (method, path, body) in everything(&one) {
        seen.push(send(client, &closed, key, method, &path, body.as_ref()).await);
    }
    seen
}

fn everything(one: &str) -> [(Method, String, Option<Value>); 3] {
    [
        (Method::GET, LIST.to_owned(), None),
        (Method::GET, one.to_owned(), None),
        (Method::PATCH, one.to_owned(), Some(update(&json!({})))),
    ]
}

#[tokio::test]
async fn every_documented_status_of_every_route_is_answered_as_documented() {
    let contract = Contract::load();
    let mut met = BTreeSet::new();
    for exchange in tour(&client(), Quirks::default()).await {
        assert_eq!(
            exchange.problems(&contract),
            [""; 0],
            "{}",
            exchange.template
        );
        met.insert((
            exchange.method.to_string(),
            exchange.template,
            exchange.status,
        ));
    }
    for (method, template) in [("GET", LIST), ("GET", ONE), ("PATCH", ONE)] {
        let statuses = contract.statuses(method, template);
        assert!(statuses.len() >= 4);
        for status in statuses {
            assert!(
                met.contains(&(method.to_owned(), template, status)),
                "{method} {status}"
            );
        }
    }
}

#[tokio::test]
async fn quirks_break_the_contract_only_where_they_declare_it() {
    let client = client();
    let contract = Contract::load();
    for name in Quirks::NAMES {
        let mut quirks = Quirks::default();
        assert!(quirks.set(name));
        let problems: Vec<String> = tour(&client, quirks)
            .await
            .iter()
            .flat_map(|exchange| exchange.problems(&contract))
            .collect();
        match *name {
            "clash-is-conflict" => {
                assert_eq!(problems, ["PATCH /v1/customers/{id} documents no 409"]);
            }
            "object-metadata-keys" => {
                assert!(!problems.is_empty());
                for problem in problems {
                    assert!(problem.contains(r#"{"name":""#), "{problem}");
                }
            }
            _ => assert_eq!(problems, [""; 0], "{name}"),
        }
    }
}

#[tokio::test]
async fn of_the_faults_that_answer_in_json_the_contract_knows_two() {
    let client = client();
    let contract = Contract::load();
    let practice = Practice::start(Options::default()).await.unwrap();
    let path = format!("{LIST}/{NUNEZ}");
    let body = update(&json!({ "name": "X" }));
    for (name, known) in [
        ("unauthorized", true),
        ("forbidden", true),
        ("rate-limited", false),
        ("server-error-before", false),
        ("server-error-after", false),
        ("wrong-type", false),
    ] {
        practice.set_fault(Fault::from_name(name).unwrap());
        let answer = send(
            &client,
            &practice,
            "sk_test",
            Method::PATCH,
            &path,
            Some(&body),
        )
        .await;
        assert_eq!(answer.problems(&contract).is_empty(), known, "{name}");
    }
}

#[tokio::test]
async fn the_checker_finds_what_is_wrong_with_an_answer() {
    let contract = Contract::load();
    let practice = Practice::start(Options::default()).await.unwrap();
    let good = send(
        &client(),
        &practice,
        "sk_test",
        Method::GET,
        &format!("{LIST}/{NUNEZ}"),
        None,
    )
    .await
    .body;
    let check = |body: &Value| contract.check_answer("GET", ONE, 200, body);
    assert_eq!(check(&good), [""; 0]);
    assert_eq!(check(&Value::Null), [""; 0]);
    for (field, value) in [
        ("name", Value::Null),
        ("username", json!(12873)),
        ("email", json!(false)),
        ("archivedAt", json!(0)),
        ("replyWithAssistant", json!("yes")),
        ("metadata", json!([{ "key": "a", "value": null }])),
        ("meta", json!({ "a": null })),
    ] {
        let mut bad = good.clone();
        bad[field] = value;
        assert!(!check(&bad).is_empty(), "{field}");
    }
    let mut short = good;
    short
        .as_object_mut()
        .unwrap()
        .shift_remove("optedInWhatsappAt");
    assert!(!check(&short).is_empty());
    assert!(
        !contract
            .check_answer("GET", LIST, 200, &json!([null]))
            .is_empty()
    );
    assert!(
        !contract
            .check_answer("PATCH", ONE, 200, &json!({}))
            .is_empty()
    );
    assert!(
        !contract
            .check_answer("GET", ONE, 404, &json!({ "message": "x" }))
            .is_empty()
    );
    assert!(
        !contract
            .check_answer("GET", "/v1/tickets", 200, &json!([]))
            .is_empty()
    );
}

#[test]
fn the_checker_finds_what_is_wrong_with_a_request() {
    let contract = Contract::load();
    let path = format!("{LIST}/{NUNEZ}");
    let patch = |data: Value| contract.check_request("PATCH", &path, Some(&update(&data)));
    assert_eq!(patch(json!({})), [""; 0]);
    assert_eq!(
        patch(json!({ "email": null, "metadata": [{ "key": "a", "value": null }], "tags": [] })),
        [""; 0]
    );
    for data in [
        json!({ "name": "" }),
        json!({ "name": null }),
        json!({ "tosIp": null }),
        json!({ "email": "sin arroba" }),
        json!({ "tags": "a" }),
        json!({ "metadata": { "a": "b" } }),
        json!({ "metadata": [{ "key": "" }] }),
        json!({ "meta": { "a": 1 } }),
        json!({ "skipTaxInvoice": null }),
    ] {
        assert!(!patch(data.clone()).is_empty(), "{data}");
    }
    let get = |path: &str| contract.check_request("GET", path, None);
    assert_eq!(
        get(
            "/v1/customers?filter%5Bname%5D%5Bcontains%5D=a&orderBy[createdAt]=asc&take=100&skip=0"
        ),
        [""; 0]
    );
    for path in [
        "/v1/customers?take=101",
        "/v1/customers?take=x",
        "/v1/customers?skip=-1",
        "/v1/customers?limit=1",
        "/v1/customers/",
        "/v1/customers/a/b",
    ] {
        assert!(!get(path).is_empty(), "{path}");
    }
    assert!(!contract.check_request("PATCH", &path, None).is_empty());
    assert!(
        !contract
            .check_request("GET", &path, Some(&json!({})))
            .is_empty()
    );
    assert!(!contract.check_request("DELETE", &path, None).is_empty());
}
