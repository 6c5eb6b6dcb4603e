use rustix::process::Pid;

use crate::{
    chromium::Chromium,
    engine::Engine,
    piped::Piped,
    webdriver::{Browser, Refused},
};

/// The app's page in one of the engines.
#[derive(Debug)]
pub(crate) enum Page {
    WebKit(Browser),
    // Dropped in this order: the page before the app that answers it.
    Chromium(Chromium, Piped),
}

impl Page {
    pub(crate) fn engine(&self) -> Engine {
        match self {
            Self::WebKit(_) => Engine::WebKit,
            Self::Chromium(..) => Engine::Chromium,
        }
    }

    pub(crate) fn browser(&self) -> &Browser {
        match self {
            Self::WebKit(browser) => browser,
            Self::Chromium(chromium, _) => chromium,
        }
    }

    pub(crate) fn application(&self) -> Option<Pid> {
        match self {
            Self::WebKit(browser) => browser.application(),
            Self::Chromium(_, app) => app.process(),
        }
    }

    pub(crate) fn resize(&self, width: u32, height: u32) -> Result<(), Refused> {
        match self {
            Self::WebKit(browser) => browser.set_window(width, height),
            Self::Chromium(chromium, _) => chromium.set_page(width, height),
        }
    }
}
