mod attacks;

use std::sync::Arc;

use practice::{Fault, Options, Quirks, Target};
use quentli::{Customer, CustomerId};
use record::FamilyFilter;
use serde_json::json;

use super::{FamilyList, Roster, RosterState, keep_reading, list, read_anew};
use crate::{
    School, records, search,
    updates::tests::bench::{Bench, named},
};

/// Lets the roster be read while `act` goes on.
async fn while_reading<T>(bench: &Bench, act: impl Future<Output = T>) -> T {
    tokio::select! {
        () = keep_reading(&bench.work) => unreachable!("it never ends"),
        done = act => done,
    }
}

async fn ended(school: &School) -> RosterState {
    loop {
        match school.roster.state() {
            RosterState::Reading => tokio::task::yield_now().await,
            state => return state,
        }
    }
}

/// Lets the roster be read until nothing more is to be read.
pub(crate) async fn read(bench: &Bench) -> RosterState {
    while_reading(bench, ended(&bench.school)).await
}

fn all(bench: &Bench) -> FamilyList {
    list(&bench.work, &bench.school, FamilyFilter::All, 0, 1_000).unwrap()
}

/// The pages that were requested; one that was repeated after a timeout counts once.
fn pages(bench: &Bench) -> Vec<String> {
    let requests = bench.practice.requests().into_iter();
    let lists = requests
        .filter(|request| request.query.contains("createdAt") && !request.query.contains("filter"));
    let mut pages: Vec<String> = lists.map(|request| request.query).collect();
    pages.dedup();
    pages
}

fn quirky(quirks: Quirks) -> Options {
    Options {
        quirks,
        ..Options::default()
    }
}

#[tokio::test]
async fn every_family_is_read_once_in_pages_of_a_hundred_oldest_first() {
    let bench = Bench::new().await;
    let state = read(&bench).await;
    assert!(matches!(state, RosterState::Whole { .. }), "{state:?}");
    let families = bench.practice.families().len();
    assert_eq!(all(&bench).counts[0], families);
    let pages = pages(&bench);
    assert_eq!(pages.len(), families / 100 + 1);
    for (number, query) in pages.iter().enumerate() {
        let skip = format!("skip={}", number * 100);
        for part in ["take=100", "%5BcreatedAt%5D=asc", &skip] {
            assert!(query.contains(part) || number == 0, "no {part} in {query}");
        }
    }
}

#[tokio::test]
async fn what_is_typed_is_answered_without_asking_once_all_are_there() {
    let bench = Bench::new().await;
    read(&bench).await;
    bench.practice.clear_requests();
    let found = search::find(&bench.school, "nunez perez").await.unwrap();
    assert_eq!(found.hits[0].customer.id, bench.id);
    assert_eq!(bench.practice.requests().len(), 0);
}

#[tokio::test]
async fn a_family_that_came_since_is_found_where_the_list_has_nobody() {
    let bench = Bench::new().await;
    read(&bench).await;
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("name".into(), json!("Familia Xolot"));
    });
    assert!(!search::in_hand(&bench.school, "xolot").complete);
    let found = search::find(&bench.school, "xolot").await.unwrap();
    assert_eq!(found.total, 1);
    assert_eq!(found.hits[0].customer.id, bench.id);
    assert!(search::in_hand(&bench.school, "xolot").complete);
}

#[tokio::test]
async fn a_family_that_was_opened_or_updated_is_found_as_it_is_now() {
    let bench = Bench::new().await;
    read(&bench).await;
    let hits = |text: &str| search::in_hand(&bench.school, text).total;
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("name".into(), json!("Familia Xolot"));
    });
    assert_eq!(hits("xolot"), 0, "nobody has read it yet");
    bench.open().await;
    assert_eq!(hits("xolot"), 1);
    bench.ready_with(named("Familia Quiroz Yáñez")).await;
    bench.send().await.unwrap();
    assert_eq!((hits("xolot"), hits("quiroz yanez")), (0, 1));
}

#[tokio::test]
async fn reading_anew_drops_who_is_gone_and_takes_what_changed() {
    let bench = Bench::new().await;
    read(&bench).await;
    let gone = bench.practice.families()[7]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.practice.edit(&gone, |family| {
        family.insert("id".into(), json!("cm4k6c1mq001brtqtcame0000"));
    });
    read_anew(&bench.work, &bench.school);
    assert_eq!(bench.school.roster.state(), RosterState::Reading);
    let before = all(&bench).counts[0];
    read(&bench).await;
    assert_eq!(all(&bench).counts[0], before);
    let hits = |text: &str| search::in_hand(&bench.school, text).total;
    assert_eq!((hits(&gone), hits("cm4k6c1mq001brtqtcame0000")), (0, 1));
}

