use std::{borrow::Cow, fmt};

use url::{Host, Url};

/// Where requests go: https anywhere, or http on this computer. Only an origin: scheme, host, port.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Server {
    origin: Cow<'static, str>,
    loopback: bool,
}

/// Quentli's own servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Preset {
    Production,
    Staging,
    /// A separate name for the staging server.
    Demo,
}

/// Why typed text cannot be a server. Nothing was contacted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadServer {
    #[error("the address is empty")]
    Empty,
    #[error("this is not an address such as https://api.quentli.com")]
    Unreadable,
    /// Neither https, nor http on this computer.
    #[error("the address is not https")]
    NotHttps,
    #[error("the address has a user name or password")]
    UserInfo,
    #[error("the address has a path")]
    Path,
    #[error("the address has a query")]
    Query,
    #[error("the address has a fragment")]
    Fragment,
}

impl Server {
    /// Parses typed text; a missing scheme is not guessed.
    pub fn parse(text: &str) -> Result<Self, BadServer> {
        let text = text.trim();
        if text.is_empty() {
            return Err(BadServer::Empty);
        }
        let url = Url::parse(text).map_err(|_| BadServer::Unreadable)?;
        let host = url.host().ok_or(BadServer::Unreadable)?;
        let loopback = is_loopback(&host);
        if url.scheme() != "https" && !(url.scheme() == "http" && loopback) {
            return Err(BadServer::NotHttps);
        }
        if !url.username().is_empty() || url.password().is_some() {
            return Err(BadServer::UserInfo);
        }
        if url.query().is_some() {
            return Err(BadServer::Query);
        }
        if url.fragment().is_some() {
            return Err(BadServer::Fragment);
        }
        if url.path() != "/" {
            return Err(BadServer::Path);
        }
        Ok(Self {
            origin: url.origin().ascii_serialization().into(),
            loopback,
        })
    }

    /// Scheme, host and port, such as `https://api.quentli.com`.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether it is this computer.
    pub fn is_loopback(&self) -> bool {
        self.loopback
    }

    #[cfg(windows)]
    pub(crate) fn host(&self) -> &str {
        let rest = self.origin.split("://").nth(1).unwrap_or_default();
        rest.rsplit_once(':').map_or(rest, |(host, _)| host)
    }

    pub(crate) fn is_https(&self) -> bool {
        self.origin.starts_with("https:")
    }
}

/// The only name accepted is `localhost`: any other may resolve to another computer tomorrow.
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

impl From<Preset> for Server {
    fn from(preset: Preset) -> Self {
        let origin = match preset {
            Preset::Production => "https://api.quentli.com",
            Preset::Staging => "https://api.staging.quentli.com",
            Preset::Demo => "https://api.demo.quentli.com",
        };
        Self {
            origin: origin.into(),
            loopback: false,
        }
    }
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.origin)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_anywhere_and_http_on_this_computer_are_servers() {
        let table = [
            (
                " https://API.quentli.com/ ",
                "https://api.quentli.com",
                false,
            ),
            (
                "https://api.quentli.com:443",
                "https://api.quentli.com",
                false,
            ),
            ("https://10.0.0.7:8443", "https://10.0.0.7:8443", false),
            ("http://127.0.0.1:4000", "http://127.0.0.1:4000", true),
            ("http://127.9.9.9", "http://127.9.9.9", true),
            ("http://[::1]:4000/", "http://[::1]:4000", true),
            ("http://localhost:4000", "http://localhost:4000", true),
        ];
        for (text, origin, loopback) in table {
            let server = Server::parse(text).unwrap();
            assert_eq!(
                (server.origin(), server.is_loopback()),
                (origin, loopback),
                "{text}"
            );
        }
    }

    #[test]
    fn each_bad_server_says_what_is_wrong_with_it() {
        let table = [
            ("", BadServer::Empty),
            ("api.quentli.com", BadServer::Unreadable),
            ("https://", BadServer::Unreadable),
            ("localhost:4000", BadServer::Unreadable),
            ("http://api.quentli.com", BadServer::NotHttps),
            ("http://10.0.0.7", BadServer::NotHttps),
            ("http://localhost.example.com", BadServer::NotHttps),
            ("http://127.0.0.1.example.com", BadServer::NotHttps),
            ("ftp://127.0.0.1", BadServer::NotHttps),
            ("https://ana@api.quentli.com", BadServer::UserInfo),
            ("http://127.0.0.1@evil.example", BadServer::NotHttps),
            ("https://api.quentli.com/v1", BadServer::Path),
            ("https://api.quentli.com?a=b", BadServer::Query),
            ("https://api.quentli.com#a", BadServer::Fragment),
        ];
        for (text, expected) in table {
            assert_eq!(Server::parse(text), Err(expected), "{text}");
        }
    }

    #[test]
    fn presets_are_what_parsing_their_address_gives() {
        for preset in [Preset::Production, Preset::Staging, Preset::Demo] {
            let server = Server::from(preset);
            assert_eq!(Server::parse(server.origin()), Ok(server.clone()));
        }
    }
}
