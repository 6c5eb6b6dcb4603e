use std::{fs::File, ops::Deref, sync::Arc};

use tempfile::TempDir;

use crate::{
    page_server::PageServer,
    piped::{Piped, Pipes},
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
    // After the browser, which still writes to it.
    _folder: TempDir,
}

impl Chromium {
    /// Loads the page without an app: no command is ever answered, so the page stays as loaded, and its modules
    /// can be imported and tested.
    ///
    /// # Panics
    /// As [`Self::of`].
    pub fn start() -> Self {
        let log = tempfile::tempfile().expect("a file for Chromium's lines");
        Self::open(None, &log)
    }

    /// Loads the page of an app.
    ///
    /// # Panics
    /// If Chromium or its driver is missing (the message names the package) or does not start.
    pub fn of(app: &Piped, log: &File) -> Self {
        Self::open(Some(app.pipes()), log)
    }

    fn open(app: Option<Arc<Pipes>>, log: &File) -> Self {
        let folder = tempfile::tempdir().expect("a folder for Chromium's files");
        let home = folder.path().display().to_string();
        let env = [
            ("PATH".into(), std::env::var("PATH").unwrap_or_default()),
            ("HOME".into(), home),
            ("LANG".into(), "es_MX.UTF-8".into()),
            // Mexico's usual zone, as in the app's own window.
            ("TZ".into(), "America/Mexico_City".into()),
        ];
        let server = PageServer::start(app).address();
        let driver = Driver::chromium(&folder.path().join("profile"), server);
        let browser = Browser::open(&driver, &env, log);
        browser
            .run_first(BRIDGE)
            .and_then(|()| browser.load(PAGE))
            .unwrap_or_else(|refused| panic!("{PAGE} does not load: {refused:?}"));
        Self {
            browser,
            _folder: folder,
        }
    }
}

impl Deref for Chromium {
    type Target = Browser;

    fn deref(&self) -> &Browser {
        &self.browser
    }
}
