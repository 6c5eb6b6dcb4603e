use std::{io, net::SocketAddr, sync::Arc, time::Duration};

use futures_util::future::select_ok;
use rustls::pki_types::ServerName;
use tokio::{
    io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _},
    net::{TcpStream, lookup_host},
};
use tokio_rustls::TlsConnector;
use url::Url;

use crate::{Client, Error, NotSent, Probe, ProxyAuth, client::ProxyOnTheWay, tls};

/// One part of the way to a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leg {
    /// The name of the server, or of the proxy on the way, has an address.
    Name,
    /// The server, or the proxy, takes a connection.
    Connection,
    /// The proxy lets it through to the server.
    Proxy,
    /// The server shows a certificate that this computer trusts.
    Tls,
    /// The server accepts the key and answers.
    Key,
}

/// How one part of the way went.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked {
    pub leg: Leg,
    pub took: Duration,
    pub failed: Option<Error>,
}

/// The way to the server, leg by leg up to the first that failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    pub legs: Vec<Checked>,
    /// The proxy on the way, as `host:port`.
    pub via_proxy: Option<String>,
    /// Who signed the server's certificate, trusted or not; none over plain http.
    pub certificate_issuer: Option<String>,
    /// What the last leg found, where it was reached.
    pub probe: Option<Probe>,
}

/// Enough for the headers of a proxy's refusal.
const LONGEST_HEAD: u64 = 16 * 1024;

impl Client {
    /// Goes to the server one leg at a time, on a connection of its own that carries no key, and then asks as
    /// [`Client::probe`] does.
    pub async fn diagnose(&self) -> Diagnosis {
        let mut diagnosis = Diagnosis {
            legs: Vec::new(),
            via_proxy: self.via_proxy().map(str::to_owned),
            certificate_issuer: None,
            probe: None,
        };
        if self.reach(&mut diagnosis.legs).await.is_some() {
            diagnosis.probe = check(self, &mut diagnosis.legs, Leg::Key, self.probe()).await;
        }
        diagnosis.certificate_issuer = self.certificate_issuer();
        diagnosis
    }

    /// `None` once a leg failed.
    async fn reach(&self, legs: &mut Vec<Checked>) -> Option<()> {
        let (server, proxy) = (self.url()?, self.proxy());
        let near = proxy.map_or(&server, |proxy| &proxy.url);
        let find = self.in_time(lookup_host(host_and_port(near)));
        let find = async { find.await.map(Iterator::collect).map_err(|_| NotSent::Dns) };
        let addresses: Vec<SocketAddr> = check(self, legs, Leg::Name, find).await?;
        let refused = proxy.map_or(NotSent::Connect, |_| NotSent::Proxy);
        let connect = async { self.in_time(first(addresses)).await.map_err(|_| refused) };
        let mut stream = check(self, legs, Leg::Connection, connect).await?;
        if let Some(proxy) = proxy {
            // What goes on inside a proxy's own TLS only the HTTP library can say.
            if near.scheme() == "https" {
                return Some(());
            }
            let open = self.in_time(open_tunnel(&mut stream, &server, proxy));
            let open = async { open.await.unwrap_or(Err(NotSent::Proxy)) };
            check(self, legs, Leg::Proxy, open).await?;
        }
        if server.scheme() == "https" {
            let host = host_and_port(&server).0;
            let name = ServerName::try_from(host).ok()?;
            let connector = TlsConnector::from(Arc::clone(self.tls()));
            let shake = self.in_time(connector.connect(name, stream));
            let shake = async { shake.await.map(drop).map_err(|error| why(&error)) };
            check(self, legs, Leg::Tls, shake).await?;
        }
        Some(())
    }

    /// What a proxy that wants to know who is asking would accept.
    pub(crate) async fn challenge(&self) -> ProxyAuth {
        let ask = async {
            let (server, proxy) = (self.url()?, self.proxy()?);
            if proxy.url.scheme() == "https" {
                return None;
            }
            let addresses = lookup_host(host_and_port(&proxy.url)).await.ok()?.collect();
            let mut stream = first(addresses).await.ok()?;
            open_tunnel(&mut stream, &server, proxy).await.ok()
        };
        match self.in_time(async { Ok(ask.await) }).await {
            Ok(Some(Err(NotSent::ProxyAuth(wants)))) => wants,
            _ => ProxyAuth::Unknown,
        }
    }

