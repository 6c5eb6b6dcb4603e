#![doc = include_str!("../README.md")]

mod customer;
mod error;
mod nullable;
mod patch;

pub use customer::{Customer, CustomerId, MetadataEntry};
pub use error::{Error, Issue, NotSent, TlsFailure, UnknownCause};
pub use nullable::Nullable;
pub use patch::{CustomerPatch, MetadataChange, Password, Update};

/// The three customer operations, as the rest of Ficha sees them.
pub trait Customers: Send + Sync {
    /// One customer; a missing one is [`Error::NotFound`] whether the server says 404 or `null`.
    fn get(&self, id: &CustomerId) -> impl Future<Output = Result<Customer, Error>> + Send;

    /// Sends `PATCH /v1/customers/{id}` and returns what the server answered.
    fn update(
        &self,
        id: &CustomerId,
        update: &Update,
    ) -> impl Future<Output = Result<Customer, Error>> + Send;
}
