//! The only place that builds the real client, keychain, journal, practice server and clock.

use std::{path::Path, sync::Arc};

use jiff::Timestamp;
use journal::{Finding, Journal};
use keychain::Keychain;
use practice::{Options, Practice};
use quentli::{ApiKey, Client, Config, Preset, ProxyChoice, ProxyUrl, Server};

use crate::{
    clock::Clock,
    error::{CommandError, ErrorCode},
    wire::Environment,
};

/// The name under which the system's keychain lists what Ficha keeps there.
const KEYCHAIN_SERVICE: &str = "mx.ficha.escritorio";

pub fn now() -> Timestamp {
    desk::clock(&Clock)
}

pub fn keychain() -> Keychain {
    Keychain::open(KEYCHAIN_SERVICE)
}

pub fn journal(folder: &Path) -> Result<(Journal, Vec<Finding>), journal::Error> {
    Journal::open(folder)
}

pub async fn practice() -> std::io::Result<Practice> {
    Practice::start(Options::with_random_key()?).await
}

pub fn client(server: Server, key: ApiKey, proxy: Option<&str>) -> Result<Client, CommandError> {
    let config = Config {
        proxy: proxy_choice(proxy)?,
        pace: Arc::new(Clock),
        ..Config::new(server, key)
    };
    Client::new(config).map_err(|_| CommandError::new(ErrorCode::Internal))
}

/// `None` follows the system, an empty text uses no proxy, else the address of one.
pub fn proxy_choice(proxy: Option<&str>) -> Result<ProxyChoice, CommandError> {
    match proxy.map(str::trim) {
        None => Ok(ProxyChoice::System),
        Some("") => Ok(ProxyChoice::None),
        Some(address) => {
            let url =
                ProxyUrl::parse(address).map_err(|_| CommandError::new(ErrorCode::ProxyBad))?;
            Ok(ProxyChoice::Manual(url))
        }
    }
}

/// The server of an environment; `other` is what was typed.
pub fn server(environment: Environment, other: &str) -> Result<Server, CommandError> {
    Ok(match environment {
        Environment::Production => Preset::Production.into(),
        Environment::Staging => Preset::Staging.into(),
        Environment::Demo => Preset::Demo.into(),
        Environment::Practice | Environment::Other => Server::parse(other)?,
    })
}