#[tokio::test]
async fn pages_that_cannot_be_had_are_asked_for_again_and_the_server_is_searched_meanwhile() {
    let bench = Bench::new().await;
    let fault = || Fault::ServerErrorBefore.on(Target::Reads);
    bench.practice.push_faults((0..4).map(|_| fault()));
    assert!(matches!(read(&bench).await, RosterState::Whole { .. }));
    bench.practice.set_fault(fault());
    read_anew(&bench.work, &bench.school);
    let state = read(&bench).await;
    assert!(matches!(state, RosterState::Failed(_)), "{state:?}");
    bench.practice.set_fault(None);
    bench.practice.clear_requests();
    let found = search::find(&bench.school, "Núñez Pérez").await.unwrap();
    assert_eq!(found.hits[0].customer.id, bench.id);
    assert!(!bench.practice.requests().is_empty());
    read_anew(&bench.work, &bench.school);
    assert!(matches!(read(&bench).await, RosterState::Whole { .. }));
}

#[tokio::test]
async fn a_server_that_asks_for_patience_gets_it() {
    let bench = Bench::new().await;
    let slower = |seconds: &str| Fault::RateLimited {
        retry_after: Some(seconds.to_owned()),
    };
    bench.practice.push_faults([slower("40").on(Target::Reads)]);
    let before = bench.school.now();
    assert!(matches!(read(&bench).await, RosterState::Whole { .. }));
    let waited = bench.school.now().duration_since(before).as_secs();
    assert!((40..60).contains(&waited), "{waited} s");
}

#[tokio::test]
async fn a_server_that_never_has_the_time_is_left_alone() {
    let bench = Bench::new().await;
    for (retry_after, most) in [(None, 18), (Some("15"), 18), (Some("86400"), 1)] {
        let retry_after = retry_after.map(str::to_owned);
        bench.practice.set_fault(Fault::RateLimited { retry_after });
        bench.practice.clear_requests();
        read_anew(&bench.work, &bench.school);
        let state = read(&bench).await;
        assert!(matches!(state, RosterState::Failed(_)), "{state:?}");
        let requests = bench.practice.requests().len();
        assert!(requests <= most, "{requests} requests");
    }
}

#[tokio::test]
async fn where_the_key_may_not_list_or_there_are_too_many_the_server_is_asked() {
    let mut bench = Bench::new().await;
    bench.practice.set_fault(Fault::Forbidden.on(Target::Reads));
    assert_eq!(read(&bench).await, RosterState::Refused);
    bench.practice.set_fault(None);
    for state in [RosterState::Refused, RosterState::TooMany] {
        assert_eq!(bench.school.roster.state(), state);
        assert_eq!(all(&bench).counts[0], 0);
        let found = search::find(&bench.school, "Núñez Pérez").await.unwrap();
        assert_eq!(found.hits[0].customer.id, bench.id);
        assert_eq!(found.roster, state);
        bench.open().await;
        assert_eq!(all(&bench).counts[0], 0, "nothing is kept");
        if state == RosterState::Refused {
            bench = Bench::new().await;
            bench.school.roster = Arc::new(Roster::of_at_most(250));
            bench.work.in_use.put(|generation| {
                bench.school.generation = generation;
                Ok(bench.school.clone())
            });
            assert_eq!(read(&bench).await, RosterState::TooMany);
            assert_eq!(pages(&bench).len(), 3);
        }
    }
}

#[tokio::test]
async fn a_server_that_gives_less_than_it_is_asked_for_is_read_to_the_end() {
    let bench = Bench::with(quirky(Quirks {
        short_pages: true,
        ..Quirks::default()
    }))
    .await;
    assert!(matches!(read(&bench).await, RosterState::Whole { .. }));
    assert_eq!(all(&bench).counts[0], bench.practice.families().len());
}

#[tokio::test]
async fn families_with_a_draft_are_one_of_the_filters() {
    let bench = Bench::new().await;
    read(&bench).await;
    bench.open().await;
    bench.type_name("Familia Núñez Peralta");
    let with_draft = list(&bench.work, &bench.school, FamilyFilter::WithDraft, 0, 9).unwrap();
    assert_eq!(with_draft.families.len(), 1);
    assert_eq!(with_draft.families[0].id, bench.id);
    assert_eq!(with_draft.counts[6], 1);
}
