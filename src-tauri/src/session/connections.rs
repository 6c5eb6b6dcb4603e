//! Connections: tested, saved, forgotten. Their keys are in the keychain only.

use journal::{Connection, ConnectionId};
use keychain::Secret;
use quentli::{ApiKey, Client, Probe, Server};

use super::Session;
use crate::{
    error::{CommandError, ErrorCode},
    services,
    wire::{self, Environment},
};

impl Session {
    /// A client for what the form says, to probe with: nothing is saved yet.
    pub async fn client_of(&self, form: &wire::ConnectionForm) -> Result<Client, CommandError> {
        let key = ApiKey::parse(&form.key)?;
        self.client_for(form.environment, &form.server, key).await
    }

    pub fn describe_probe(
        &self,
        form: &wire::ConnectionForm,
        probe: Probe,
    ) -> Result<wire::Probe, CommandError> {
        let same_as = self.same_organization(form, probe.organization_id.as_deref())?;
        Ok(wire::Probe {
            organization_id: probe.organization_id,
            can_read: probe.can_read,
            has_families: probe.can_read.then_some(probe.sample_count > 0),
            proxy: probe.via_proxy,
            certificate_issuer: probe.certificate_issuer,
            same_as,
        })
    }

    fn same_organization(
        &self,
        form: &wire::ConnectionForm,
        organization: Option<&str>,
    ) -> Result<Option<String>, CommandError> {
        let connections = self.journal.connections()?;
        let twin = connections.into_iter().find(|other| {
            organization.is_some()
                && other.organization_id.as_deref() == organization
                && environment(other) == form.environment
                && services::server(form.environment, &form.server)
                    .is_ok_and(|server| server.origin() == other.server)
                && Some(other.id.as_str()) != form.id.as_deref()
        });
        Ok(twin.map(|connection| connection.name))
    }

    /// Saves a connection that was probed, its key in the keychain only, and takes it up.
    pub async fn save(
        &mut self,
        form: &wire::ConnectionForm,
        probe: Probe,
    ) -> Result<(), CommandError> {
        let name = connection_name(form)?;
        self.lodge_school().await?;
        let saved = self.journal.connections()?;
        let id = match &form.id {
            Some(id) => connection_id(id)?,
            None => ConnectionId::generate(),
        };
        let before = saved.iter().find(|connection| connection.id == id);
        let twin = self.same_organization(form, probe.organization_id.as_deref())?;
        if let (Some(name), false) = (twin, form.another) {
            return Err(CommandError {
                message: Some(name),
                ..CommandError::new(ErrorCode::SameSchool)
            });
        }
        let known = before.and_then(|connection| connection.organization_id.clone());
        if known.is_some() && probe.organization_id.is_some() && known != probe.organization_id {
            return Err(CommandError::new(ErrorCode::WrongOrganization));
        }
        let server = services::server(form.environment, &form.server)?;
        let key_name = key_name(&id, &server);
        self.keychain
            .set(&key_name, Secret::new(form.key.trim()))
            .await?;
        // Only then: a keychain that refuses the new key leaves the old one.
        if let Some(old) = before.map(key_name_of).transpose()?
            && old != key_name
        {
            self.keychain.delete(&old).await?;
        }
        self.note_where_key_is(&id)?;
        self.journal.save_connection(&Connection {
            id: id.clone(),
            name,
            environment: environment_text(form.environment),
            server: server.origin().to_owned(),
            organization_id: probe.organization_id.or(known),
            can_read: probe.can_read,
        })?;
        self.choose(&id).await
    }
}

/// The name a connection is to have.
pub fn connection_name(form: &wire::ConnectionForm) -> Result<String, CommandError> {
    let name = form.name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        Err(CommandError::new(ErrorCode::NameEmpty))
    } else {
        Ok(name)
    }
}

/// An id as the page gives it back.
pub fn connection_id(text: &str) -> Result<ConnectionId, CommandError> {
    ConnectionId::parse(text).ok_or_else(|| CommandError::new(ErrorCode::NoConnection))
}

/// The server is part of the name: whoever alters the journal's file can point a connection at a
/// server of their own, and then there is no key for it.
fn key_name(id: &ConnectionId, server: &Server) -> String {
    format!("connection:{} {}", id.as_str(), server.origin())
}

/// The name of a saved connection's key.
pub(super) fn key_name_of(connection: &Connection) -> Result<String, CommandError> {
    let server = services::server(environment(connection), &connection.server)?;
    Ok(key_name(&connection.id, &server))
}

pub(super) fn environment_text(environment: Environment) -> String {
    match environment {
        Environment::Practice => "practice",
        Environment::Staging => "staging",
        Environment::Demo => "demo",
        Environment::Production => "production",
        Environment::Other => "other",
    }
    .to_owned()
}

pub fn environment(connection: &Connection) -> Environment {
    match connection.environment.as_str() {
        "practice" => Environment::Practice,
        "staging" => Environment::Staging,
        "demo" => Environment::Demo,
        "production" => Environment::Production,
        _ => Environment::Other,
    }
}
