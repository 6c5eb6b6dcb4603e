use std::collections::HashMap;
use std::sync::Arc;

use keyring::{CredentialStore, Entry, Error};

/// Opens this operating system's store.
pub(crate) fn open() -> Result<Arc<CredentialStore>, Error> {
    #[cfg(target_os = "linux")]
    let store = dbus_secret_service_keyring_store::Store::new()?;
    #[cfg(windows)]
    let store = windows_native_keyring_store::Store::new()?;
    #[cfg(target_os = "macos")]
    let store = apple_native_keyring_store::keychain::Store::new()?;
    Ok(store)
}

/// Windows' default persistence copies entries to every computer of a roaming profile, but a key belongs to one computer.
const MODIFIERS: &[(&str, &str)] = if cfg!(windows) {
    &[("persistence", "Local")]
} else {
    &[]
};

/// The entry `name` of `service`, which need not exist yet.
pub(crate) fn entry(store: &CredentialStore, service: &str, name: &str) -> Result<Entry, Error> {
    let modifiers: HashMap<&str, &str> = MODIFIERS.iter().copied().collect();
    store.build(service, name, Some(&modifiers))
}
