use std::{collections::HashSet, vec};

use futures_core::Stream;
use futures_util::stream;

use crate::{Client, Customer, CustomerId, Error, ListQuery};

struct Walk {
    client: Client,
    query: ListQuery,
    seen: HashSet<CustomerId>,
    page: vec::IntoIter<Customer>,
    last_page: bool,
}

impl Client {
    /// Every customer the query finds, page after page from `query.skip`; each once, though a
    /// customer added meanwhile may shift another onto two pages. Ends after a page shorter than
    /// asked for, or after the first error.
    ///
    /// A whole page of customers seen before is an error, [`Error::NotJson`] at `[0].id`: the server
    /// does not page, and stopping there would present a part as the whole.
    pub fn pages(
        &self,
        query: ListQuery,
    ) -> impl Stream<Item = Result<Customer, Error>> + Send + Unpin + use<> {
        let walk = Walk {
            client: self.clone(),
            query,
            seen: HashSet::new(),
            page: Vec::new().into_iter(),
            last_page: false,
        };
        Box::pin(stream::try_unfold(walk, Walk::next))
    }
}

impl Walk {
    async fn next(mut self) -> Result<Option<(Customer, Self)>, Error> {
        loop {
            if let Some(customer) = self.page.next() {
                return Ok(Some((customer, self)));
            }
            if self.last_page {
                return Ok(None);
            }
            let mut page = self.client.list(&self.query).await?;
            // More than requested means that the server does not page, and this is everything.
            self.last_page = page.len() != self.query.page_size() as usize;
            self.query.skip = self.query.skip.saturating_add(self.query.page_size());
            page.retain(|customer| self.seen.insert(customer.id.clone()));
            if page.is_empty() && !self.last_page {
                let path = Some("[0].id".to_owned());
                return Err(Error::NotJson {
                    status: 200,
                    start: String::new(),
                    path,
                });
            }
            self.page = page.into_iter();
        }
    }
}
