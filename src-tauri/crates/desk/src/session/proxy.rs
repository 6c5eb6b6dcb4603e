//! The proxy's address; its password is a secret like any other.

use keychain::Secret;
use quentli::{Client, ProxyChoice, ProxyUrl};
use zeroize::Zeroizing;

use super::{
    Environment, Session,
    client::proxy_choice,
    environment::{environment, server},
    keys::may_have_kept,
};
use crate::{Error, School};

/// In the journal without the password, in the keychain with it.
pub(super) const PROXY: &str = "proxy";
/// Set where the system's keychain was given one.
pub(super) const IN_KEYCHAIN: &str = "proxy-in-keychain";

impl Session {
    /// As [`proxy_choice`] takes it, its password included.
    pub(crate) async fn proxy_address(&self) -> Result<Option<Zeroizing<String>>, Error> {
        let proxy = self.journal.setting(PROXY)?;
        let manual = proxy.as_deref().is_some_and(|proxy| !proxy.is_empty());
        let keychain = self.keychain();
        let may_have_password = keychain.is_memory() || self.has_password_in_keychain()?;
        let secret = if manual && may_have_password {
            let answer = keychain.get(PROXY).await;
            self.note_state(&answer);
            answer?
        } else {
            None
        };
        // One that belongs to another address was left behind where the keychain could not be used.
        let secret = secret.filter(|secret| {
            let address = ProxyUrl::parse(secret.expose()).map(|url| url.address());
            address.ok() == proxy
        });
        let whole = secret.map(|secret| Zeroizing::new(secret.expose().to_owned()));
        Ok(whole.or(proxy.map(Zeroizing::new)))
    }

    /// Saves the proxy and has the connection in use go through it; where either fails, both stay as
    /// they are.
    pub(crate) async fn set_proxy(&self, proxy: Option<&str>) -> Result<(), Error> {
        let choice = proxy_choice(proxy)?;
        let proxy = proxy.map(str::trim);
        let before = self.journal.setting(PROXY)?;
        // What is shown lacks the password: saving it as it is must not lose it.
        if proxy == before.as_deref() {
            return Ok(());
        }
        let secret = proxy.filter(|proxy| proxy.contains('@'));
        if secret.is_some() {
            self.require_key_storage().await?;
        }
        let through = self.through(proxy)?;
        let shown = match &choice {
            ProxyChoice::Manual(url) => Some(url.address()),
            _ => proxy.map(str::to_owned),
        };
        match secret {
            Some(secret) => {
                self.keep_password(secret, shown.as_deref(), before.as_deref())
                    .await?;
            }
            None => self.drop_password(shown.as_deref()).await?,
        }
        if let Some((client, school)) = through {
            self.in_use.put_client(&school, client);
        }
        Ok(())
    }

    /// The connection in use by way of this proxy. Asks the keychain for nothing: it may have stopped,
    /// and a key in use is known.
    fn through(&self, proxy: Option<&str>) -> Result<Option<(Client, School)>, Error> {
        let (Ok(school), Some(key)) = (self.in_use.school(), self.state().key.clone()) else {
            return Ok(None);
        };
        let environment = environment(&school.connection);
        if environment == Environment::Practice {
            return Ok(None);
        }
        let server = server(environment, &school.connection.server)?;
        let client = self.client(server, key, proxy)?;
        Ok(Some((client, school)))
    }

    /// The journal first: on a full disk the password of before stays what it is.
    async fn keep_password(
        &self,
        secret: &str,
        shown: Option<&str>,
        before: Option<&str>,
    ) -> Result<(), Error> {
        let had_password = self.has_password_in_keychain()?;
        let keychain = self.keychain();
        if !keychain.is_memory() && !had_password {
            self.journal.set_setting(IN_KEYCHAIN, Some("yes"))?;
        }
        self.journal.set_setting(PROXY, shown)?;
        let kept = keychain.set(PROXY, Secret::new(secret)).await;
        self.note_state(&kept);
        let Err(error) = kept else {
            self.unlist_key(PROXY);
            return Ok(());
        };
        self.journal.set_setting(PROXY, before)?;
        if !had_password {
            if may_have_kept(&error) {
                self.list_key(PROXY)?;
            }
            self.journal.set_setting(IN_KEYCHAIN, None)?;
        }
        Err(error.into())
    }

    async fn drop_password(&self, shown: Option<&str>) -> Result<(), Error> {
        let had_password = self.has_password_in_keychain()?;
        if had_password {
            self.list_key(PROXY)?;
        }
        self.journal.set_setting(PROXY, shown)?;
        let keychain = self.keychain();
        if keychain.is_memory() {
            keychain.delete(PROXY).await?;
        }
        if had_password {
            self.journal.set_setting(IN_KEYCHAIN, None)?;
            self.delete_key(PROXY).await?;
        }
        Ok(())
    }

    fn has_password_in_keychain(&self) -> Result<bool, Error> {
        Ok(self.journal.setting(IN_KEYCHAIN)?.is_some())
    }
}
