//! The proxy's address; its password is a secret like any other.

use keychain::Secret;
use quentli::{ProxyChoice, ProxyUrl};
use zeroize::Zeroizing;

use super::Session;
use crate::{error::CommandError, services};

/// In the journal without the password, in the keychain with it.
pub(super) const PROXY: &str = "proxy";
/// Set where the system's keychain was given one.
const IN_KEYCHAIN: &str = "proxy-in-keychain";

impl Session {
    /// As [`services::proxy_choice`] takes it, its password included.
    pub async fn proxy_address(&self) -> Result<Option<Zeroizing<String>>, CommandError> {
        let proxy = self.journal.setting(PROXY)?;
        let secret = match proxy.as_deref() {
            None | Some("") => None,
            Some(_) => self.keychain.get(PROXY).await?,
        };
        // One that belongs to another address was left behind where the keychain could not be used.
        let secret = secret
            .map(|secret| secret.expose().to_owned())
            .filter(|secret| {
                let address = ProxyUrl::parse(secret).map(|url| url.address());
                address.ok() == proxy
            });
        Ok(secret.or(proxy).map(Zeroizing::new))
    }

    pub async fn set_proxy(&mut self, proxy: Option<&str>) -> Result<(), CommandError> {
        let choice = services::proxy_choice(proxy)?;
        let proxy = proxy.map(str::trim);
        // What is shown lacks the password: saving it as it is must not lose it.
        if proxy == self.journal.setting(PROXY)?.as_deref() {
            return Ok(());
        }
        if let Some(secret) = proxy.filter(|proxy| proxy.contains('@')) {
            self.lodge_school().await?;
            self.keychain.set(PROXY, Secret::new(secret)).await?;
            self.take_off(PROXY)?;
            if !self.keychain.is_memory() {
                self.journal.set_setting(IN_KEYCHAIN, Some("yes"))?;
            }
        } else if self.journal.setting(PROXY)?.is_some() {
            self.keychain.delete(PROXY).await?;
            if self.journal.setting(IN_KEYCHAIN)?.is_some() {
                self.delete_key(PROXY).await?;
                self.journal.set_setting(IN_KEYCHAIN, None)?;
            }
        }
        let shown = match &choice {
            ProxyChoice::Manual(url) => Some(url.address()),
            _ => proxy.map(str::to_owned),
        };
        self.journal.set_setting(PROXY, shown.as_deref())?;
        if let Ok(desk) = self.in_use.desk() {
            self.choose(&desk.connection.id).await?;
        }
        Ok(())
    }
}
