//! What has to be there before a line can be sent: its record as it is now, and its intent on the disk.

use std::collections::{HashMap, VecDeque};

use jiff::SignedDuration;
use journal::{IntentId, LineDetails, LineState, SettledLine, Skip, StoredLine, Waiting};
use quentli::{Customer, CustomerId, Direction, Error as ApiError, ListQuery};
use record::{Change, Field, Value};
use tokio::task::spawn_blocking;

use super::{
    FRESH, RunStop,
    failure::{failure_of, stop_of},
    line::{Desk, Fresh, Ready, settled},
};
use crate::School;

const PAGE: u32 = 100;
/// With fewer lines on a page their families are read one by one.
const WORTH_A_PAGE: usize = 3;

/// A line, with its record where a page showed it.
pub(super) type Read = (Waiting, Option<Fresh>);

/// Lines that lie on one page of the list of all families, or beside it.
pub(super) struct Group {
    lines: Vec<Waiting>,
    /// How many families lie before the page; `None` where they are read one by one.
    skip: Option<u32>,
}

pub(super) struct Page {
    pub(super) lines: Vec<Read>,
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

/// Reads a page, if it is worth one.
pub(super) async fn read(desk: Desk<'_>, group: Group) -> Page {
    let Group { lines, skip } = group;
    let page = |lines| Page {
        lines,
        again: Vec::new(),
        failure: None,
        stop: None,
    };
    let alone = |lines: Vec<Waiting>| page(lines.into_iter().map(|line| (line, None)).collect());
    let Some(skip) = skip else {
        return alone(lines);
    };
    let permit = tokio::select! {
        biased;
        () = desk.active.stopped() => None,
        permit = desk.paced.admit() => Some(permit),
    };
    let Some(permit) = permit else {
        return Page {
            again: lines,
            ..page(Vec::new())
        };
    };
    let query = ListQuery {
        skip,
        take: PAGE,
        order_by: Some(("createdAt", Direction::Ascending)),
        ..ListQuery::default()
    };
    let since = desk.school.roster.moment();
    let asked_at = desk.school.pace.uptime();
    match permit.list(&query).await {
        Ok(shown) => {
            let mut shown: HashMap<CustomerId, Customer> = shown
                .into_iter()
                .map(|customer| (customer.id.clone(), customer))
                .collect();
            // Where a family is not on the page on which it was, it is read by itself.
            let with_record = lines.into_iter().map(|line| {
                let fresh = shown.remove(&line.customer).map(|customer| Fresh {
                    customer,
                    asked_at,
                    since,
                });
                (line, fresh)
            });
            page(with_record.collect())
        }
        Err(error) => {
            let stop = stop_of(&error);
            let failure = failure_of(&error, permit.slowed());
            match error {
                // A key may read single families and not list them.
                ApiError::Forbidden { .. }
                | ApiError::Rejected { .. }
                | ApiError::NotJson { .. }
                | ApiError::TooLarge { .. }
                | ApiError::NotFound => alone(lines),
                _ => Page {
                    again: lines,
                    failure,
                    stop,
                    ..page(Vec::new())
                },
            }
        }
    }
}

/// Lines whose intents are on the disk, and those that cannot be sent.
pub(super) struct Intended {
    pub(super) ready: Vec<Ready>,
    pub(super) never: Vec<SettledLine>,
}

/// Writes the intents of lines down, in one transaction.
pub(super) async fn intend(
    desk: Desk<'_>,
    lines: Vec<Read>,
    unread: Vec<IntentId>,
) -> Result<Intended, journal::Error> {
    let school = desk.school;
    let ids: Vec<IntentId> = lines.iter().map(|(line, _)| line.id).collect();
    let book = school.book.clone();
    let stored = spawn_blocking(move || book.lines(&ids)).await;
    let stored = stored.map_err(|_| journal::Error::Damaged)??;
    let mut stored: HashMap<IntentId, StoredLine> =
        stored.into_iter().map(|line| (line.id, line)).collect();
    let mut intended = Intended {
        ready: Vec::with_capacity(lines.len()),
        never: Vec::new(),
    };
    let started_at = school.now();
    let intended_at = school.pace.uptime();
    for (line, fresh) in lines {
        // Erased meanwhile.
        let Some(stored) = stored.remove(&line.id) else {
            continue;
        };
        match changes(desk, &line, stored) {
            Ok(changes) => intended.ready.push(Ready {
                unread: unread.contains(&line.id),
                line,
                changes,
                fresh,
                intended_at,
            }),
            Err(skip) => intended.never.push(SettledLine {
                skip: Some(skip),
                ..settled(&line, LineState::Skipped, started_at)
            }),
        }
    }
    // It is sent while its record is fresh, or withdrawn.
    let longest = FRESH + school.client.longest_attempt();
    let left_by = SignedDuration::try_from(longest)
        .ok()
        .and_then(|longest| started_at.checked_add(longest).ok())
        .unwrap_or(started_at);
    let ids: Vec<IntentId> = intended.ready.iter().map(|ready| ready.line.id).collect();
    let book = school.book.clone();
    let written = spawn_blocking(move || match ids.is_empty() {
        true => Ok(()),
        false => book.intend_lines(&ids, started_at, left_by),
    });
    written.await.map_err(|_| journal::Error::Damaged)??;
    Ok(intended)
}

/// What a line is to send, or why it cannot be sent any more.
fn changes(desk: Desk<'_>, line: &Waiting, stored: StoredLine) -> Result<Vec<Change>, Skip> {
    let LineDetails::Readable { mut changes, .. } = stored.details else {
        return Err(Skip::Unreadable);
    };
    for change in &mut changes {
        if change.field == Field::Password {
            let password = desk.work.runs.password(desk.active.run, line.line);
            let password = password.ok_or(Skip::PasswordGone)?;
            change.after = Value::text(password.as_str());
        }
    }
    Ok(changes)
}
