//! Language, theme, window, and which crash was reported: settings that are easily restored, so they may be in a file that
//! `tauri-plugin-store` writes in place. Nothing else goes there.

use std::sync::Arc;

use jiff::Timestamp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use tauri::{AppHandle, Runtime};
use tauri_plugin_store::{Store, StoreBuilder};

use desk::ProxyScript;

use crate::{
    home::Home,
    wire::{Language, Settings},
};

const SETTINGS: &str = "settings";
const WINDOW: &str = "window";
const CRASH: &str = "crash";

/// Size in logical pixels, and whether the window fills the screen.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WindowState {
    pub width: f64,
    pub height: f64,
    pub maximized: bool,
}

/// Whatever runtime the store belongs to.
trait Values: Send + Sync {
    fn value(&self, key: &str) -> Option<Value>;
    fn set_value(&self, key: &str, value: Value);
}

impl<R: Runtime> Values for Store<R> {
    fn value(&self, key: &str) -> Option<Value> {
        self.get(key)
    }

    /// A disk that cannot be written loses a preference, never work, so this is not reported.
    fn set_value(&self, key: &str, value: Value) {
        self.set(key, value);
        let _ = self.save();
    }
}

pub struct SettingsFile {
    store: Arc<dyn Values>,
    /// The file exists and could not be read: defaults are used.
    pub unreadable: bool,
}

impl SettingsFile {
    /// # Errors
    /// If the path is not usable at all; a damaged file is not an error.
    pub fn open<R: Runtime>(app: &AppHandle<R>, home: &Home) -> tauri_plugin_store::Result<Self> {
        let path = home.settings();
        let store = StoreBuilder::new(app, &path).disable_auto_save().build()?;
        let unreadable = path.exists() && store.reload().is_err();
        Ok(Self { store, unreadable })
    }

    pub fn settings(&self) -> Settings {
        self.read(SETTINGS).unwrap_or_default()
    }

    pub fn set_settings(&self, settings: Settings) {
        self.write(SETTINGS, settings);
    }

    pub fn window(&self) -> Option<WindowState> {
        self.read(WINDOW)
    }

    pub fn set_window(&self, window: WindowState) {
        self.write(WINDOW, window);
    }

    /// The crash that was reported to the user.
    pub fn reported_crash(&self) -> Option<Timestamp> {
        self.read(CRASH)
    }

    pub fn set_reported_crash(&self, at: Timestamp) {
        self.write(CRASH, at);
    }

    fn read<T: DeserializeOwned>(&self, key: &str) -> Option<T> {
        self.store
            .value(key)
            .and_then(|value| serde_json::from_value(value).ok())
    }

    fn write<T: Serialize>(&self, key: &str, value: T) {
        if let Ok(value) = serde_json::to_value(value) {
            self.store.set_value(key, value);
        }
    }
}

/// The language to use: the chosen one, else the system's, else Spanish.
pub fn effective_language(language: Language) -> &'static str {
    match language {
        Language::Es => "es",
        Language::En => "en",
        Language::System => system_language(),
    }
}

pub fn system_language() -> &'static str {
    let locale = sys_locale::get_locale().unwrap_or_default();
    if locale.to_lowercase().starts_with("en") {
        "en"
    } else {
        "es"
    }
}

/// The script that takes a proxy's place in the system's settings.
pub fn proxy_script() -> Option<ProxyScript> {
    if cfg!(feature = "automation") {
        // The machines that test have none; an empty address stands for one that is looked for.
        let address = std::env::var("FICHA_PROXY_SCRIPT").ok()?;
        return Some(match address.as_str() {
            "" => ProxyScript::Searched,
            _ => ProxyScript::At(address),
        });
    }
    desk::proxy_script()
}
