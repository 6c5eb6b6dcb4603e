//! All families of the connection in use, read in the background and kept in memory only: they go with the
//! connection.

mod reading;
#[cfg(test)]
pub(crate) mod tests;

use std::{
    collections::{HashMap, HashSet},
    fmt,
    pin::pin,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};

use jiff::Timestamp;
use quentli::{Customer, CustomerId, Error as ApiError};
use record::{Families, FamilyFilter, Match, Matches};
use tokio::sync::Notify;

use crate::{Error, School, drafts, search::SHOWN, work::Work};

pub(crate) use reading::keep_reading;

/// Beyond this the server is asked for every search.
const MOST: usize = 20_000;
/// How many families of another organization are named.
const STRANGERS: usize = 10;

/// How far reading the families has come.
#[derive(Clone, Debug, PartialEq)]
pub enum RosterState {
    /// Not begun, or under way: what is there so far is part of the whole.
    Reading,
    /// All of them, as they were between these two moments.
    Whole {
        begun_at: Timestamp,
        read_at: Timestamp,
    },
    /// More than Ficha keeps in memory.
    TooMany,
    /// The key may not list, or the server does not page.
    Refused,
    /// Reading ended in the middle; reading anew may succeed.
    Failed(ApiError),
}

/// Some of the families in hand, by name.
#[derive(Clone, Debug)]
pub struct FamilyList {
    pub families: Vec<Customer>,
    /// How many each filter leaves, in the order of [`FamilyFilter::EACH`].
    pub counts: [usize; 7],
    /// Of another organization, which are left out; the first of them.
    pub strangers: Vec<Customer>,
    pub state: RosterState,
}

/// The families of one connection, shared by all of its clones.
pub(crate) struct Roster {
    held: Mutex<Held>,
    most: usize,
}

struct Held {
    families: Families,
    /// Those of another organization that slipped in: they are named, and on no list.
    strangers: Families,
    state: RosterState,
    wanted: bool,
    /// Families that came in another way while all are read: they are there, whatever the pages show.
    met: HashSet<CustomerId>,
    /// Where in the whole list each family was when it was read.
    positions: HashMap<CustomerId, u32>,
    /// When a family was last read by itself, or found to be gone: a list requested before that is older.
    learned: HashMap<CustomerId, Moment>,
    now: Moment,
}

/// Counts what was learned of single families.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Moment(u64);

impl Default for Roster {
    fn default() -> Self {
        Self::of_at_most(MOST)
    }
}

impl Roster {
    fn of_at_most(most: usize) -> Self {
        let held = Held {
            families: Families::default(),
            strangers: Families::default(),
            state: RosterState::Reading,
            wanted: true,
            met: HashSet::new(),
            positions: HashMap::new(),
            learned: HashMap::new(),
            now: Moment::default(),
        };
        Self {
            held: Mutex::new(held),
            most,
        }
    }

    fn held(&self) -> MutexGuard<'_, Held> {
        self.held.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn state(&self) -> RosterState {
        self.held().state.clone()
    }

    pub(crate) fn known(&self, id: &CustomerId) -> Option<Customer> {
        self.held().families.get(id)
    }

    /// What it has so far for a text, and who of another organization matches it.
    pub(crate) fn search(&self, text: &str, most: usize) -> (Matches, Vec<Match>) {
        let held = self.held();
        let strangers = held.strangers.search(text, STRANGERS);
        (held.families.search(text, most), strangers.best)
    }

    /// All families, and the ids that were seen of another organization's.
    pub(crate) fn all(&self) -> (Vec<Customer>, HashSet<CustomerId>) {
        let held = self.held();
        let strangers = held.strangers.all().map(|stranger| stranger.id);
        (held.families.all().collect(), strangers.collect())
    }

    /// Where in the list of all families, by when they were created, one was when it was read.
    pub(crate) fn position(&self, id: &CustomerId) -> Option<u32> {
        self.held().positions.get(id).copied()
    }

    /// Whether something was learned of a family by itself since a moment.
    pub(crate) fn learned_since(&self, moment: Moment, id: &CustomerId) -> bool {
        let held = self.held();
        held.learned.get(id).is_some_and(|at| *at > moment)
    }

    /// To be taken before families are requested that are then [offered](Self::offer).
    pub(crate) fn moment(&self) -> Moment {
        self.held().now
    }

    /// Takes families from a list that was requested at `since`. Returns whether it keeps families at all.
    pub(crate) fn offer(&self, since: Moment, customers: &[Customer]) -> bool {
        let mut held = self.held();
        if !held.keeps() {
            return false;
        }
        held.met.extend(customers.iter().map(|one| one.id.clone()));
        held.offer(since, customers);
        true
    }

    /// Takes what Quentli just answered about a family.
    pub(crate) fn put(&self, customer: &Customer) {
        let mut held = self.held();
        if held.keeps() {
            held.learn(&customer.id);
            if !held.met.contains(&customer.id) {
                held.met.insert(customer.id.clone());
            }
            held.families.put(customer);
        }
    }

