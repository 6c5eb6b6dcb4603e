use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use serde_json::json;

use crate::request::Request;

/// The requests in a file, which can be read once the server was killed.
pub(crate) struct AccessLog(File);

impl AccessLog {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = OpenOptions::new().append(true).create(true).open(path)?;
        Ok(Self(file))
    }

    /// Appends a line of JSON. That of an update is on the disk when this returns.
    pub(crate) fn push(&mut self, request: &Request) -> io::Result<()> {
        let Request {
            method,
            path,
            query,
            body,
            applied,
            // They hold the key.
            headers: _,
        } = request;
        let line = json!({
            "method": method, "path": path, "query": query, "body": body, "applied": applied,
        });
        // In one write: a kill leaves no half of a line.
        self.0.write_all(format!("{line}\n").as_bytes())?;
        match method.as_str() {
            "PATCH" => self.0.sync_data(),
            _ => Ok(()),
        }
    }
}
