use std::{
    fs,
    io::{BufRead, BufReader, Read as _, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
};

use serde_json::Value;

use crate::piped::Pipes;

/// Serves the page's own files on loopback under the policy it ships with, and passes messages between the page
/// and the app, so that an engine other than the app's can show it.
#[derive(Debug)]
pub(crate) struct PageServer {
    address: SocketAddr,
    served: Arc<Served>,
}

#[derive(Debug)]
struct Served {
    root: PathBuf,
    policy: String,
    app: OnceLock<Arc<Pipes>>,
}

impl PageServer {
    /// Serves until the process ends.
    ///
    /// # Panics
    /// When the page or its policy cannot be read, or no port is free.
    pub(crate) fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui");
        let served = Arc::new(Served {
            root: fs::canonicalize(root).expect("the page is there"),
            policy: policy(),
            app: OnceLock::new(),
        });
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        let shared = Arc::clone(&served);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let served = Arc::clone(&shared);
                // A browser may close a connection that it opened in advance.
                thread::spawn(move || drop(answer(&stream, &served)));
            }
        });
        Self { address, served }
    }

    /// From now on the page's calls go to this app. Before, they are answered by nobody.
    pub(crate) fn connect(&self, app: Arc<Pipes>) {
        self.served.app.set(app).expect("a page has one app");
    }

    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }
}

/// The content security policy of tauri.conf.json, as a header.
fn policy() -> String {
    let config = include_str!("../../src-tauri/tauri.conf.json");
    let config: Value = serde_json::from_str(config).expect("tauri.conf.json is JSON");
    let directives = config["app"]["security"]["csp"].as_object();
    let directives = directives.expect("the policy is an object");
    let words = directives
        .iter()
        .map(|(name, value)| format!("{name} {}", value.as_str().unwrap_or_default()));
    words.collect::<Vec<_>>().join("; ")
}

fn answer(stream: &TcpStream, served: &Served) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream);
    let request = Request::read(&mut lines)?;
    let mut out = stream;
    match (
        request.host.as_str(),
        request.method.as_str(),
        served.app.get(),
    ) {
        ("ipc.localhost", "POST", Some(app)) => {
            let mut message = vec![0; request.length];
            lines.read_exact(&mut message)?;
            app.post(&message);
            write!(out, "HTTP/1.1 204 No Content\r\n{FOR_THE_PAGE}\r\n\r\n")
        }
        ("ipc.localhost", "GET", Some(app)) => {
            let head = "Content-Type: text/event-stream\r\nCache-Control: no-store";
            write!(out, "HTTP/1.1 200 OK\r\n{head}\r\n{FOR_THE_PAGE}\r\n\r\n")?;
            let mut written = 0;
            while let Some(lines) = app.lines_after(written) {
                for line in &lines {
                    write!(out, "data: {line}\n\n")?;
                }
                written += lines.len();
            }
            Ok(())
        }
        ("tauri.localhost", "GET", _) => {
            let found = file(&served.root, &request.target);
            let (status, kind, body) = match &found {
                Some((path, body)) => ("200 OK", kind(path), body.as_slice()),
                None => ("404 Not Found", "text/plain", &[][..]),
            };
            write!(
                out,
                "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
                 Content-Security-Policy: {}\r\nConnection: close\r\n\r\n",
                body.len(),
                served.policy
            )?;
            out.write_all(body)
        }
        _ => write!(out, "HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n"),
    }
}

/// Only the page may read what the app says.
const FOR_THE_PAGE: &str =
    "Access-Control-Allow-Origin: http://tauri.localhost\r\nConnection: close";

struct Request {
    method: String,
    target: String,
    host: String,
    /// Of the body, in bytes.
    length: usize,
}

impl Request {
    /// Everything before the body.
    fn read(lines: &mut impl BufRead) -> std::io::Result<Self> {
        let mut line = String::new();
        lines.read_line(&mut line)?;
        let mut words = line.split(' ').map(str::to_owned);
        let mut request = Self {
            method: words.next().unwrap_or_default(),
            target: words.next().unwrap_or_default(),
            host: String::new(),
            length: 0,
        };
        loop {
            let mut line = String::new();
            lines.read_line(&mut line)?;
            let Some((name, value)) = line.split_once(':') else {
                return Ok(request);
            };
            match name.to_ascii_lowercase().as_str() {
                "host" => request.host = value.trim().to_owned(),
                "content-length" => request.length = value.trim().parse().unwrap_or_default(),
                _ => {}
            }
        }
    }
}

/// A file of the page and its content type; `None` outside the page's folder.
fn file(root: &Path, target: &str) -> Option<(PathBuf, Vec<u8>)> {
    let name = target.split('?').next()?.trim_start_matches('/');
    let name = Path::new(if name.is_empty() { "index.html" } else { name });
    let inside = name
        .components()
        .all(|part| matches!(part, Component::Normal(_)));
    let path = root.join(name);
    let body = inside.then(|| fs::read(&path).ok())??;
    Some((path, body))
}

fn kind(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}
