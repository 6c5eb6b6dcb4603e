use journal::Connection;
use quentli::{Preset, Server};

use crate::Error;

/// Which of Quentli's servers a connection is with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Environment {
    /// The practice server on this computer.
    Practice,
    Staging,
    Demo,
    Production,
    /// A server whose address was typed.
    Other,
}

impl Environment {
    /// As the journal stores it.
    pub(crate) fn text(self) -> &'static str {
        match self {
            Self::Practice => "practice",
            Self::Staging => "staging",
            Self::Demo => "demo",
            Self::Production => "production",
            Self::Other => "other",
        }
    }
}

pub(super) fn environment(connection: &Connection) -> Environment {
    match connection.environment.as_str() {
        "practice" => Environment::Practice,
        "staging" => Environment::Staging,
        "demo" => Environment::Demo,
        "production" => Environment::Production,
        _ => Environment::Other,
    }
}

/// The server of an environment; `other` is what was typed.
pub(super) fn server(environment: Environment, other: &str) -> Result<Server, Error> {
    Ok(match environment {
        Environment::Production => Preset::Production.into(),
        Environment::Staging => Preset::Staging.into(),
        Environment::Demo => Preset::Demo.into(),
        Environment::Practice | Environment::Other => Server::parse(other)?,
    })
}
