use crate::{Client, Error, Filter, ListQuery};

/// What one careful read tells about a server and a key, before either is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Whose key it is. The API has no other way to tell than any customer's own organization, so
    /// an organization without customers stays unknown.
    pub organization_id: Option<String>,
    /// False for a key that is good but may not read: it may still be able to write.
    pub can_read: bool,
    /// How many customers came back: one, or none.
    pub sample_count: usize,
    /// The proxy on the way, as `host:port`.
    pub via_proxy: Option<String>,
    /// Who vouches for the server: a certificate authority, or the school's inspecting proxy.
    pub certificate_issuer: Option<String>,
}

impl Client {
    /// Reads one customer. A key that may not read is an answer, not an error.
    pub async fn probe(&self) -> Result<Probe, Error> {
        let query = ListQuery {
            take: 1,
            ..ListQuery::new(Filter::default())
        };
        let (can_read, sample) = match self.list(&query).await {
            Ok(sample) => (true, sample),
            Err(Error::Forbidden { .. }) => (false, Vec::new()),
            Err(error) => return Err(error),
        };
        let organization = sample
            .first()
            .and_then(|customer| customer.organization_id.value());
        Ok(Probe {
            organization_id: organization.cloned(),
            can_read,
            sample_count: sample.len(),
            via_proxy: self.via_proxy().map(str::to_owned),
            certificate_issuer: self.certificate_issuer(),
        })
    }
}
