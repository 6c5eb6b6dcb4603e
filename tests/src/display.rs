use std::{
    io::{BufRead as _, BufReader},
    process::{Command, Stdio},
};

use crate::process::Group;

/// A virtual screen of its own, gone with the value.
#[derive(Debug)]
pub struct Display {
    name: String,
    _server: Group,
}

impl Display {
    /// Starts Xvfb on a display it finds free, with one screen of this size in pixels.
    ///
    /// # Panics
    /// When Xvfb is missing or does not come up, saying so.
    pub fn start(width: u32, height: u32) -> Self {
        let mut server = Group::spawn(
            Command::new("Xvfb")
                .args([
                    "-displayfd",
                    "1",
                    "-nolisten",
                    "tcp",
                    "-noreset",
                    "-screen",
                    "0",
                ])
                .arg(format!("{width}x{height}x24"))
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::null()),
        )
        .expect("window tests need Xvfb (Debian package xvfb)");
        let mut number = String::new();
        let stdout = server.child().stdout.take().expect("stdout is piped");
        BufReader::new(stdout)
            .read_line(&mut number)
            .expect("Xvfb tells its display");
        let number = number.trim();
        assert!(!number.is_empty(), "Xvfb ended without telling its display");
        Self {
            name: format!(":{number}"),
            _server: server,
        }
    }

    /// As `DISPLAY` wants it.
    pub fn name(&self) -> &str {
        &self.name
    }
}
