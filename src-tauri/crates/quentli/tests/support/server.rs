use std::{
    collections::VecDeque,
    future,
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    task::JoinHandle,
    time,
};
use tokio_rustls::TlsAcceptor;

/// What the server does with one complete request.
#[derive(Clone, Debug)]
pub(crate) enum Reply {
    /// These bytes, then the connection stays open.
    Bytes(Vec<u8>),
    /// These bytes, then the connection is closed.
    Cut(Vec<u8>),
    /// Nothing, for ever.
    Stuck,
    /// These bytes, then nothing, for ever.
    StuckAfter(Vec<u8>),
    /// The head of a 200, then a space at this interval, for ever.
    Trickle(Duration),
    /// A 200 without a length that sends this many bytes of a JSON string.
    Flood(usize),
}

/// A complete answer with this status and body.
pub(crate) fn status(status: &str, headers: &[&str], body: impl AsRef<[u8]>) -> Reply {
    let body = body.as_ref();
    let headers: String = headers.iter().map(|line| format!("{line}\r\n")).collect();
    let head = format!(
        "HTTP/1.1 {status}\r\n{headers}content-length: {}\r\n\r\n",
        body.len()
    );
    Reply::Bytes([head.as_bytes(), body].concat())
}

/// A complete 200 with JSON.
pub(crate) fn json(body: &str) -> Reply {
    status("200 OK", &["content-type: application/json"], body)
}

#[derive(Default)]
struct Script {
    replies: VecDeque<Reply>,
    requests: Vec<String>,
}

/// A server on this computer that reads requests byte by byte, records them, and follows a script.
pub(crate) struct Scripted {
    address: SocketAddr,
    script: Arc<Mutex<Script>>,
    accepting: JoinHandle<()>,
}

impl Scripted {
    pub(crate) async fn new(replies: impl IntoIterator<Item = Reply>) -> Self {
        Self::start(replies, None, false).await
    }

    pub(crate) async fn with_tls(
        replies: impl IntoIterator<Item = Reply>,
        acceptor: TlsAcceptor,
    ) -> Self {
        Self::start(replies, Some(acceptor), false).await
    }

    /// A proxy that accepts every CONNECT, and is itself the TLS server at the other end.
    pub(crate) async fn tunnel(
        replies: impl IntoIterator<Item = Reply>,
        acceptor: TlsAcceptor,
    ) -> Self {
        Self::start(replies, Some(acceptor), true).await
    }

    async fn start(
        replies: impl IntoIterator<Item = Reply>,
        acceptor: Option<TlsAcceptor>,
        proxy: bool,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let script = Script {
            replies: replies.into_iter().collect(),
            requests: Vec::new(),
        };
        let script = Arc::new(Mutex::new(script));
        let accepting = tokio::spawn(accept(listener, script.clone(), acceptor, proxy));
        Self {
            address,
            script,
            accepting,
        }
    }

    pub(crate) fn port(&self) -> u16 {
        self.address.port()
    }

    /// Every complete request so far: its head and its body as received.
    pub(crate) fn requests(&self) -> Vec<String> {
        lock(&self.script).requests.clone()
    }
}

impl Drop for Scripted {
    fn drop(&mut self) {
        self.accepting.abort();
    }
}

fn lock(script: &Mutex<Script>) -> std::sync::MutexGuard<'_, Script> {
    script.lock().unwrap_or_else(PoisonError::into_inner)
}

async fn accept(
    listener: TcpListener,
    script: Arc<Mutex<Script>>,
    acceptor: Option<TlsAcceptor>,
    proxy: bool,
) {
    while let Ok((stream, _)) = listener.accept().await {
        let script = script.clone();
        let acceptor = acceptor.clone();
        tokio::spawn(async move {
            let Some(acceptor) = acceptor else {
                return serve(stream, &script).await;
            };
            let Some(stream) = enter(stream, &script, proxy).await else {
                return;
            };
            // Some tests make the client abort the handshake.
            if let Ok(stream) = acceptor.accept(stream).await {
                serve(stream, &script).await;
            }
        });
    }
}

async fn enter(mut stream: TcpStream, script: &Mutex<Script>, proxy: bool) -> Option<TcpStream> {
    if proxy {
        let request = read_request(&mut stream).await?;
        lock(script).requests.push(request);
        stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n").await.ok()?;
    }
    Some(stream)
}

async fn serve<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, script: &Mutex<Script>) {
    while let Some(request) = read_request(&mut stream).await {
        let reply = {
            let mut script = lock(script);
            script.requests.push(request);
            script.replies.pop_front()
        };
        // The client closes early when an answer is too large.
        match reply {
            Some(Reply::Bytes(bytes)) => {
                if stream.write_all(&bytes).await.is_err() {
                    return;
                }
            }
            Some(Reply::Cut(bytes)) => {
                let _ = stream.write_all(&bytes).await;
                let _ = stream.shutdown().await;
                return;
            }
            Some(Reply::Stuck) => future::pending().await,
            Some(Reply::StuckAfter(bytes)) => {
                let _ = stream.write_all(&bytes).await;
                future::pending::<()>().await;
            }
            Some(Reply::Trickle(pause)) => {
                let _ = stream
                    .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n")
                    .await;
                while stream.write_all(b" ").await.is_ok() {
                    #[expect(clippy::disallowed_methods, reason = "slow on purpose")]
                    time::sleep(pause).await;
                }
                return;
            }
            Some(Reply::Flood(size)) => {
                let _ = flood(&mut stream, size).await;
                return;
            }
            // Not in the script: the test sees it in the list of requests.
            None => return,
        }
    }
}

async fn flood<S: AsyncWrite + Unpin>(stream: &mut S, size: usize) -> std::io::Result<()> {
    stream
        .write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\"")
        .await?;
    let chunk = vec![b'x'; 64 * 1024];
    let mut left = size;
    while left > 0 {
        let part = left.min(chunk.len());
        stream.write_all(&chunk[..part]).await?;
        left -= part;
    }
    stream.write_all(b"\"").await?;
    stream.shutdown().await
}

/// `None` at the end of the connection.
async fn read_request<S: AsyncRead + Unpin>(stream: &mut S) -> Option<String> {
    let mut bytes = Vec::new();
    while !bytes.ends_with(b"\r\n\r\n") {
        bytes.push(stream.read_u8().await.ok()?);
    }
    let head = String::from_utf8(bytes).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "))
        .map_or(0, |length| length.parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.ok()?;
    Some(head + std::str::from_utf8(&body).unwrap())
}
