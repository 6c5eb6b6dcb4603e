//! Connections: tested, saved, forgotten. Their keys are in the keychain only.

use journal::{Connection, ConnectionId};
use keychain::Secret;
use quentli::{ApiKey, Client, Diagnosis, Probe, Server};
use record::organizations_differ;
use zeroize::Zeroizing;

use super::{
    Environment, Session,
    environment::{environment, server},
    keys::may_have_kept,
};
use crate::Error;

/// The connect form as filled in. Its `Debug` leaves the key out.
#[derive(Clone)]
pub struct ConnectionForm {
    /// Set to change a saved connection.
    pub id: Option<String>,
    pub name: String,
    pub environment: Environment,
    /// For [`Environment::Other`] only.
    pub server: String,
    pub key: Zeroizing<String>,
    /// Save it though another connection has the same organization.
    pub another: bool,
}

impl std::fmt::Debug for ConnectionForm {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ConnectionForm({:?}, {:?})", self.name, self.environment)
    }
}

/// What a test of a connection met.
#[derive(Clone, Debug)]
pub struct Tested {
    pub diagnosis: Diagnosis,
    /// Name of a saved connection that already has this organization on this server.
    pub same_as: Option<String>,
}

impl Session {
    /// A client for what the form says, to probe with: nothing is saved yet.
    pub(crate) async fn client_of(&self, form: &ConnectionForm) -> Result<Client, Error> {
        let key = ApiKey::parse(&form.key)?;
        self.client_for(form.environment, &form.server, key).await
    }

    pub(crate) fn tested(
        &self,
        form: &ConnectionForm,
        diagnosis: Diagnosis,
    ) -> Result<Tested, Error> {
        let organization = diagnosis.probe.as_ref();
        let organization = organization.and_then(|probe| probe.organization_id.as_deref());
        let same_as = self.same_organization(form, organization)?;
        Ok(Tested { diagnosis, same_as })
    }

    fn same_organization(
        &self,
        form: &ConnectionForm,
        organization: Option<&str>,
    ) -> Result<Option<String>, Error> {
        let connections = self.journal.connections()?;
        let twin = connections.into_iter().find(|other| {
            organization.is_some()
                && other.organization_id.as_deref() == organization
                && environment(other) == form.environment
                && server(form.environment, &form.server)
                    .is_ok_and(|server| server.origin() == other.server)
                && Some(other.id.as_str()) != form.id.as_deref()
        });
        Ok(twin.map(|connection| connection.name))
    }

    /// Saves a connection that was probed, its key in the keychain only, and takes it up; `at` is the
    /// generation it was asked for in.
    pub(crate) async fn save(
        &self,
        form: &ConnectionForm,
        probe: Probe,
        at: u32,
    ) -> Result<(), Error> {
        if self.in_use.generation() != at {
            return Err(Error::Switched);
        }
        let name = connection_name(form)?;
        self.require_key_storage().await?;
        let before = self.saved_as(form)?;
        let twin = self.same_organization(form, probe.organization_id.as_deref())?;
        if let (Some(name), false) = (twin, form.another) {
            return Err(Error::SameSchool(name));
        }
        let known = before
            .as_ref()
            .and_then(|connection| connection.organization_id.clone());
        if organizations_differ(known.as_deref(), probe.organization_id.as_deref()) {
            return Err(Error::WrongOrganization);
        }
        let key = ApiKey::parse(&form.key)?;
        // Before anything is saved: it may need the proxy's password.
        let client = self
            .client_for(form.environment, &form.server, key.clone())
            .await?;
        let server = server(form.environment, &form.server)?;
        let connection = Connection {
            id: before
                .as_ref()
                .map_or_else(|| self.state().next_id.clone(), |before| before.id.clone()),
            name,
            environment: form.environment.text().to_owned(),
            server: server.origin().to_owned(),
            organization_id: probe.organization_id.or(known),
            can_read: probe.can_read,
        };
        self.save_with_key(&connection, before.as_ref(), &key)
            .await?;
        self.state().next_id = ConnectionId::generate();
        self.take_up(connection, client, key);
        Ok(())
    }

    /// The saved connection that a form is to change.
    fn saved_as(&self, form: &ConnectionForm) -> Result<Option<Connection>, Error> {
        let Some(id) = &form.id else {
            return Ok(None);
        };
        let connections = self.journal.connections()?;
        let saved = connections.into_iter().find(|one| one.id.as_str() == id);
        saved.map(Some).ok_or(Error::NoConnection)
    }

    /// The key first, then the row: a keychain that refuses the new key leaves the old one. Until the
    /// row names the new key, and again once it no longer names the old one, the list of keys to delete
    /// does.
    async fn save_with_key(
        &self,
        connection: &Connection,
        before: Option<&Connection>,
        key: &ApiKey,
    ) -> Result<(), Error> {
        let id = &connection.id;
        let keychain = self.keychain();
        let key_name = key_name_of(connection)?;
        let old_name = before.and_then(|before| key_name_of(before).ok());
        let moves = old_name.as_ref() != Some(&key_name);
        let old_in_memory = before.is_some() && self.is_key_in_memory_only(id)?;
        let old_name = old_name.filter(|_| moves);
        if let Some(old) = old_name.as_deref().filter(|_| !old_in_memory) {
            self.list_key(old)?;
        }
        let never_in_keychain = keychain.is_memory()
            && match moves {
                true => !self.is_listed(&key_name)?,
                false => old_in_memory,
            };
        if !keychain.is_memory() {
            if moves {
                self.list_key(&key_name)?;
            }
            self.note_key_in_memory_only(id, false)?;
        }
        let kept = keychain.set(&key_name, Secret::new(key.reveal())).await;
        self.note_state(&kept);
        if let Err(error) = kept {
            if moves && !may_have_kept(&error) {
                self.unlist_key(&key_name);
            }
            return Err(error.into());
        }
        if let Err(error) = self.journal.save_connection(connection) {
            if moves && !keychain.is_memory() {
                // Listed already, so that it goes later where it does not go now.
                let _ = self.delete_key(&key_name).await;
            }
            return Err(error.into());
        }
        self.unlist_key(&key_name);
        // Without the note more is deleted than there is.
        let _ = self.note_key_in_memory_only(id, never_in_keychain);
        if let Some(old) = old_name {
            if keychain.is_memory() {
                keychain.delete(&old).await?;
            }
            if !old_in_memory {
                self.delete_key(&old).await?;
            }
        }
        Ok(())
    }
}

/// The name a connection is to have.
pub(crate) fn connection_name(form: &ConnectionForm) -> Result<String, Error> {
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(Error::NameEmpty)
    } else {
        Ok(name)
    }
}

/// An id as the page gives it back.
pub(crate) fn connection_id(text: &str) -> Result<ConnectionId, Error> {
    ConnectionId::parse(text).ok_or(Error::NoConnection)
}

/// The server is part of the name: whoever alters the journal's file can point a connection at a
/// server of their own, and then there is no key for it.
fn key_name(id: &ConnectionId, server: &Server) -> String {
    format!("connection:{} {}", id.as_str(), server.origin())
}

/// The name of a saved connection's key.
pub(super) fn key_name_of(connection: &Connection) -> Result<String, Error> {
    let server = server(environment(connection), &connection.server)?;
    Ok(key_name(&connection.id, &server))
}
