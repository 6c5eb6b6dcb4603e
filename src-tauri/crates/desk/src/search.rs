//! Finding families: what to ask the server for, and what to believe of its answer.

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use quentli::{Condition, Customer, CustomerId, Customers, Error as ApiError, Filter, ListQuery};
use record::{
    Draft, Field, Value, belongs_elsewhere, check, possible_id, rank, search_terms, title,
};

use crate::{Error, School};

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was searched, so that a stale answer can be known as such.
    pub text: String,
    /// Best first.
    pub hits: Vec<Customer>,
    /// More families match than are listed.
    pub more: bool,
    /// The key may not search: open by id only.
    pub by_id_only: bool,
    /// Names of families of another organization, which are not listed.
    pub strangers: Vec<String>,
}

/// How many families the page shows.
const SHOWN: usize = 25;
/// How many are asked for: some of them may not survive the local check.
const ASKED: u32 = 50;

pub(crate) async fn find(school: &School, text: &str) -> Result<Found, Error> {
    let by_id = async {
        match possible_id(text) {
            Some(id) => school.client.get(&id).await.ok(),
            None => None,
        }
    };
    if !school.connection.can_read {
        return Ok(Found {
            text: text.into(),
            hits: Vec::new(),
            more: false,
            by_id_only: true,
            strangers: Vec::new(),
        });
    }
    let (exact, listed) = tokio::join!(by_id, matching(school, text));
    let listed = listed?;
    let full = listed.len() >= ASKED as usize;
    let mut seen = HashSet::new();
    let mut hits: Vec<(u8, &Customer)> = exact
        .iter()
        .chain(&listed)
        .filter_map(|customer| Some((rank(customer, text)?, customer)))
        .filter(|(_, customer)| seen.insert(&customer.id))
        .collect();
    // One that slipped in must not end up in the form, nor hide the others.
    let ours = school.organization();
    let mut strangers = Vec::new();
    hits.retain(|(_, customer)| {
        let elsewhere = belongs_elsewhere(customer, ours);
        if elsewhere {
            strangers.push(title(customer));
        }
        !elsewhere
    });
    hits.sort_by_key(|(rank, customer)| (*rank, customer.archived_at.value().is_some()));
    let more = full || hits.len() > SHOWN;
    let hits = hits
        .into_iter()
        .take(SHOWN)
        .map(|(_, customer)| customer.clone())
        .collect();
    Ok(Found {
        text: text.into(),
        hits,
        more,
        by_id_only: false,
        strangers,
    })
}

async fn matching(school: &School, text: &str) -> Result<Vec<Customer>, Error> {
    let terms = search_terms(text);
    if terms.is_empty() {
        return Ok(Vec::new());
    }
    let conditions: Vec<Condition> = terms
        .into_iter()
        .map(|term| Condition::contains(term.field, term.contains))
        .collect();
    match school
        .client
        .list(&query(Filter::any_of(
            conditions.iter().cloned().map(|condition| vec![condition]),
        )))
        .await
    {
        // Which fields filter, and together, is not documented: ask for each on its own.
        Err(ApiError::Rejected { .. }) => one_by_one(school, conditions).await,
        other => Ok(other?),
    }
}

async fn one_by_one(school: &School, conditions: Vec<Condition>) -> Result<Vec<Customer>, Error> {
    let mut found = Vec::new();
    let mut refused = None;
    for condition in conditions {
        match school.client.list(&query(Filter::all([condition]))).await {
            Ok(customers) => found.extend(customers),
            Err(error @ ApiError::Rejected { .. }) => refused = Some(error),
            Err(error) => return Err(error.into()),
        }
    }
    match refused {
        Some(error) if found.is_empty() => Err(error.into()),
        _ => Ok(found),
    }
}

fn query(filter: Filter) -> ListQuery {
    ListQuery {
        filter,
        take: ASKED,
        ..ListQuery::default()
    }
}

/// The family that already has the value that was refused as taken.
pub(crate) async fn holder_of(
    school: &School,
    id: &CustomerId,
    field: &str,
    draft: &Draft,
    base: Option<&Customer>,
) -> Option<Customer> {
    let value = wanted(draft, base, Field::named(field)?)?;
    let customers = matching(school, &value).await.ok()?;
    let ours = school.organization();
    let mut others = customers
        .iter()
        .filter(|customer| customer.id != *id && !belongs_elsewhere(customer, ours));
    others
        .find(|customer| rank(customer, &value) == Some(0))
        .cloned()
}

/// The text a draft puts into `field`.
fn wanted(draft: &Draft, base: Option<&Customer>, field: Field) -> Option<String> {
    let changes = check(base, draft).changes;
    let change = changes.into_iter().find(|change| change.field == field)?;
    match change.after {
        Value::Text { text } => Some(text),
        _ => None,
    }
}

/// An id as typed or pasted.
pub(crate) fn id(text: &str) -> Result<CustomerId, Error> {
    CustomerId::parse(text).ok_or(Error::BadId)
}
