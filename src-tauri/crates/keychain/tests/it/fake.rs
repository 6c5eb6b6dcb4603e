//! A store in memory that can hold duplicates, fail and block.

use std::any::Any;
use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};

use keychain::{Keychain, Limits};
use keyring::api::{Credential, CredentialApi, CredentialStoreApi};
use keyring::{Entry, Error, Result};

type Item = (String, Arc<Mutex<Vec<u8>>>);

/// What every store opened on it shares, and what happens when one is opened.
#[derive(Clone, Default)]
pub(crate) struct Vault {
    items: Arc<Mutex<Vec<Item>>>,
    refusals: Arc<Mutex<Vec<Error>>>,
    outages: Arc<Mutex<Vec<Error>>>,
    prompt: Arc<Mutex<Option<Prompt>>>,
    opened: Arc<Mutex<usize>>,
}

/// Blocks the first operation after it until it is answered.
struct Prompt {
    shown: Sender<()>,
    answer: Receiver<()>,
}

impl Vault {
    pub(crate) fn keychain(&self) -> Keychain {
        let vault = self.clone();
        Keychain::with_store("mx.example", Limits::default(), move || vault.open())
    }

    fn open(&self) -> Result<Arc<keychain::CredentialStore>> {
        *self.opened.lock().unwrap() += 1;
        match self.outages.lock().unwrap().pop() {
            Some(error) => Err(error),
            None => Ok(Arc::new(Store(self.clone()))),
        }
    }

    pub(crate) fn opened(&self) -> usize {
        *self.opened.lock().unwrap()
    }

    /// Makes the next opening fail with this error.
    pub(crate) fn fail_to_open(&self, error: Error) {
        self.outages.lock().unwrap().push(error);
    }

    /// Makes the next operation on an entry fail with this error.
    pub(crate) fn refuse(&self, error: Error) {
        self.refusals.lock().unwrap().push(error);
    }

    /// Makes the next operation block as behind a prompt: the receiver reports when it does, the sender releases it.
    pub(crate) fn prompt(&self) -> (Receiver<()>, Sender<()>) {
        let (shown, was_shown) = channel();
        let (give, answer) = channel();
        *self.prompt.lock().unwrap() = Some(Prompt { shown, answer });
        (was_shown, give)
    }

    /// Adds another program's entry of the same name.
    pub(crate) fn put(&self, name: &str, value: &[u8]) {
        let value = Arc::new(Mutex::new(value.to_vec()));
        self.items.lock().unwrap().push((name.to_owned(), value));
    }

    pub(crate) fn values(&self, name: &str) -> Vec<String> {
        let items = self.items.lock().unwrap();
        let named = items.iter().filter(|(other, _)| other == name);
        named
            .map(|(_, value)| String::from_utf8_lossy(&value.lock().unwrap()).into_owned())
            .collect()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.items.lock().unwrap().is_empty()
    }

    fn pass(&self) -> Result<()> {
        if let Some(prompt) = self.prompt.lock().unwrap().take() {
            prompt.shown.send(()).unwrap();
            prompt.answer.recv().unwrap();
        }
        self.refusals.lock().unwrap().pop().map_or(Ok(()), Err)
    }
}

struct Store(Vault);

impl CredentialStoreApi for Store {
    fn vendor(&self) -> String {
        "fake".into()
    }

    fn id(&self) -> String {
        "fake".into()
    }

    fn build(&self, service: &str, user: &str, _: Option<&HashMap<&str, &str>>) -> Result<Entry> {
        assert_eq!(service, "mx.example");
        Ok(Entry::new_with_credential(Arc::new(Named {
            vault: self.0.clone(),
            name: user.into(),
        })))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// The entries with this name: one, none, or several.
struct Named {
    vault: Vault,
    name: String,
}

impl Named {
    fn only(&self) -> Result<Copy> {
        let items = self.vault.items.lock().unwrap();
        let found = items.iter().filter(|(name, _)| *name == self.name);
        let mut copies: Vec<Copy> = found
            .map(|(_, value)| Copy(self.vault.clone(), value.clone()))
            .collect();
        match copies.len() {
            0 => Err(Error::NoEntry),
            1 => Ok(copies.remove(0)),
            _ => Err(Error::Ambiguous(
                copies
                    .into_iter()
                    .map(|copy| Entry::new_with_credential(Arc::new(copy)))
                    .collect(),
            )),
        }
    }
}

impl CredentialApi for Named {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        self.vault.pass()?;
        match self.only() {
            Err(Error::NoEntry) => {
                self.vault.put(&self.name, secret);
                Ok(())
            }
            found => found?.set_secret(secret),
        }
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        self.vault.pass()?;
        self.only()?.get_secret()
    }

    fn delete_credential(&self) -> Result<()> {
        self.vault.pass()?;
        self.only()?.delete_credential()
    }

    fn get_credential(&self) -> Result<Option<Arc<Credential>>> {
        Ok(Some(Arc::new(self.only()?)))
    }

    fn get_specifiers(&self) -> Option<(String, String)> {
        Some(("mx.example".into(), self.name.clone()))
    }

    fn as_any(&self) -> &dyn Any {
        self
    }
}

/// One of the entries of a name.
struct Copy(Vault, Arc<Mutex<Vec<u8>>>);

impl CredentialApi for Copy {
    fn set_secret(&self, secret: &[u8]) -> Result<()> {
        *self.1.lock().unwrap() = secret.to_vec();
        Ok(())
    }

    fn get_secret(&self) -> Result<Vec<u8>> {
        Ok(self.1.lock().unwrap().clone())
    }

    fn delete_credential(&self) -> Result<()> {
        let mut items = self.0.items.lock().unwrap();
        items.retain(|(_, value)| !Arc::ptr_eq(value, &self.1));
        Ok(())
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
