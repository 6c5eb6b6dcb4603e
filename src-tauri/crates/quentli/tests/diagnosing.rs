use quentli::{Error, Leg, NotSent, ProxyAuth, ProxyChoice, ProxyUrl, Server, TlsFailure};

use crate::support::{Authority, KEY, Scripted, Setup, Validity, customer, json, status};

/// The legs that were gone, and why the last one failed if it did.
async fn way(setup: &Setup) -> (Vec<Leg>, Option<Error>) {
    let diagnosis = setup.client.diagnose().await;
    let (last, before) = diagnosis.legs.split_last().unwrap();
    assert!(before.iter().all(|leg| leg.failed.is_none()), "{before:?}");
    assert_eq!(
        diagnosis.probe.is_some(),
        last.leg == Leg::Key && last.failed.is_none()
    );
    let legs = diagnosis.legs.iter().map(|checked| checked.leg).collect();
    (legs, last.failed.clone())
}

fn over_tls(port: u16, roots: Vec<Vec<u8>>) -> Setup {
    Setup::of(port, |config| {
        config.server = Server::parse(&format!("https://127.0.0.1:{port}")).unwrap();
        config.extra_roots = roots;
    })
}

#[tokio::test]
async fn each_leg_to_a_server_is_gone_and_named() {
    let authority = Authority::new();
    // The first connection shows the certificate alone.
    let acceptor = authority.acceptor("127.0.0.1", Validity::Now);
    let server =
        Scripted::with_tls([json(&format!("[{}]", customer("cus_1", "Ana")))], acceptor).await;
    let setup = over_tls(server.port(), vec![authority.root()]);
    let legs = vec![Leg::Name, Leg::Connection, Leg::Tls, Leg::Key];
    assert_eq!(way(&setup).await, (legs, None));
    let asked = server.requests();
    assert_eq!(
        asked.iter().filter(|request| request.contains(KEY)).count(),
        1
    );
}

#[tokio::test]
async fn the_leg_that_fails_is_the_last() {
    let authority = Authority::new();
    let acceptor = authority.acceptor("127.0.0.1", Validity::Now);
    let server = Scripted::with_tls([], acceptor).await;
    let (legs, failed) = way(&over_tls(server.port(), vec![])).await;
    assert_eq!(legs, [Leg::Name, Leg::Connection, Leg::Tls]);
    let unknown = NotSent::Tls(TlsFailure::UnknownIssuer);
    assert_eq!(failed, Some(Error::NotSent(unknown)));
    assert_eq!(server.requests(), [""; 0]);

    let nowhere = Setup::of(0, |config| {
        config.server = Server::parse("https://quentli.invalid").unwrap();
    });
    let no_name = (vec![Leg::Name], Some(Error::NotSent(NotSent::Dns)));
    assert_eq!(way(&nowhere).await, no_name);

    let wrong_key = Scripted::new([status("401 Unauthorized", &[], "")]).await;
    let (legs, failed) = way(&Setup::plain(&wrong_key)).await;
    assert_eq!(legs, [Leg::Name, Leg::Connection, Leg::Key]);
    assert!(
        matches!(failed, Some(Error::Unauthorized { .. })),
        "{failed:?}"
    );
}

#[tokio::test]
async fn a_proxy_is_a_leg_of_its_own() {
    let through = |port: u16| {
        Setup::of(port, |config| {
            config.server = Server::parse("https://api.escuela.test").unwrap();
            let url = ProxyUrl::parse(&format!("http://ana:clave@127.0.0.1:{port}")).unwrap();
            config.proxy = ProxyChoice::Manual(url);
        })
    };
    let header = "Proxy-Authenticate: NTLM";
    let refusal = status("407 Proxy Authentication Required", &[header], "");
    let proxy = Scripted::new([refusal]).await;
    let (legs, failed) = way(&through(proxy.port())).await;
    assert_eq!(legs, [Leg::Name, Leg::Connection, Leg::Proxy]);
    let windows = NotSent::ProxyAuth(ProxyAuth::Windows);
    assert_eq!(failed, Some(Error::NotSent(windows)));
    let [asked] = &proxy.requests()[..] else {
        panic!("{:?}", proxy.requests())
    };
    assert!(
        asked.contains("YW5hOmNsYXZl"),
        "the proxy's own password: {asked}"
    );
    assert!(!asked.contains(KEY));
}
