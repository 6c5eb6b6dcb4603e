use std::{fmt, sync::Arc, time::Duration};

use url::Url;

use crate::{ApiKey, Pace, Server, SystemPace};

/// Everything a [`Client`](crate::Client) needs to know.
#[derive(Clone)]
pub struct Config {
    pub server: Server,
    pub key: ApiKey,
    pub proxy: ProxyChoice,
    pub pace: Arc<dyn Pace>,
    /// DER certificates trusted in addition to the system's own.
    pub extra_roots: Vec<Vec<u8>>,
    pub timeouts: Timeouts,
}

impl Config {
    /// The system's proxy, the real clock, the usual time limits.
    pub fn new(server: Server, key: ApiKey) -> Self {
        Self {
            server,
            key,
            proxy: ProxyChoice::System,
            pace: Arc::new(SystemPace),
            extra_roots: Vec::new(),
            timeouts: Timeouts::default(),
        }
    }
}

impl fmt::Debug for Config {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Config")
            .field("timeouts", &self.timeouts)
            .finish_non_exhaustive()
    }
}

/// Time limits of one attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timeouts {
    /// Until the connection is established, proxy and TLS included. Windows asks whether a certificate was
    /// revoked, and waits up to 10 s for each of its servers that a firewall does not let through.
    pub connect: Duration,
    /// The longest silence of the server.
    pub idle: Duration,
    /// The whole attempt, up to the last byte of the answer.
    pub total: Duration,
}

impl Default for Timeouts {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(25),
            idle: Duration::from_secs(30),
            total: Duration::from_secs(60),
        }
    }
}

/// How the server is reached. One on this computer is always reached directly: a proxy would see
/// the key in the clear.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ProxyChoice {
    /// The setting of the environment, Windows or macOS; a configuration script is not run, see
    /// [`proxy_script`](crate::proxy_script).
    #[default]
    System,
    None,
    Manual(ProxyUrl),
}

/// A proxy's address, possibly with a user name and password, which are never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ProxyUrl(Url);

/// The text is not `http://host:port` or `https://host:port`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is not a proxy's address such as http://proxy.example:8080")]
pub struct BadProxy;

impl ProxyUrl {
    /// Takes `http://host:port`, `https://host:port` or just `host:port`.
    pub fn parse(text: &str) -> Result<Self, BadProxy> {
        let text = text.trim();
        let with_scheme = if text.contains("://") {
            text.to_owned()
        } else {
            format!("http://{text}")
        };
        let url = Url::parse(&with_scheme).map_err(|_| BadProxy)?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.host_str().is_some_and(|host| !host.is_empty())
            && url.path() == "/"
            && url.query().is_none()
            && url.fragment().is_none();
        if plain { Ok(Self(url)) } else { Err(BadProxy) }
    }

    /// Without scheme, user name and password: `proxy.example:8080`.
    pub fn host_and_port(&self) -> String {
        let host = self.0.host_str().unwrap_or_default();
        match self.0.port_or_known_default() {
            Some(port) => format!("{host}:{port}"),
            None => host.to_owned(),
        }
    }

    /// Without user name and password: `https://proxy.example:8080`.
    pub fn address(&self) -> String {
        format!("{}://{}", self.0.scheme(), self.host_and_port())
    }

    pub(crate) fn url(&self) -> &Url {
        &self.0
    }
}

impl fmt::Debug for ProxyUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProxyUrl({})", self.host_and_port())
    }
}

/// Why no client could be created from a [`Config`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The system has no trusted certificates, or an extra root is not a certificate.
    #[error("the trusted certificates could not be loaded")]
    Roots,
    #[error("the proxy's address cannot be used")]
    Proxy,
    #[error("the HTTP client could not be set up")]
    Http,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_a_host_and_a_port() {
        for text in ["proxy.example:8080", " http://proxy.example:8080/ "] {
            assert_eq!(
                ProxyUrl::parse(text).unwrap().host_and_port(),
                "proxy.example:8080"
            );
        }
        let secret = ProxyUrl::parse("https://ana:clave@proxy.example:8443").unwrap();
        assert_eq!(secret.address(), "https://proxy.example:8443");
        let bare = ProxyUrl::parse("proxy.example").unwrap();
        assert_eq!(bare.host_and_port(), "proxy.example:80");
        for text in [
            "",
            "socks5://proxy.example:1080",
            "http://proxy.example/x",
            "a b:1",
        ] {
            assert_eq!(ProxyUrl::parse(text), Err(BadProxy), "{text}");
        }
    }

    #[test]
    fn neither_key_nor_proxy_password_can_be_printed() {
        let key = ApiKey::parse("sk_sentinel_1").unwrap();
        let proxy = ProxyUrl::parse("http://ana:sentinel@proxy.example:8080").unwrap();
        let mut config = Config::new(Server::parse("https://api.quentli.com").unwrap(), key);
        config.proxy = ProxyChoice::Manual(proxy);
        let text = format!("{config:?} {:?}", config.proxy);
        assert!(!text.contains("sentinel"), "{text}");
    }
}