    /// A family that Quentli no longer has.
    pub(crate) fn remove(&self, id: &CustomerId) {
        let mut held = self.held();
        held.learn(id);
        held.met.remove(id);
        held.families.remove(id);
    }

    fn list(
        &self,
        drafts: &[CustomerId],
        filter: FamilyFilter,
        from: usize,
        most: usize,
    ) -> FamilyList {
        let mut held = self.held();
        held.families.note_drafts(drafts);
        FamilyList {
            families: held.families.list(filter, from, most),
            counts: held.families.counts(),
            strangers: held.strangers.list(FamilyFilter::All, 0, STRANGERS),
            state: held.state.clone(),
        }
    }

    /// Has all of them read anew; what is there stays until then.
    fn want(&self) {
        let mut held = self.held();
        if held.state != RosterState::Reading {
            held.state = RosterState::Reading;
            held.wanted = true;
        }
    }
}

impl Held {
    fn keeps(&self) -> bool {
        !matches!(self.state, RosterState::TooMany | RosterState::Refused)
    }

    fn learn(&mut self, id: &CustomerId) {
        self.now.0 += 1;
        self.learned.insert(id.clone(), self.now);
    }

    fn offer(&mut self, since: Moment, customers: &[Customer]) {
        for customer in customers {
            if self.learned.get(&customer.id).is_some_and(|at| *at > since) {
                continue;
            }
            let known = self.families.get(&customer.id);
            // Two lists may cross on the way.
            if known.is_none_or(|known| updated_at(&known) <= updated_at(customer)) {
                self.families.put(customer);
            }
        }
    }
}

/// Nothing where the server gives no time that can be compared.
fn updated_at(customer: &Customer) -> Option<Timestamp> {
    customer.updated_at.value()?.parse().ok()
}

impl fmt::Debug for Roster {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let held = self.held();
        write!(
            f,
            "Roster({} families, {:?})",
            held.families.len(),
            held.state
        )
    }
}

/// Wakes who reads the roster, and who waits for it.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    reader: Notify,
    waiting: Notify,
}

impl Wanted {
    pub(crate) fn wake(&self) {
        self.reader.notify_one();
        self.waiting.notify_waiters();
    }

    fn ended(&self) {
        self.waiting.notify_waiters();
    }
}

/// Older than this, the families in hand are read anew before a whole table is checked against them.
const FRESH: Duration = Duration::from_secs(60);

/// Waits until all families are in hand as they were no longer than a minute ago; returns since when.
pub(crate) async fn fresh(work: &Work, school: &School) -> Result<Timestamp, Error> {
    if !school.connection.can_read {
        return Err(Error::RosterNeeded);
    }
    let mut may_ask = true;
    loop {
        let waiting = work.roster_wanted.waiting.notified();
        let mut waiting = pin!(waiting);
        waiting.as_mut().enable();
        work.still(school)?;
        match school.roster.state() {
            RosterState::Whole { begun_at, .. } => {
                let age = school.now().duration_since(begun_at);
                // What was read after the question is fresh, whatever the clock did meanwhile.
                if !may_ask || Duration::try_from(age).is_ok_and(|age| age <= FRESH) {
                    return Ok(begun_at);
                }
                read_anew(work, school);
                may_ask = false;
                continue;
            }
            RosterState::Reading => {}
            RosterState::TooMany | RosterState::Refused => return Err(Error::RosterNeeded),
            RosterState::Failed(error) if !may_ask => return Err(error.into()),
            RosterState::Failed(_) => {
                read_anew(work, school);
                may_ask = false;
                continue;
            }
        }
        waiting.await;
    }
}

/// Some of the families in hand, by name.
pub(crate) fn list(
    work: &Work,
    school: &School,
    filter: FamilyFilter,
    from: usize,
    most: usize,
) -> Result<FamilyList, Error> {
    let drafts = drafts(work, school)?;
    Ok(school.roster.list(&drafts, filter, from, most))
}

/// All families that are left by a filter and a text as the page shows them, by name; they have to be in hand.
pub(crate) fn left_by(
    work: &Work,
    school: &School,
    filter: FamilyFilter,
    text: &str,
) -> Result<Vec<CustomerId>, Error> {
    if !matches!(school.roster.state(), RosterState::Whole { .. }) {
        return Err(Error::RosterNeeded);
    }
    let drafts = drafts(work, school)?;
    let mut held = school.roster.held();
    held.families.note_drafts(&drafts);
    Ok(held.families.left_by(filter, text, SHOWN))
}

fn drafts(work: &Work, school: &School) -> Result<Vec<CustomerId>, Error> {
    let drafts = drafts::list(work, school)?.into_iter();
    Ok(drafts
        .filter_map(|draft| CustomerId::parse(&draft.customer))
        .collect())
}

/// Has the families of a connection read anew.
pub(crate) fn read_anew(work: &Work, school: &School) {
    school.roster.want();
    work.roster_wanted.wake();
}
