//! Reading the roster page by page, one request at a time.

use std::{collections::HashSet, time::Duration};

use quentli::{Customer, CustomerId, Direction, Error as ApiError, ListQuery};
use record::{Families, belongs_elsewhere};

use super::{Moment, Roster, RosterState};
use crate::{
    School,
    work::{Announcement, Work},
};

const PAGE: u32 = 100;
/// How long to wait before a page is asked for again that could not be had.
const PAUSES: [Duration; 5] = [
    Duration::from_secs(2),
    Duration::from_secs(8),
    Duration::from_secs(20),
    Duration::from_secs(45),
    Duration::from_secs(90),
];
/// A server that asks for a longer pause is left alone until somebody has the list read anew.
const LONGEST_PAUSE: Duration = Duration::from_secs(600);

impl Roster {
    fn take_page(&self, since: Moment, school: &School, skipped: u32, page: &[Customer]) {
        let mut held = self.held();
        for (customer, position) in page.iter().zip(skipped..) {
            held.positions.insert(customer.id.clone(), position);
        }
        let mut ours = Vec::with_capacity(page.len());
        for customer in page {
            if belongs_elsewhere(customer, school.organization()) {
                held.families.remove(&customer.id);
                held.strangers.put(customer);
            } else {
                held.strangers.remove(&customer.id);
                ours.push(customer.clone());
            }
        }
        held.offer(since, &ours);
    }

    fn begin(&self) -> bool {
        let mut held = self.held();
        let begins = std::mem::take(&mut held.wanted);
        if begins {
            held.state = RosterState::Reading;
            held.met.clear();
        }
        begins
    }

    fn end(&self, state: RosterState, mut read: HashSet<CustomerId>) {
        let mut held = self.held();
        read.extend(std::mem::take(&mut held.met));
        held.state = state;
        if !held.keeps() {
            held.families = Families::default();
            held.positions.clear();
            held.strangers = Families::default();
        } else if matches!(held.state, RosterState::Whole { .. }) {
            held.families.keep_only(&read);
            held.positions.retain(|id, _| read.contains(id));
            held.strangers.keep_only(&read);
        }
    }

    /// The connection is no longer the one in use. Where it is the same one with another proxy, its families
    /// are to be read all the same.
    fn interrupt(&self) {
        let mut held = self.held();
        held.state = RosterState::Reading;
        held.wanted = true;
    }
}

/// Reads the families of whatever connection is in use. Never ends.
pub(crate) async fn keep_reading(work: &Work) {
    loop {
        match work.in_use.school() {
            Ok(school) if school.connection.can_read && school.roster.begin() => {
                tokio::select! {
                    biased;
                    () = replaced(work, &school) => school.roster.interrupt(),
                    (state, read) = read(work, &school) => {
                        school.roster.end(state, read);
                        work.roster_wanted.ended();
                        work.runs.wake();
                        work.announce(school.generation, Announcement::Families);
                    }
                }
            }
            _ => work.roster_wanted.reader.notified().await,
        }
    }
}

/// Until another connection is in use.
async fn replaced(work: &Work, school: &School) {
    while work.still(school).is_ok() {
        work.roster_wanted.reader.notified().await;
    }
}

/// How reading ended, and the families that there were by then.
async fn read(work: &Work, school: &School) -> (RosterState, HashSet<CustomerId>) {
    let begun_at = school.now();
    let mut read = HashSet::new();
    let state = match pages(work, school, &mut read).await {
        Ok(()) => RosterState::Whole {
            begun_at,
            read_at: school.now(),
        },
        Err(state) => state,
    };
    (state, read)
}

/// Until there is nothing more to read, or why it cannot be read.
async fn pages(
    work: &Work,
    school: &School,
    read: &mut HashSet<CustomerId>,
) -> Result<(), RosterState> {
    let roster = &school.roster;
    let mut query = ListQuery {
        take: PAGE,
        order_by: Some(("createdAt", Direction::Ascending)),
        ..ListQuery::default()
    };
    // A shorter page than the first is the last one: a server may give fewer than it was asked for.
    let mut full = None;
    // One that adds a single family to each page has to end, too.
    for _ in 0..=2 * roster.most.div_ceil(PAGE as usize) {
        let since = roster.moment();
        let page = page(school, &query).await.map_err(RosterState::of)?;
        let before = read.len();
        read.extend(page.iter().map(|customer| customer.id.clone()));
        if read.len() > roster.most {
            return Err(RosterState::TooMany);
        }
        roster.take_page(since, school, query.skip, &page);
        let full = *full.get_or_insert(page.len());
        // More than was asked for means that the server does not page, and this is everything.
        if page.is_empty() || page.len() < full || page.len() > PAGE as usize {
            return Ok(());
        }
        if read.len() == before {
            return match full < PAGE as usize {
                true => Ok(()),
                false => Err(RosterState::Refused),
            };
        }
        work.announce(school.generation, Announcement::Families);
        query.skip += u32::try_from(page.len()).unwrap_or(PAGE);
    }
    Err(RosterState::Refused)
}

impl RosterState {
    fn of(error: ApiError) -> Self {
        match error {
            ApiError::Forbidden { .. }
            | ApiError::Rejected { .. }
            | ApiError::Unauthorized { .. } => Self::Refused,
            error => Self::Failed(error),
        }
    }
}

/// One page, asked for again at growing distances where it could not be had.
async fn page(school: &School, query: &ListQuery) -> Result<Vec<Customer>, ApiError> {
    let mut pauses = PAUSES.into_iter();
    loop {
        let error = match school.client.list(query).await {
            Ok(page) => return Ok(page),
            Err(error) => error,
        };
        let pause = match (&error, pauses.next()) {
            (ApiError::RateLimited { retry_after }, Some(pause)) => {
                retry_after.unwrap_or_default().max(pause)
            }
            (
                ApiError::NotSent(_) | ApiError::Interrupted(_) | ApiError::Unavailable { .. },
                Some(pause),
            ) => pause,
            _ => return Err(error),
        };
        if pause > LONGEST_PAUSE {
            return Err(error);
        }
        school.pace.wait(pause).await;
    }
}
