use std::{
    fs::DirBuilder,
    io,
    path::{Path, PathBuf},
};

/// Where Ficha's own files are: the folder in `FICHA_HOME`, or the system's place for them.
#[derive(Clone, Debug)]
pub struct Home {
    folder: PathBuf,
    /// Set by `FICHA_HOME`: everything stays inside, including the page's own storage.
    portable: bool,
}

impl Home {
    /// Known before anything of Tauri's is there, so that what goes wrong with it can be noted.
    ///
    /// # Errors
    /// If the system has no folder for application data.
    pub fn find(identifier: &str) -> io::Result<Self> {
        match std::env::var_os("FICHA_HOME").filter(|folder| !folder.is_empty()) {
            Some(folder) => Ok(Self {
                folder: std::path::absolute(folder)?,
                portable: true,
            }),
            None => Ok(Self {
                // Not the folder that roams between Windows computers: the keychain, which
                // has the journal's key, does not roam with it.
                folder: dirs::data_local_dir()
                    .ok_or_else(|| io::Error::other("no folder for application data"))?
                    .join(identifier),
                portable: false,
            }),
        }
    }

    /// Whether the folder exists or can be created.
    pub fn is_usable(&self) -> bool {
        create(&self.folder).is_ok()
    }

    /// Holds the journal.
    pub fn folder(&self) -> &PathBuf {
        &self.folder
    }

    pub fn settings(&self) -> PathBuf {
        self.folder.join("settings.json")
    }

    /// Holds the log and what is kept of crashes.
    pub fn diagnostics(&self) -> PathBuf {
        self.folder.join("diagnostics")
    }

    /// The folder of the web view's files; `None` leaves it to the system.
    pub fn web_view(&self) -> Option<PathBuf> {
        self.portable.then(|| self.folder.join("web-view"))
    }
}

/// Creates a folder of Ficha's as the journal does, which may come later: for its owner only.
pub fn create(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
