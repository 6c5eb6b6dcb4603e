use std::{fs, os::unix::fs::PermissionsExt as _};

use tempfile::TempDir;

/// Takes the place of the system's `xdg-open`, for pages and folders alike, and records its argument.
#[derive(Debug)]
pub struct StandInOpener {
    folder: TempDir,
}

impl StandInOpener {
    /// # Panics
    /// If it cannot be written.
    #[expect(clippy::new_without_default, reason = "it writes a program")]
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let program = folder.path().join("xdg-open");
        let opened = folder.path().join("opened");
        let script = format!("#!/bin/sh\nprintf '%s' \"$1\" > '{}'\n", opened.display());
        fs::write(&program, script).expect("a stand-in opener");
        fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).expect("it can be run");
        Self { folder }
    }

    pub fn env(&self) -> (&'static str, String) {
        let path = std::env::var("PATH").unwrap_or_default();
        ("PATH", format!("{}:{path}", self.folder.path().display()))
    }

    pub fn opened(&self) -> Option<String> {
        let opened = fs::read_to_string(self.folder.path().join("opened")).ok();
        opened.filter(|address| !address.is_empty())
    }
}
