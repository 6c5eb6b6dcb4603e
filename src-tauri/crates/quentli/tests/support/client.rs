use std::sync::Arc;

use quentli::{ApiKey, Client, Config, CustomerId, CustomerPatch, ProxyChoice, Server, Update};

use super::{Scripted, TestPace};

pub(crate) const KEY: &str = "sk_sentinel_1234";

/// A client for one scripted server, and its pace.
pub(crate) struct Setup {
    pub client: Client,
    pub pace: Arc<TestPace>,
    port: u16,
}

impl Setup {
    pub(crate) fn plain(server: &Scripted) -> Self {
        Self::of(server.port(), |_| {})
    }

    pub(crate) fn of(port: u16, adjust: impl FnOnce(&mut Config)) -> Self {
        let pace = Arc::new(TestPace::default());
        let server = Server::parse(&format!("http://127.0.0.1:{port}")).unwrap();
        let mut config = Config::new(server, ApiKey::parse(KEY).unwrap());
        config.proxy = ProxyChoice::None;
        config.pace = pace.clone();
        adjust(&mut config);
        Self {
            client: Client::new(config).unwrap(),
            pace,
            port,
        }
    }

    /// The one request `get` may send.
    pub(crate) fn get_request(&self) -> String {
        self.read_request("/v1/customers/cus_1")
    }

    pub(crate) fn read_request(&self, target: &str) -> String {
        format!(
            "GET {target} HTTP/1.1\r\n\
             accept: application/json\r\n\
             accept-encoding: identity\r\n\
             authorization: Bearer {KEY}\r\n\
             user-agent: Ficha/{}\r\n\
             host: 127.0.0.1:{}\r\n\r\n",
            env!("CARGO_PKG_VERSION"),
            self.port,
        )
    }

    /// The one request `update` may send.
    pub(crate) fn update_request(&self, body: &str) -> String {
        format!(
            "PATCH /v1/customers/cus_1 HTTP/1.1\r\n\
             content-type: application/json\r\n\
             accept: application/json\r\n\
             accept-encoding: identity\r\n\
             authorization: Bearer {KEY}\r\n\
             user-agent: Ficha/{}\r\n\
             host: 127.0.0.1:{}\r\n\
             content-length: {}\r\n\r\n{body}",
            env!("CARGO_PKG_VERSION"),
            self.port,
            body.len(),
        )
    }
}

pub(crate) fn id() -> CustomerId {
    CustomerId::parse("cus_1").unwrap()
}

/// A customer's JSON with just this id and name.
pub(crate) fn customer(id: &str, name: &str) -> String {
    format!(r#"{{"id":"{id}","name":"{name}","organizationId":"org_1"}}"#)
}

/// A small update and its exact body.
pub(crate) fn a_patch() -> (Update, &'static str) {
    let patch = CustomerPatch {
        name: Some("Ana Ruiz".into()),
        ..CustomerPatch::default()
    };
    (
        Update { patch, otp: None },
        r#"{"input":{"data":{"name":"Ana Ruiz"}}}"#,
    )
}