    /// The future's own failure, or that it took longer than connecting may.
    async fn in_time<T>(&self, act: impl Future<Output = io::Result<T>>) -> io::Result<T> {
        tokio::time::timeout(self.connect_limit(), act)
            .await
            .unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))
    }
}

async fn check<T>(
    client: &Client,
    legs: &mut Vec<Checked>,
    leg: Leg,
    act: impl Future<Output = Result<T, impl Into<Error>>>,
) -> Option<T> {
    let start = client.pace().uptime();
    let outcome = act.await;
    let took = client.pace().uptime().saturating_sub(start);
    let (found, failed) = match outcome {
        Ok(found) => (Some(found), None),
        Err(error) => (None, Some(error.into())),
    };
    legs.push(Checked { leg, took, failed });
    found
}

fn why(error: &io::Error) -> NotSent {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<rustls::Error>());
    inner.map_or(NotSent::Connect, |error| NotSent::Tls(tls::reason(error)))
}

fn host_and_port(url: &Url) -> (String, u16) {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    (host.to_owned(), url.port_or_known_default().unwrap_or(443))
}

/// All at once: one of them may be unreachable without a word.
async fn first(addresses: Vec<SocketAddr>) -> io::Result<TcpStream> {
    let attempts: Vec<_> = addresses
        .into_iter()
        .map(|address| Box::pin(TcpStream::connect(address)))
        .collect();
    if attempts.is_empty() {
        return Err(io::ErrorKind::NotFound.into());
    }
    select_ok(attempts).await.map(|(stream, _)| stream)
}

/// Asks a proxy for the way to the server.
async fn open_tunnel(
    stream: &mut (impl AsyncRead + AsyncWrite + Unpin),
    server: &Url,
    proxy: &ProxyOnTheWay,
) -> io::Result<Result<(), NotSent>> {
    let host = server.host_str().unwrap_or_default();
    let port = server.port_or_known_default().unwrap_or(443);
    let mut ask = format!("CONNECT {host}:{port} HTTP/1.1\r\nHost: {host}:{port}\r\n").into_bytes();
    if let Some(authorization) = &proxy.authorization {
        ask.extend_from_slice(b"Proxy-Authorization: ");
        ask.extend_from_slice(authorization.as_bytes());
        ask.extend_from_slice(b"\r\n");
    }
    ask.extend_from_slice(b"\r\n");
    stream.write_all(&ask).await?;
    let mut head = Vec::new();
    let mut stream = stream.take(LONGEST_HEAD);
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    Ok(answer(&String::from_utf8_lossy(&head)))
}

fn answer(head: &str) -> Result<(), NotSent> {
    let status = head.split(' ').nth(1).unwrap_or_default();
    match status {
        "200" => Ok(()),
        "407" => Err(NotSent::ProxyAuth(ProxyAuth::from_challenges(
            head.lines().filter_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("proxy-authenticate")
                    .then_some(value)
            }),
        ))),
        _ => Err(NotSent::Proxy),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_asked_what_it_accepts() {
        let refusal = |challenges: &str| {
            answer(&format!(
                "HTTP/1.1 407 Proxy Authentication Required\r\n{challenges}\r\n"
            ))
        };
        for (challenges, wants) in [
            (
                "Proxy-Authenticate: Basic realm=\"x\"\r\n",
                ProxyAuth::Password,
            ),
            ("proxy-authenticate: NTLM\r\n", ProxyAuth::Windows),
            (
                "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n",
                ProxyAuth::Windows,
            ),
            (
                "Proxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm=\"x\"\r\n",
                ProxyAuth::Password,
            ),
            ("", ProxyAuth::Unknown),
        ] {
            assert_eq!(
                refusal(challenges),
                Err(NotSent::ProxyAuth(wants)),
                "{challenges}"
            );
        }
        assert_eq!(
            answer("HTTP/1.1 200 Connection established\r\n\r\n"),
            Ok(())
        );
        assert_eq!(
            answer("HTTP/1.1 403 Forbidden\r\n\r\n"),
            Err(NotSent::Proxy)
        );
        assert_eq!(answer("SSH-2.0-OpenSSH\r\n\r\n"), Err(NotSent::Proxy));
    }
}
