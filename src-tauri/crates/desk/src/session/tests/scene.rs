//! One computer over several starts of Ficha: its folder, its keychain, and what a form says.

use std::sync::Arc;

use journal::Journal;
use quentli::{CustomerId, Probe, SystemPace};
use record::{Draft, Entry, Field};
use tempfile::TempDir;

use super::vault::Vault;
use crate::{ConnectionForm, Environment, Error, school::InUse, session::Session};

pub struct Computer {
    pub folder: TempDir,
    pub vault: Vault,
}

impl Computer {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            vault: Vault::default(),
        }
    }

    /// Another start, which the session before must have ended for.
    pub async fn start(&self) -> Session {
        let session = self.open();
        session.begin(false).await.unwrap();
        session
    }

    pub fn open(&self) -> Session {
        let (journal, findings) = Journal::open(self.folder.path()).unwrap();
        let keychain = self.vault.keychain();
        Session::new(
            journal,
            findings,
            keychain,
            Arc::new(SystemPace),
            InUse::default(),
        )
    }

    /// From now on every write to the journal fails, and reading goes on.
    pub fn delete_journal(&self) {
        std::fs::remove_file(self.folder.path().join("journal.db")).unwrap();
    }
}

pub const SERVER: &str = "https://colegio.example";
pub const OTHER_SERVER: &str = "https://otro.example";

/// A form for a new school at `server`.
pub fn form(server: &str) -> ConnectionForm {
    ConnectionForm {
        id: None,
        name: "Colegio Benito Juárez".to_owned(),
        environment: Environment::Other,
        server: server.to_owned(),
        key: "sk_test_1".to_owned().into(),
        another: false,
    }
}

/// The form that pastes the key of the connection in use again.
pub fn again(session: &Session, server: &str) -> ConnectionForm {
    let id = session.journal.connections().unwrap()[0].id.clone();
    ConnectionForm {
        id: Some(id.as_str().to_owned()),
        ..form(server)
    }
}

pub fn probe(organization: Option<&str>) -> Probe {
    Probe {
        organization_id: organization.map(str::to_owned),
        can_read: true,
        sample_count: 1,
        via_proxy: None,
        certificate_issuer: None,
    }
}

pub async fn save(session: &Session, form: &ConnectionForm) -> Result<(), Error> {
    save_of(session, form, None).await
}

/// As [`save`], with a key of this organization.
pub async fn save_of(
    session: &Session,
    form: &ConnectionForm,
    organization: Option<&str>,
) -> Result<(), Error> {
    let at = session.in_use.generation();
    session.save(form, probe(organization), at).await
}

/// The school that was saved first.
pub async fn forget(session: &Session) -> Result<(), Error> {
    let connections = session.journal.connections().unwrap();
    let school = connections.iter().find(|one| one.environment == "other");
    let id = school.unwrap().id.clone();
    session.forget(&id).await
}

pub fn family() -> CustomerId {
    CustomerId::parse("cm4k6bzfx0019rtqttpbgg0ea").unwrap()
}

pub fn draft(name: &str) -> Draft {
    let text = name.to_owned();
    Draft {
        entries: [(Field::Name, Entry::Text { text, exact: false })].into(),
    }
}
