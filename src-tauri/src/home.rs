use std::{fs::DirBuilder, path::PathBuf};

use tauri::{AppHandle, Manager, Runtime};

/// Where Ficha's own files are: the folder in `FICHA_HOME`, or the system's place for them.
#[derive(Clone, Debug)]
pub struct Home {
    folder: PathBuf,
    /// Set by `FICHA_HOME`: everything stays inside, including the page's own storage.
    portable: bool,
}

impl Home {
    /// # Errors
    /// If the system has no folder for application data.
    pub fn find<R: Runtime>(app: &AppHandle<R>) -> tauri::Result<Self> {
        match std::env::var_os("FICHA_HOME").filter(|folder| !folder.is_empty()) {
            Some(folder) => Ok(Self {
                folder: std::path::absolute(folder)?,
                portable: true,
            }),
            None => Ok(Self {
                // Not the folder that roams between Windows computers: the keychain, which
                // has the journal's key, does not roam with it.
                folder: app.path().app_local_data_dir()?,
                portable: false,
            }),
        }
    }

    /// Whether the folder exists or can be created.
    pub fn is_usable(&self) -> bool {
        let mut builder = DirBuilder::new();
        builder.recursive(true);
        // As the journal creates it, which may come later.
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(&self.folder).is_ok()
    }

    /// Holds the journal.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    pub fn settings(&self) -> PathBuf {
        self.folder.join("settings.json")
    }

    /// The folder of the web view's files; `None` leaves it to the system.
    pub fn web_view(&self) -> Option<PathBuf> {
        self.portable.then(|| self.folder.join("web-view"))
    }
}
