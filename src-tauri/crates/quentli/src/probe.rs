use crate::{Client, Error, Filter, ListQuery};

/// What one read reveals about a server and a key, before either is saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Probe {
    /// Whose key it is. The API shows this only as a customer's organization, so an organization
    /// without customers stays unknown.
    pub organization_id: Option<String>,
    /// False for a valid key without permission to read: it may still be able to write.
    pub can_read: bool,
    /// How many customers came back: one, or none.
    pub sample_count: usize,
    /// The proxy on the way, as `host:port`.
    pub via_proxy: Option<String>,
    /// The issuer of the server's certificate: a certificate authority, or the school's inspecting proxy.
    pub certificate_issuer: Option<String>,
}

impl Client {
    /// Reads one customer. A key without permission to read is a result, not an error.
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
