use std::{fs::File, ops::Deref};

use tempfile::TempDir;

use crate::{
    page_server::PageServer,
    webdriver::{Browser, Engine},
};

/// Stands in for Tauri: no command is ever answered, so the page stays as loaded.
const NO_ANSWER: &str = "
    window.__TAURI_INTERNALS__ = { invoke: () => new Promise(() => {}), transformCallback: () => 0 };";

/// The page in Chromium, without the app, to import and test its modules.
#[derive(Debug)]
pub struct Chromium {
    browser: Browser,
    // After the browser, which still writes to it.
    _folder: TempDir,
}

impl Chromium {
    /// Loads the page's `index.html`.
    ///
    /// # Panics
    /// If Chromium or its driver is missing (the message names the package) or does not start.
    pub fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder for Chromium's files");
        let log = File::create(folder.path().join("output.log")).expect("a fresh folder");
        let home = folder.path().display().to_string();
        let env = [
            ("PATH".into(), std::env::var("PATH").unwrap_or_default()),
            ("HOME".into(), home),
            ("LANG".into(), "es_MX.UTF-8".into()),
            // Mexico's usual zone, as in the app's own window.
            ("TZ".into(), "America/Mexico_City".into()),
        ];
        let engine = Engine::chromium(&folder.path().join("profile"));
        let browser = Browser::open(&engine, &env, &log);
        let page = PageServer::start().url();
        browser
            .run_first(NO_ANSWER)
            .and_then(|()| browser.load(&page))
            .unwrap_or_else(|refused| panic!("{page} does not load: {refused:?}"));
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
