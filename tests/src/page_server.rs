use std::{
    fs,
    io::{BufRead as _, BufReader, Write as _},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    path::{Component, Path, PathBuf},
    thread,
};

use serde_json::Value;

/// Serves the page's own files on loopback under the policy it ships with, so that an engine other
/// than the app's can load them.
#[derive(Debug)]
pub struct PageServer {
    address: SocketAddr,
}

impl PageServer {
    /// Serves until the process ends.
    ///
    /// # Panics
    /// When the page or its policy cannot be read, or no port is free.
    pub fn start() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui");
        let root = fs::canonicalize(root).expect("the page is there");
        let policy = policy();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
        let address = listener.local_addr().expect("a listener has an address");
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (root, policy) = (root.clone(), policy.clone());
                // A browser may close a connection that it opened in advance.
                thread::spawn(move || drop(answer(&stream, &root, &policy)));
            }
        });
        Self { address }
    }

    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
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

fn answer(stream: &TcpStream, root: &Path, policy: &str) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let request = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let found = file(root, request.split(' ').nth(1).unwrap_or("/"));
    let (status, kind, body) = match &found {
        Some((path, body)) => ("200 OK", kind(path), body.as_slice()),
        None => ("404 Not Found", "text/plain", &[][..]),
    };
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
         Content-Security-Policy: {policy}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let mut out = stream;
    out.write_all(head.as_bytes())?;
    out.write_all(body)
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
