use quentli::{Customers, Error, Password, Server, Update};

use crate::support::{KEY, Reply, Scripted, Setup, a_patch, id, status};

/// Nothing printed may hold the key, the address or what was sent.
fn assert_silent(text: &str) {
    for secret in [
        KEY,
        "sentinel",
        "127.0.0.1",
        "http://",
        "/v1/",
        "authorization",
        "secreta",
    ] {
        assert!(!text.contains(secret), "{secret} in {text}");
    }
}

#[tokio::test]
async fn no_error_discloses_key_or_address() {
    let echo = format!("Bearer {KEY} refused");
    let echoed = format!(r#"{{"error":{{"message":"{echo}","issues":[{{"message":"{echo}"}}]}}}}"#);
    let replies: [Reply; 10] = [
        status("200 OK", &[], &echo),
        status("302 Found", &["location: /v1/other"], ""),
        status("400 Bad Request", &[], &echoed),
        status("401 Unauthorized", &[], &echo),
        status("403 Forbidden", &[], &echoed),
        status("404 Not Found", &[], &echo),
        status("409 Conflict", &[], &echoed),
        status("500 Internal Server Error", &[], &echo),
        Reply::Cut(vec![]),
        Reply::Cut(b"no HTTP at all".to_vec()),
    ];
    for reply in replies {
        let three = [reply.clone(), reply.clone(), reply.clone()];
        let server = Scripted::new(three).await;
        let read = Setup::plain(&server).client.get(&id()).await.unwrap_err();
        let server = Scripted::new([reply]).await;
        let update = Setup::plain(&server)
            .client
            .update(&id(), &a_patch().0)
            .await
            .unwrap_err();
        for error in [read, update] {
            // A redirect's error names only its host, which is the server itself here.
            let error = match error {
                Error::Redirected { status, .. } => Error::Redirected { status, host: None },
                other => other,
            };
            assert_silent(&format!("{error} {error:?} {error:#?}"));
        }
    }
}

#[tokio::test]
async fn no_failure_to_connect_discloses_key_or_address() {
    let setup = Setup::of(1, |config| {
        config.server = Server::parse("https://127.0.0.1:1").unwrap();
    });
    let error = setup.client.get(&id()).await.unwrap_err();
    assert_silent(&format!("{error} {error:?}"));
}

#[tokio::test]
async fn neither_client_nor_config_can_be_printed() {
    let server = Scripted::new([]).await;
    let setup = Setup::plain(&server);
    let mut update = Update {
        otp: Some("sentinel".into()),
        ..a_patch().0
    };
    update.patch.password = Some(Password::new("secreta".into()));
    assert_silent(&format!("{:?} {update:?}", setup.client));
}
