use std::time::Duration;

use serde_json::{Value, json};

use super::*;

fn crossing(error: impl Into<CommandError>) -> Value {
    serde_json::to_value(error.into()).unwrap()
}

#[test]
fn a_refusal_crosses_with_its_status_and_the_servers_words() {
    let refusal = Error::Rejected {
        status: 422,
        message: "no".into(),
        issues: Vec::new(),
    };
    assert_eq!(
        crossing(refusal),
        json!({
            "code": "rejected", "message": "no", "status": 422,
            "retryAfterSeconds": null, "host": null, "problems": [],
        })
    );
}

#[test]
fn a_rate_limit_crosses_with_its_seconds() {
    let limited = Error::RateLimited {
        retry_after: Some(Duration::from_secs(30)),
    };
    assert_eq!(
        crossing(limited),
        json!({
            "code": "rateLimited", "message": null, "status": 429,
            "retryAfterSeconds": 30, "host": null, "problems": [],
        })
    );
}

#[test]
fn an_answer_cut_short_is_not_repeated() {
    let start = r#"{"id":"cm1","name":"Familia Nú"#.to_owned();
    let cut = crossing(Error::NotJson {
        status: 200,
        start,
        path: None,
    });
    assert_eq!(
        (&cut["code"], &cut["message"]),
        (&json!("unreadable"), &Value::Null)
    );
    let start = "<html>Sign in".to_owned();
    let portal = crossing(Error::NotJson {
        status: 200,
        start,
        path: None,
    });
    assert_eq!(portal["code"], "notJson");
}

#[test]
fn causes_the_person_can_act_on_stay_apart() {
    for (error, code) in [
        (Error::NotSent(NotSent::Dns), "dns"),
        (
            Error::NotSent(NotSent::Tls(TlsFailure::Expired)),
            "tlsExpired",
        ),
        (
            Error::NotSent(NotSent::ProxyAuth(ProxyAuth::Unknown)),
            "proxyAuth",
        ),
        (
            Error::NotSent(NotSent::ProxyAuth(ProxyAuth::Windows)),
            "proxyWindows",
        ),
        (Error::OutcomeUnknown(UnknownCause::Dropped), "interrupted"),
        (Error::OutcomeUnknown(UnknownCause::TimedOut), "timedOut"),
        (
            Error::OutcomeUnknown(UnknownCause::Status {
                status: 500,
                message: String::new(),
            }),
            "serverFailed",
        ),
        (
            Error::OutcomeUnknown(UnknownCause::Status {
                status: 403,
                message: "Blocked".into(),
            }),
            "unclear",
        ),
    ] {
        assert_eq!(crossing(error)["code"], code);
    }
    assert_eq!(crossing(JournalError::Full)["code"], "diskFull");
    assert_eq!(crossing(quentli::BadKey::TooLong)["code"], "keyTooLong");
    assert_eq!(crossing(None::<Cause>)["code"], "unconfirmed");
    let full = desk::Error::from(JournalError::Full);
    assert_eq!(crossing(full)["code"], "diskFull");
}
