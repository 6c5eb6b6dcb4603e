use std::{fs::File, ops::Deref};

use tempfile::TempDir;

use crate::{
    page_server::PageServer,
    piped::Piped,
    webdriver::{Browser, Driver},
};

/// Where Windows' web view has the page.
const PAGE: &str = "http://tauri.localhost/";

/// Before any of the page's own scripts.
const BRIDGE: &str = include_str!("bridge.js");

/// The page in Chromium.
#[derive(Debug)]
pub struct Chromium {
    browser: Browser,
    server: PageServer,
    // After the browser, which still writes to it.
    _folder: TempDir,
}

impl Chromium {
    /// The page without an app: no command is ever answered, so it stays as loaded, and its modules can be imported
    /// and tested.
    ///
    /// # Panics
    /// As [`Self::start`] and [`Self::load`].
    pub fn alone() -> Self {
        let log = tempfile::tempfile().expect("a file for Chromium's lines");
        let chromium = Self::start(&log);
        chromium.load();
        chromium
    }

    /// Starts the browser, without the page.
    ///
    /// # Panics
    /// If Chromium or its driver is missing (the message names the package) or does not start.
    pub(crate) fn start(log: &File) -> Self {
        let folder = tempfile::tempdir().expect("a folder for Chromium's files");
        let home = folder.path().display().to_string();
        let env = [
            ("PATH".into(), std::env::var("PATH").unwrap_or_default()),
            ("HOME".into(), home),
            ("LANG".into(), "es_MX.UTF-8".into()),
            // Mexico's usual zone, as in the app's own window.
            ("TZ".into(), "America/Mexico_City".into()),
        ];
        let server = PageServer::start();
        let driver = Driver::chromium(&folder.path().join("profile"), server.address());
        Self {
            browser: Browser::open(&driver, &env, log),
            server,
            _folder: folder,
        }
    }

    /// Loads the page of an app.
    ///
    /// # Panics
    /// If it does not load.
    pub(crate) fn show(&self, app: &Piped) {
        self.server.connect(app.pipes());
        self.load();
    }

    fn load(&self) {
        let loaded = self.browser.run_first(BRIDGE);
        loaded
            .and_then(|()| self.browser.load(PAGE))
            .unwrap_or_else(|refused| panic!("{PAGE} does not load: {refused:?}"));
    }
}

impl Deref for Chromium {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}
