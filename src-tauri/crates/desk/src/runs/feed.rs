//! What has to be there before the intent of a line can be written: what it is to change, and its record as it is now.

use std::collections::{HashMap, VecDeque};

use journal::{IntentId, LineState, PlannedChanges, Seen, SettledLine, Skip, Waiting};
use quentli::{Customer, CustomerId, Direction, Error as ApiError, ListQuery};
use record::{Change, Field, Value};
use tokio::task::spawn_blocking;

use super::{
    RunStop,
    failure::{failure_of, stop_of},
    line::{Desk, Fresh, settled},
};
use crate::School;

const PAGE: u32 = 100;
/// With fewer lines on a page their families are read one by one.
const WORTH_A_PAGE: usize = 3;

/// A line that can be sent once its intent is written.
pub(super) struct Read {
    pub(super) line: Waiting,
    pub(super) changes: Vec<Change>,
    /// As it was reviewed, where it is at hand.
    pub(super) seen: Option<Seen>,
    /// Its record, where a page showed it. Boxed, since a line is moved several times.
    pub(super) fresh: Option<Box<Fresh>>,
}

/// Lines that lie on one page of the list of all families, or beside it.
pub(super) struct Group {
    lines: Vec<Waiting>,
    /// How many families lie before the page; `None` where they are read one by one.
    skip: Option<u32>,
}

#[derive(Default)]
pub(super) struct Page {
    pub(super) lines: Vec<Read>,
    /// What they are to change is gone.
    pub(super) never: Vec<SettledLine>,
    /// Their page could not be had.
    pub(super) again: Vec<Waiting>,
    pub(super) failure: Option<String>,
    pub(super) stop: Option<RunStop>,
}

/// Lines of one wave, in the order of the list of all families; those that no list showed come last.
pub(super) fn in_order(school: &School, lines: Vec<Waiting>) -> VecDeque<Waiting> {
    let mut placed: Vec<(u32, Waiting)> = lines
        .into_iter()
        .map(|line| (place(school, &line.customer), line))
        .collect();
    placed.sort_by_key(|(place, line)| (*place, line.line));
    placed.into_iter().map(|(_, line)| line).collect()
}

/// Where a family stands in the list of all of them; beyond its end where no list showed it.
pub(super) fn place(school: &School, id: &CustomerId) -> u32 {
    school.roster.position(id).unwrap_or(u32::MAX)
}

impl Group {
    /// Takes the first lines of a queue that can be read together.
    pub(super) fn take(school: &School, queue: &mut VecDeque<Waiting>) -> Option<Self> {
        let first = place(school, &queue.front()?.customer);
        if first == u32::MAX {
            let lines = queue.drain(..queue.len().min(PAGE as usize)).collect();
            return Some(Self { lines, skip: None });
        }
        let end = first.saturating_add(PAGE);
        let on_page = |line: &&Waiting| (first..end).contains(&place(school, &line.customer));
        let count = queue.iter().take_while(on_page).count();
        let lines: Vec<Waiting> = queue.drain(..count).collect();
        let skip = (lines.len() >= WORTH_A_PAGE).then_some(first);
        Some(Self { lines, skip })
    }
}

/// Reads what lines are to change, and their page if it is worth one.
pub(super) async fn read(desk: Desk<'_>, group: Group) -> Page {
    let Group { lines, skip } = group;
    let (stored, shown) = tokio::join!(stored(desk, &lines), records(desk, skip));
    match (stored, shown) {
        (Ok(stored), Ok(shown)) => page(desk, lines, stored, shown),
        (Err(_), _) => Page {
            again: lines,
            stop: Some(RunStop::JournalFull),
            ..Page::default()
        },
        (_, Err(Unread { failure, stop })) => Page {
            again: lines,
            failure,
            stop,
            ..Page::default()
        },
    }
}

