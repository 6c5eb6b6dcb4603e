//! The only place that builds the real client.

use std::sync::Arc;

use quentli::{ApiKey, Client, Config, ProxyChoice, ProxyUrl, Server};

use super::Session;
use crate::Error;

impl Session {
    pub(super) fn client(
        &self,
        server: Server,
        key: ApiKey,
        proxy: Option<&str>,
    ) -> Result<Client, Error> {
        let config = Config {
            proxy: proxy_choice(proxy)?,
            pace: Arc::clone(&self.pace),
            ..Config::new(server, key)
        };
        Client::new(config).map_err(|_| Error::NoClient)
    }
}

/// `None` follows the system, an empty text uses no proxy, else the address of one.
pub(super) fn proxy_choice(proxy: Option<&str>) -> Result<ProxyChoice, Error> {
    match proxy.map(str::trim) {
        None => Ok(ProxyChoice::System),
        Some("") => Ok(ProxyChoice::None),
        Some(address) => {
            let url = ProxyUrl::parse(address).map_err(|_| Error::BadProxy)?;
            Ok(ProxyChoice::Manual(url))
        }
    }
}
