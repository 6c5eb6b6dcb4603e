use std::{collections::BTreeMap, time::Duration};

use quentli::{
    CustomerPatch, Customers, Error, Issue, MetadataChange, NotSent, Nullable, Password, ProxyAuth,
    UnknownCause, Update,
};

use crate::support::{Reply, Scripted, Setup, a_patch, customer, id, json, status};

/// The error of one `update` that is answered like this, which must have taken exactly one request.
async fn error_of(reply: Reply) -> Error {
    let server = Scripted::new([reply]).await;
    let setup = Setup::plain(&server);
    let (update, body) = a_patch();
    let error = setup.client.update(&id(), &update).await.unwrap_err();
    assert_eq!(server.requests(), [setup.update_request(body)]);
    error
}

fn said(message: &str) -> String {
    format!(r#"{{"error":{{"message":"{message}"}}}}"#)
}

#[tokio::test]
async fn a_200_is_the_customer_after_the_update() {
    let answer = format!(r#"{{"customer":{}}}"#, customer("cus_1", "Ana Ruiz"));
    let server = Scripted::new([json(&answer)]).await;
    let setup = Setup::plain(&server);
    let (update, body) = a_patch();
    let updated = setup.client.update(&id(), &update).await.unwrap();
    assert_eq!(updated.name, Nullable::Value("Ana Ruiz".into()));
    assert_eq!(server.requests(), [setup.update_request(body)]);
}

#[tokio::test]
async fn every_field_and_the_code_are_sent_as_the_contract_spells_them() {
    let text = |text: &str| Some(text.to_owned());
    let patch = CustomerPatch {
        name: text("Ñandú 👪"),
        username: text("0000128765"),
        assignee_id: Nullable::Null,
        tags: Some(vec!["beca".into()]),
        email: Nullable::Value("ana@escuela.mx".into()),
        phone_number: Nullable::Value("+525512345678".into()),
        secondary_phone_number: Nullable::Null,
        email_verified: Some(true),
        phone_number_verified: Some(false),
        opted_out_whatsapp_at: Nullable::Value("2025-01-10T12:00:00.000Z".into()),
        reply_with_assistant: Nullable::Null,
        password: Some(Password::new("secreta".into())),
        has_changed_password: Some(false),
        skip_tax_invoice: Some(true),
        accepted_service_agreement: Some(true),
        tos_ip: text("10.0.0.7"),
        signature: Nullable::Null,
        metadata: vec![MetadataChange {
            key: "Nivel".into(),
            value: None,
        }],
        meta: BTreeMap::from([("Folio".to_owned(), text("B-7"))]),
    };
    let body = concat!(
        r#"{"input":{"data":{"name":"Ñandú 👪","username":"0000128765","assigneeId":null,"#,
        r#""tags":["beca"],"email":"ana@escuela.mx","phoneNumber":"+525512345678","#,
        r#""secondaryPhoneNumber":null,"emailVerified":true,"phoneNumberVerified":false,"#,
        r#""optedOutWhatsappAt":"2025-01-10T12:00:00.000Z","replyWithAssistant":null,"#,
        r#""password":"secreta","hasChangedPassword":false,"skipTaxInvoice":true,"#,
        r#""acceptedServiceAgreement":true,"tosIp":"10.0.0.7","signature":null,"#,
        r#""metadata":[{"key":"Nivel","value":null}],"meta":{"Folio":"B-7"}},"otp":"123456"}}"#,
    );
    let server = Scripted::new([json(r#"{"customer":{"id":"cus_1"}}"#)]).await;
    let setup = Setup::plain(&server);
    let update = Update {
        patch,
        otp: Some("123456".into()),
    };
    setup.client.update(&id(), &update).await.unwrap();
    assert_eq!(server.requests(), [setup.update_request(body)]);
}

#[tokio::test]
async fn a_400_is_rejected_with_its_issues_by_field() {
    let body = r#"{"error":{"message":"No","issues":[{"path":["input","data","email"],"message":"Mal"}]}}"#;
    let error = error_of(status("400 Bad Request", &[], body)).await;
    let issues = vec![Issue {
        field: Some("email".into()),
        message: "Mal".into(),
    }];
    assert_eq!(
        error,
        Error::Rejected {
            status: 400,
            message: "No".into(),
            issues
        }
    );
}

#[tokio::test]
async fn a_401_is_unauthorized() {
    let body = said("You are not authenticated");
    let error = error_of(status("401 Unauthorized", &[], body)).await;
    assert_eq!(
        error,
        Error::Unauthorized {
            message: "You are not authenticated".into()
        }
    );
}

#[tokio::test]
async fn a_403_is_forbidden() {
    let error = error_of(status("403 Forbidden", &[], said("permission denied"))).await;
    assert_eq!(
        error,
        Error::Forbidden {
            message: "permission denied".into()
        }
    );
}

#[tokio::test]
async fn a_404_of_the_api_is_not_found() {
    assert_eq!(
        error_of(status("404 Not Found", &[], said("x"))).await,
        Error::NotFound
    );
}

#[tokio::test]
async fn a_413_ends_the_request_before_it_is_processed() {
    let error = error_of(status("413 Content Too Large", &[], "<h1>nginx</h1>")).await;
    assert_eq!(
        error,
        Error::Rejected {
            status: 413,
            message: "nginx".into(),
            issues: vec![]
        }
    );
}

#[tokio::test]
async fn a_407_says_the_proxy_asks_who_it_is() {
    let error = error_of(status("407 Proxy Authentication Required", &[], "")).await;
    assert_eq!(
        error,
        Error::NotSent(NotSent::ProxyAuth(ProxyAuth::Unknown))
    );
}

#[tokio::test]
async fn a_409_is_a_conflict_whatever_it_says() {
    let error = error_of(status("409 Conflict", &[], said("phone"))).await;
    let field = Some("phoneNumber".to_owned());
    assert_eq!(
        error,
        Error::Conflict {
            status: 409,
            message: "phone".into(),
            field
        }
    );
}

#[tokio::test]
async fn a_400_about_a_value_already_taken_is_a_conflict() {
    let message = "El nombre de usuario ya existe";
    let error = error_of(status("400 Bad Request", &[], said(message))).await;
    let field = Some("username".to_owned());
    assert_eq!(
        error,
        Error::Conflict {
            status: 400,
            message: message.into(),
            field
        }
    );
}

#[tokio::test]
async fn a_422_is_rejected() {
    let error = error_of(status("422 Unprocessable", &[], said("No"))).await;
    assert_eq!(
        error,
        Error::Rejected {
            status: 422,
            message: "No".into(),
            issues: vec![]
        }
    );
}

#[tokio::test]
async fn a_redirect_leaves_the_outcome_unknown_and_the_record_stays_here() {
    let other = Scripted::new([json(r#"{"customer":{"id":"cus_1"}}"#)]).await;
    let location = format!(
        "location: http://127.0.0.1:{}/v1/customers/cus_1",
        other.port()
    );
    let error = error_of(status("308 Permanent Redirect", &[&location], "")).await;
    assert!(matches!(
        error,
        Error::OutcomeUnknown(UnknownCause::Status { status: 308, .. })
    ));
    assert_eq!(other.requests(), [""; 0]);
}

#[tokio::test]
async fn an_inconclusive_status_leaves_the_outcome_unknown_and_is_not_sent_again() {
    for (line, status_code) in [
        ("302 Found", 302),
        ("400 Bad Request", 400),
        ("403 Forbidden", 403),
        ("404 Not Found", 404),
        ("405 Method Not Allowed", 405),
        ("408 Request Timeout", 408),
        ("409 Conflict", 409),
        ("418 I'm a teapot", 418),
        ("422 Unprocessable", 422),
        ("499 Client Closed Request", 499),
        ("500 Internal Server Error", 500),
        ("502 Bad Gateway", 502),
        ("503 Service Unavailable", 503),
        ("504 Gateway Timeout", 504),
    ] {
        for (body, message) in [("<h1>nginx</h1>", "nginx"), ("", "")] {
            let error = error_of(status(line, &["retry-after: 1"], body)).await;
            let cause = UnknownCause::Status {
                status: status_code,
                message: message.into(),
            };
            assert_eq!(error, Error::OutcomeUnknown(cause));
        }
    }
    let gateway = status("403 Forbidden", &[], r#"{"message":"Forbidden"}"#);
    let error = error_of(gateway).await;
    assert!(
        matches!(error, Error::OutcomeUnknown(_)),
        "not the API's own: {error}"
    );
}

#[tokio::test]
async fn a_connection_dropped_after_the_request_leaves_the_outcome_unknown() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{\"customer\"".to_vec();
    for bytes in [vec![], begun] {
        let error = error_of(Reply::Cut(bytes)).await;
        assert_eq!(error, Error::OutcomeUnknown(UnknownCause::Dropped));
    }
}

#[tokio::test(start_paused = true)]
async fn a_stuck_server_leaves_the_outcome_unknown() {
    let begun = b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{".to_vec();
    for reply in [Reply::Stuck, Reply::StuckAfter(begun)] {
        let server = Scripted::new([reply]).await;
        let setup = Setup::plain(&server);
        let (update, body) = a_patch();
        let error = setup.client.update(&id(), &update).await.unwrap_err();
        assert_eq!(error, Error::OutcomeUnknown(UnknownCause::TimedOut));
        assert_eq!(server.requests(), [setup.update_request(body)]);
        assert_eq!(setup.pace.waits(), [Duration::ZERO; 0]);
    }
}

#[tokio::test]
async fn a_2xx_that_cannot_be_read_leaves_the_outcome_unknown() {
    for (reply, start) in [
        (
            json(r#"{"customer":{"id":"cus_1","na"#),
            r#"{"customer":{"id":"cus_1","na"#,
        ),
        (json(r#"{"customer":{"id":7}}"#), r#"{"customer":{"id":7}}"#),
        (json("{}"), ""),
        (json(r#"{"customer":null}"#), ""),
        (json("null"), "null"),
        (json(r#"{"customer":{"id":"cus_2"}}"#), ""),
        (
            status("200 OK", &["content-encoding: gzip"], [0x1f, 0x8b, 8, 0]),
            "",
        ),
    ] {
        let error = error_of(reply).await;
        let cause = UnknownCause::Unreadable {
            status: 200,
            start: start.into(),
        };
        assert_eq!(error, Error::OutcomeUnknown(cause));
    }
    let error = error_of(status("204 No Content", &[], "")).await;
    let cause = UnknownCause::Unreadable {
        status: 204,
        start: String::new(),
    };
    assert_eq!(error, Error::OutcomeUnknown(cause));
}

#[tokio::test]
async fn a_20_mb_answer_leaves_the_outcome_unknown() {
    let error = error_of(Reply::Flood(20 * 1024 * 1024)).await;
    let cause = UnknownCause::TooLarge {
        status: 200,
        limit: 2 * 1024 * 1024,
    };
    assert_eq!(error, Error::OutcomeUnknown(cause));
}
