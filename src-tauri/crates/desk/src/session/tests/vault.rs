//! A keychain that can be locked, and can keep a secret while reporting that it failed.

use std::{
    any::Any,
    collections::{BTreeMap, HashMap},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use keychain::{Keychain, Limits};
use keyring::{
    Entry, Error, Result,
    api::{Credential, CredentialApi, CredentialStoreApi},
};

/// What outlives every session over it.
#[derive(Clone, Default)]
pub struct Vault(Arc<Inner>);

#[derive(Default)]
struct Inner {
    items: Mutex<BTreeMap<String, Vec<u8>>>,
    locked: AtomicBool,
    answer_lost: AtomicBool,
    asked: AtomicUsize,
}

impl Vault {
    pub fn keychain(&self) -> Keychain {
        let store = Store(self.clone());
        Keychain::with_store("test", Limits::default(), move || {
            Ok(Arc::new(store.clone()))
        })
    }

    pub fn lock(&self) {
        self.0.locked.store(true, Ordering::Relaxed);
    }

    pub fn unlock(&self) {
        self.0.locked.store(false, Ordering::Relaxed);
    }

    /// From now on secrets are kept, and the answer says otherwise.
    pub fn lose_answers(&self, lost: bool) {
        self.0.answer_lost.store(lost, Ordering::Relaxed);
    }

    /// How many requests came, refused ones included.
    pub fn asked(&self) -> usize {
        self.0.asked.load(Ordering::Relaxed)
    }

    /// The names of what is kept, save the journal's own key.
    pub fn names(&self) -> Vec<String> {
        let items = self.0.items.lock().unwrap();
        let names = items.keys().filter(|name| *name != "journal");
        names.cloned().collect()
    }

    fn pass(&self) -> Result<()> {
        self.0.asked.fetch_add(1, Ordering::Relaxed);
        if self.0.locked.load(Ordering::Relaxed) {
            Err(Error::NoStorageAccess("locked".into()))
        } else {
            Ok(())
        }
    }
}

#[derive(Clone)]
struct Store(Vault);

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        "fake".into()
    }

    fn id(&self) -> String {
        "fake".into()
    }

    fn build(&self, _: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        Ok(Entry::new_with_credential(Arc::new(Item {
            vault: self.0.clone(),
            name: user.to_owned(),
        })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

struct Item {
    vault: Vault,
    name: String,
}

impl CredentialApi for Item {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.vault.pass()?;
        let mut items = self.vault.0.items.lock().unwrap();
        items.insert(self.name.clone(), secret.to_vec());
        if self.vault.0.answer_lost.load(Ordering::Relaxed) {
            return Err(Error::PlatformFailure("no answer".into()));
        }
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.vault.pass()?;
        let items = self.vault.0.items.lock().unwrap();
        items.get(&self.name).cloned().ok_or(Error::NoEntry)
    }

    fn delete_credential(&self) -> Result<()> {
        self.vault.pass()?;
        let mut items = self.vault.0.items.lock().unwrap();
        items.remove(&self.name).map(drop).ok_or(Error::NoEntry)
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(None)
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        None
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}
