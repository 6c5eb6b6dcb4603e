use quentli::{Error, ProxyChoice, ProxyUrl, Server};

use crate::support::{Authority, KEY, Scripted, Setup, Validity, customer, json, status};

const TARGET: &str = "/v1/customers?skip=0&take=1&orderBy%5BcreatedAt%5D=asc";

#[tokio::test]
async fn one_customer_shows_whose_key_it_is() {
    let server = Scripted::new([json(&format!("[{}]", customer("cus_1", "Ana")))]).await;
    let setup = Setup::plain(&server);
    let probe = setup.client.probe().await.unwrap();
    assert_eq!(probe.organization_id.as_deref(), Some("org_1"));
    assert_eq!((probe.can_read, probe.sample_count), (true, 1));
    assert_eq!((probe.via_proxy, probe.certificate_issuer), (None, None));
    assert_eq!(server.requests(), [setup.read_request(TARGET)]);
}

#[tokio::test]
async fn an_organization_without_customers_stays_unknown() {
    let server = Scripted::new([json("[]")]).await;
    let probe = Setup::plain(&server).client.probe().await.unwrap();
    assert_eq!(
        (probe.organization_id, probe.can_read, probe.sample_count),
        (None, true, 0)
    );
}

#[tokio::test]
async fn a_key_that_may_not_read_is_not_an_error() {
    let server = Scripted::new([status("403 Forbidden", &[], "")]).await;
    let probe = Setup::plain(&server).client.probe().await.unwrap();
    assert_eq!(
        (probe.organization_id, probe.can_read, probe.sample_count),
        (None, false, 0)
    );
}

#[tokio::test]
async fn a_wrong_key_is_an_error() {
    let server = Scripted::new([status("401 Unauthorized", &[], "")]).await;
    let error = Setup::plain(&server).client.probe().await.unwrap_err();
    assert_eq!(
        error,
        Error::Unauthorized {
            message: String::new()
        }
    );
}

#[tokio::test]
async fn the_certificates_issuer_is_named() {
    let authority = Authority::new();
    let server =
        Scripted::with_tls([json("[]")], authority.acceptor("127.0.0.1", Validity::Now)).await;
    let setup = Setup::of(server.port(), |config| {
        config.server = Server::parse(&format!("https://127.0.0.1:{}", server.port())).unwrap();
        config.extra_roots = vec![authority.root()];
    });
    let probe = setup.client.probe().await.unwrap();
    assert_eq!(
        probe.certificate_issuer.as_deref(),
        Some("Escuela de pruebas")
    );
}

#[tokio::test]
async fn a_proxy_and_what_it_shows_are_named_and_it_never_sees_the_key() {
    let authority = Authority::new();
    let acceptor = authority.acceptor("api.escuela.test", Validity::Now);
    let proxy = Scripted::tunnel([json("[]")], acceptor).await;
    let setup = Setup::of(proxy.port(), |config| {
        config.server = Server::parse("https://api.escuela.test").unwrap();
        let url = format!("http://ana:clave@127.0.0.1:{}", proxy.port());
        config.proxy = ProxyChoice::Manual(ProxyUrl::parse(&url).unwrap());
        config.extra_roots = vec![authority.root()];
    });
    let probe = setup.client.probe().await.unwrap();
    assert_eq!(probe.via_proxy, Some(format!("127.0.0.1:{}", proxy.port())));
    assert_eq!(
        probe.certificate_issuer.as_deref(),
        Some("Escuela de pruebas")
    );
    let requests = proxy.requests();
    assert!(requests[0].starts_with("CONNECT api.escuela.test:443 HTTP/1.1\r\n"));
    assert!(
        requests[0].contains("YW5hOmNsYXZl"),
        "the proxy's own password: {}",
        requests[0]
    );
    assert!(!requests[0].contains(KEY));
    assert!(requests[1].starts_with(&format!("GET {TARGET} HTTP/1.1\r\n")));
    assert_eq!(requests.len(), 2);
}
