#![doc = include_str!("../README.md")]

mod answer;
mod client;
mod config;
mod customer;
mod diagnosis;
mod error;
mod failure;
mod key;
mod message;
mod nullable;
mod pace;
mod pages;
mod patch;
mod probe;
mod query;
mod retry;
mod server;
mod system_proxy;
mod tls;

pub use client::Client;
pub use config::{BadProxy, Config, ConfigError, ProxyChoice, ProxyUrl, Timeouts};
pub use customer::{Customer, CustomerId, MetadataEntry};
pub use diagnosis::{Checked, Diagnosis, Leg};
pub use error::{Error, Issue, NotSent, ProxyAuth, TlsFailure, UnknownCause};
pub use key::{ApiKey, BadKey};
pub use nullable::Nullable;
pub use pace::{Pace, SystemPace};
pub use patch::{CustomerPatch, MetadataChange, Password, Update};
pub use probe::Probe;
pub use query::{Condition, Direction, Filter, ListQuery, Op};
pub use retry::{Ended, LONGEST_WAIT, Method, Step, next_step};
pub use server::{BadServer, Preset, Server};
pub use system_proxy::{ProxyScript, proxy_script};

/// The three customer operations that the rest of Ficha uses.
pub trait Customers: Send + Sync {
    /// One customer; a missing one is [`Error::NotFound`] whether the server says 404 or `null`.
    fn get(&self, id: &CustomerId) -> impl Future<Output = Result<Customer, Error>> + Send;

    /// The same right before an update, over the connection that will carry it.
    fn look(&self, id: &CustomerId) -> impl Future<Output = Result<Customer, Error>> + Send {
        self.get(id)
    }

    /// Sends `PATCH /v1/customers/{id}` once and returns what the server answered.
    fn update(
        &self,
        id: &CustomerId,
        update: &Update,
    ) -> impl Future<Output = Result<Customer, Error>> + Send;
}
