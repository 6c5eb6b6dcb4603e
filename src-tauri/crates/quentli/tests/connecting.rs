use quentli::{
    ApiKey, Client, Config, ConfigError, Customers, Error, NotSent, ProxyAuth, ProxyChoice,
    ProxyUrl, Server, TlsFailure,
};
use tokio::{net::TcpListener, time::Instant};

use crate::support::{Authority, KEY, Scripted, Setup, Validity, a_patch, id, json, status};

/// The reason, the same for a get and an update, and how often the get waited to try again.
async fn reasons(setup: &Setup) -> (NotSent, usize) {
    let Err(Error::NotSent(read)) = setup.client.get(&id()).await else {
        panic!()
    };
    let waits = setup.pace.waits().len();
    let Err(Error::NotSent(update)) = setup.client.update(&id(), &a_patch().0).await else {
        panic!()
    };
    assert_eq!(read, update);
    assert_eq!(setup.pace.waits().len(), waits, "an update is sent once");
    (read, waits)
}

async fn tls_failure(name: &str, validity: Validity, trusted: bool) -> TlsFailure {
    let authority = Authority::new();
    let server = Scripted::with_tls([json("[]")], authority.acceptor(name, validity)).await;
    let setup = Setup::of(server.port(), |config| {
        config.server = Server::parse(&format!("https://127.0.0.1:{}", server.port())).unwrap();
        if trusted {
            config.extra_roots = vec![authority.root()];
        }
    });
    let (reason, waits) = reasons(&setup).await;
    assert_eq!(waits, 0, "a certificate is no better a second later");
    assert_eq!(server.requests(), [""; 0]);
    assert_eq!(
        setup.client.certificate_issuer().as_deref(),
        Some("Escuela de pruebas")
    );
    let NotSent::Tls(failure) = reason else {
        panic!("{reason}")
    };
    failure
}

#[tokio::test]
async fn a_certificate_of_an_unknown_issuer_is_reported() {
    let failure = tls_failure("127.0.0.1", Validity::Now, false).await;
    assert_eq!(failure, TlsFailure::UnknownIssuer);
}

#[tokio::test]
async fn an_expired_certificate_is_reported() {
    let failure = tls_failure("127.0.0.1", Validity::LongPast, true).await;
    assert_eq!(failure, TlsFailure::Expired);
}

#[tokio::test]
async fn a_certificate_of_the_future_is_reported() {
    let failure = tls_failure("127.0.0.1", Validity::FarFuture, true).await;
    assert_eq!(failure, TlsFailure::NotYetValid);
}

#[tokio::test]
async fn a_certificate_for_another_name_is_reported() {
    let failure = tls_failure("otra.example", Validity::Now, true).await;
    assert_eq!(failure, TlsFailure::NameMismatch);
}

#[tokio::test]
async fn a_server_without_tls_is_reported_in_the_librarys_words() {
    let server = Scripted::new([]).await;
    // Answers the client's hello with plain HTTP.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let answer = b"HTTP/1.1 400 Bad Request\r\n\r\n";
            let _ = tokio::io::AsyncWriteExt::write_all(&mut stream, answer).await;
        }
    });
    let setup = Setup::of(server.port(), |config| {
        config.server = Server::parse(&format!("https://127.0.0.1:{port}")).unwrap();
    });
    let (reason, _) = reasons(&setup).await;
    assert!(
        matches!(reason, NotSent::Tls(TlsFailure::Other { .. })),
        "{reason}"
    );
}

#[tokio::test]
async fn a_read_tries_a_refused_connection_three_times_and_nothing_was_sent() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let setup = Setup::of(port, |_| {});
    assert_eq!(reasons(&setup).await, (NotSent::Connect, 2));
}

#[tokio::test(start_paused = true)]
async fn twenty_five_seconds_without_a_connection_are_too_long_and_nothing_was_sent() {
    // The connection is never accepted, so the handshake never ends.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let setup = Setup::of(port, |config| {
        config.server = Server::parse(&format!("https://127.0.0.1:{port}")).unwrap();
    });
    let start = Instant::now();
    let error = setup.client.update(&id(), &a_patch().0).await.unwrap_err();
    assert_eq!(error, Error::NotSent(NotSent::Connect));
    assert_eq!(start.elapsed().as_secs(), 25);
}

#[tokio::test]
async fn a_name_that_does_not_resolve_is_reported() {
    let setup = Setup::of(0, |config| {
        config.server = Server::parse("https://quentli.invalid").unwrap();
    });
    assert_eq!(reasons(&setup).await, (NotSent::Dns, 2));
}

fn through(proxy_port: u16) -> Setup {
    Setup::of(0, |config| {
        config.server = Server::parse("https://api.escuela.test").unwrap();
        let url = ProxyUrl::parse(&format!("127.0.0.1:{proxy_port}")).unwrap();
        config.proxy = ProxyChoice::Manual(url);
    })
}

#[tokio::test]
async fn a_proxy_that_wants_to_know_who_it_is_is_reported_and_never_sees_the_key() {
    for (challenge, wants) in [
        ("Basic realm=\"Escuela\"", ProxyAuth::Password),
        ("NTLM", ProxyAuth::Windows),
        ("Negotiate", ProxyAuth::Windows),
        ("Something-New", ProxyAuth::Unknown),
    ] {
        let header = format!("Proxy-Authenticate: {challenge}");
        let answer = || status("407 Proxy Authentication Required", &[&header], "");
        let proxy = Scripted::new(std::iter::repeat_with(answer).take(4)).await;
        assert_eq!(
            reasons(&through(proxy.port())).await,
            (NotSent::ProxyAuth(wants), 0)
        );
        for request in proxy.requests() {
            assert!(
                request.starts_with("CONNECT api.escuela.test:443 HTTP/1.1\r\n"),
                "{request}"
            );
            assert!(!request.contains(KEY), "{request}");
        }
    }
}

#[tokio::test]
async fn a_proxy_that_refuses_or_is_missing_is_reported() {
    let answer = || status("403 Forbidden", &[], "");
    let proxy = Scripted::new(std::iter::repeat_with(answer).take(6)).await;
    assert_eq!(reasons(&through(proxy.port())).await, (NotSent::Proxy, 2));

    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    assert_eq!(reasons(&through(port)).await, (NotSent::Proxy, 2));
}

#[tokio::test]
async fn a_server_on_this_computer_is_never_reached_through_a_proxy() {
    let proxy = Scripted::new([]).await;
    let server = Scripted::new([json("[]")]).await;
    let setup = Setup::of(server.port(), |config| {
        let url = ProxyUrl::parse(&format!("127.0.0.1:{}", proxy.port())).unwrap();
        config.proxy = ProxyChoice::Manual(url);
    });
    assert_eq!(setup.client.probe().await.unwrap().via_proxy, None);
    assert_eq!(proxy.requests(), [""; 0]);
}

#[test]
fn an_extra_root_that_is_no_certificate_is_refused() {
    let server = Server::parse("https://api.escuela.test").unwrap();
    let mut config = Config::new(server, ApiKey::parse(KEY).unwrap());
    config.extra_roots = vec![vec![1, 2, 3]];
    assert_eq!(Client::new(config).unwrap_err(), ConfigError::Roots);
}