/// What lines are to change, from the plan or from the journal. The plan does not know which lines were erased since:
/// these get no intent.
async fn stored(desk: Desk<'_>, lines: &[Waiting]) -> Result<Vec<PlannedChanges>, journal::Error> {
    if let Some(planned) = desk.work.runs.planned(desk.active.run, lines) {
        return Ok(planned);
    }
    let ids: Vec<IntentId> = lines.iter().map(|line| line.id).collect();
    let book = desk.school.book.clone();
    let read = spawn_blocking(move || book.planned_changes(&ids)).await;
    read.unwrap_or(Err(journal::Error::Damaged))
}

fn page(
    desk: Desk<'_>,
    lines: Vec<Waiting>,
    stored: Vec<PlannedChanges>,
    mut shown: HashMap<CustomerId, Fresh>,
) -> Page {
    let stored = stored.into_iter().map(|of| (of.id, of));
    let mut stored: HashMap<_, _> = stored.collect();
    let mut page = Page::default();
    for line in lines {
        // Erased meanwhile.
        let Some(PlannedChanges {
            seen,
            changes: stored,
            ..
        }) = stored.remove(&line.id)
        else {
            continue;
        };
        match changes(desk, &line, stored) {
            // Where a family is not on the page on which it was, it is read by itself.
            Ok(changes) => page.lines.push(Read {
                fresh: shown.remove(&line.customer).map(Box::new),
                seen,
                changes,
                line,
            }),
            Err(skip) => page.never.push(SettledLine {
                skip: Some(skip),
                ..settled(&line, LineState::Skipped, desk.school.now())
            }),
        }
    }
    page
}

/// Why a page could not be had; neither where the run is to stop, and nobody waits for it.
#[derive(Default)]
struct Unread {
    failure: Option<String>,
    stop: Option<RunStop>,
}

/// The records of a page of the list of all families; none where they are to be read one by one.
async fn records(desk: Desk<'_>, skip: Option<u32>) -> Result<HashMap<CustomerId, Fresh>, Unread> {
    let Some(skip) = skip else {
        return Ok(HashMap::new());
    };
    let permit = tokio::select! {
        biased;
        () = desk.active.stopped() => return Err(Unread::default()),
        permit = desk.paced.admit() => permit,
    };
    let query = ListQuery {
        skip,
        take: PAGE,
        order_by: Some(("createdAt", Direction::Ascending)),
        ..ListQuery::default()
    };
    let since = desk.school.roster.moment();
    let asked_at = desk.school.pace.uptime();
    let fresh = |customer: Customer| {
        let id = customer.id.clone();
        let fresh = Fresh {
            customer,
            asked_at,
            since,
        };
        (id, fresh)
    };
    let shown = tokio::select! {
        biased;
        () = desk.active.stopped() => return Err(Unread::default()),
        shown = permit.list(&query) => shown,
    };
    match shown {
        Ok(shown) => Ok(shown.into_iter().map(fresh).collect()),
        // A key may read single families and not list them.
        Err(
            ApiError::Forbidden { .. }
            | ApiError::Rejected { .. }
            | ApiError::NotJson { .. }
            | ApiError::TooLarge { .. }
            | ApiError::NotFound,
        ) => Ok(HashMap::new()),
        Err(error) => Err(Unread {
            failure: failure_of(&error, permit.slowed()),
            stop: stop_of(&error),
        }),
    }
}

/// What a line is to send, or why it cannot be sent any more.
fn changes(
    desk: Desk<'_>,
    line: &Waiting,
    stored: Option<Vec<Change>>,
) -> Result<Vec<Change>, Skip> {
    let mut changes = stored.ok_or(Skip::Unreadable)?;
    for change in &mut changes {
        if change.field == Field::Password {
            let password = desk.work.runs.password(desk.active.run, line.line);
            let password = password.ok_or(Skip::PasswordGone)?;
            change.after = Value::text(password.as_str());
        }
    }
    Ok(changes)
}
