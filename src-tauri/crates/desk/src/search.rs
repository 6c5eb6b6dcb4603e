//! Finding families: what to ask the server for, and what to believe of its answer.

#[cfg(test)]
mod tests;

use quentli::{Condition, Customer, CustomerId, Customers, Error as ApiError, Filter, ListQuery};
use record::{
    Draft, Families, Field, Match, Value, belongs_elsewhere, check, holds, possible_id,
    search_terms, title,
};

use crate::{Error, RosterState, School, roster::Moment};

/// What a search found.
#[derive(Clone, Debug)]
pub struct Found {
    /// What was searched, so that a stale answer can be known as such.
    pub text: String,
    /// Best first.
    pub hits: Vec<Match>,
    /// How many families match, of those that could be searched.
    pub total: usize,
    /// The server was asked, or need not be.
    pub complete: bool,
    /// More families match than are listed.
    pub more: bool,
    /// The key may not search: open by id only.
    pub by_id_only: bool,
    /// Names of families of another organization, which are not listed.
    pub strangers: Vec<String>,
    /// What was searched, besides the server.
    pub roster: RosterState,
}

/// How many families the page shows.
pub(crate) const SHOWN: usize = 25;
/// How many are asked for: some of them may not survive the local check.
const ASKED: u32 = 50;

/// What the roster has so far; nobody is asked.
pub(crate) fn in_hand(school: &School, text: &str) -> Found {
    let (matches, strangers) = school.roster.search(text, SHOWN);
    let roster = school.roster.state();
    let by_id_only = !school.connection.can_read;
    let whole = matches!(roster, RosterState::Whole { .. });
    Found {
        text: text.into(),
        more: matches.total > SHOWN,
        total: matches.total,
        complete: by_id_only || (whole && !matches.best.is_empty()),
        hits: matches.best,
        by_id_only,
        strangers: strangers.iter().map(|one| title(&one.customer)).collect(),
        roster,
    }
}

/// Answered from the roster alone where it is whole and has something; else the server is asked as well, and
/// what it answers is checked: one that ignored the filter would answer with strangers.
pub(crate) async fn find(school: &School, text: &str) -> Result<Found, Error> {
    let found = in_hand(school, text);
    if found.complete {
        return Ok(found);
    }
    let since = school.roster.moment();
    let asked = ask(school, text).await;
    let (listed, failed) = match asked {
        Ok(listed) => (listed, None),
        Err(error) => (Vec::new(), Some(error)),
    };
    let more = listed.len() >= ASKED as usize;
    let (ours, others) = apart(school, listed);
    let mut found = merged(school, since, text, &ours);
    found.name_strangers(text, &others);
    match failed {
        Some(error) if found.hits.is_empty() => return Err(error),
        // What is in hand so far may not be all there is.
        Some(_) => found.more = true,
        None => found.more |= more,
    }
    if found.hits.is_empty()
        && let Some(id) = possible_id(text)
        && let Ok(customer) = school.client.get(&id).await
    {
        let (ours, others) = apart(school, vec![customer]);
        found.name_strangers(text, &others);
        let one = merged(school, since, text, &ours);
        (found.hits, found.total) = (one.hits, one.total);
    }
    Ok(found)
}

/// What the roster has together with `ours`, or these alone where it keeps none.
fn merged(school: &School, since: Moment, text: &str, ours: &[Customer]) -> Found {
    let is_kept = school.roster.offer(since, ours);
    let mut found = in_hand(school, text);
    if !is_kept {
        let matches = families(ours).search(text, SHOWN);
        found.more = matches.total > SHOWN;
        (found.hits, found.total) = (matches.best, matches.total);
    }
    found.complete = true;
    found
}

fn families(customers: &[Customer]) -> Families {
    let mut families = Families::default();
    for customer in customers {
        families.put(customer);
    }
    families
}

/// Those of this school, and those of another that slipped in, which must not end up in the form, nor hide
/// the others.
fn apart(school: &School, listed: Vec<Customer>) -> (Vec<Customer>, Vec<Customer>) {
    let elsewhere = |customer: &Customer| belongs_elsewhere(customer, school.organization());
    let (others, ours) = listed.into_iter().partition(elsewhere);
    (ours, others)
}

impl Found {
    fn name_strangers(&mut self, text: &str, others: &[Customer]) {
        for other in families(others).search(text, others.len()).best {
            let name = title(&other.customer);
            if !self.strangers.contains(&name) {
                self.strangers.push(name);
            }
        }
    }
}

/// What contains the text, and what is exactly it: a short one may be in more than a page of others.
async fn ask(school: &School, text: &str) -> Result<Vec<Customer>, Error> {
    let exact = ["username", "name"].map(|field| vec![Condition::equals(field, text.trim())]);
    let exact = async {
        let query = query(Filter::any_of(exact));
        // Not every server knows how to ask for it, and it is asked for the other way as well.
        school.client.list(&query).await.unwrap_or_default()
    };
    let (exact, listed) = tokio::join!(exact, matching(school, text));
    Ok(listed?.into_iter().chain(exact).collect())
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
    let field = Field::named(field)?;
    let value = wanted(draft, base, field)?;
    let is_holder = |customer: &Customer| customer.id != *id && holds(customer, field, &value);
    let asked = matching(school, &value).await.unwrap_or_default();
    let (ours, _) = apart(school, asked);
    let asked = ours.into_iter().find(is_holder);
    // A server that compares values more loosely than it searches still refuses them.
    asked.or_else(|| {
        let (matches, _) = school.roster.search(&value, SHOWN);
        let mut known = matches.best.into_iter().map(|one| one.customer);
        known.find(is_holder)
    })
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
