//! How fast a run is, by hand: `FICHA_PRACTICE=…/release/practice cargo test --release -p desk rate -- --ignored`.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
    time::Instant,
};

use futures_util::StreamExt;
use journal::{ConnectionId, JournalKey, LineState};
use quentli::{Customers as _, Direction, ListQuery, Update};

use super::bench::{changed_name, plan_of, planned};
use crate::{
    RunState, roster, runs,
    updates::{
        self,
        tests::bench::{open_journal, work_at},
    },
};

const LINES: usize = 10_000;

#[tokio::test]
#[ignore = "a measurement"]
async fn lines_a_second_against_updates_a_second() {
    let program =
        std::env::var("FICHA_PRACTICE").expect("FICHA_PRACTICE names the practice server");
    let mut server = Command::new(program)
        .args(["--families", &(LINES + LINES / 10).to_string(), "--no-code"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let url = lines.next().unwrap().unwrap();
    let folder = tempfile::tempdir_in(std::env::var("FICHA_RATE_FOLDER").unwrap_or(".".into()));
    let folder = folder.unwrap();
    let journal = open_journal(folder.path(), &JournalKey::generate());
    let (work, school) = work_at(&url, &ConnectionId::generate(), &journal);
    let mut families = Vec::new();
    loop {
        let query = ListQuery {
            take: 100,
            skip: u32::try_from(families.len()).unwrap(),
            order_by: Some(("createdAt", Direction::Ascending)),
            ..ListQuery::default()
        };
        let page = school.client.list(&query).await.unwrap();
        if page.is_empty() {
            break;
        }
        families.extend(page);
    }
    families.retain(|family| family.archived_at.value().is_none());
    families.truncate(LINES);
    let name = |at: usize, round: &str| format!("Familia {round} {at}");
    let lines = families.iter().enumerate().map(|(at, family)| {
        let before = family.name.value().unwrap();
        let change = changed_name(before, &name(at, "Nueva"));
        planned(
            family.id.as_str(),
            u32::try_from(at).unwrap() + 2,
            0,
            vec![change],
        )
    });
    let plan = plan_of(lines.collect());
    let began = Instant::now();
    let run = runs::plan(&work, &school, &plan).unwrap();
    println!("planned in {:?}", began.elapsed());
    let background = async {
        tokio::join!(
            updates::keep_reading_back(&work, &*school.pace),
            roster::keep_reading(&work),
            runs::keep_running(&work),
        )
    };
    let body = async {
        while !matches!(school.roster.state(), roster::RosterState::Whole { .. }) {
            tokio::task::yield_now().await;
        }
        let began = Instant::now();
        runs::begin(&work, &school, run, None).unwrap();
        loop {
            let woken = work.runs.woken.notified();
            let shown = runs::one(&work, &school, run).unwrap();
            if shown.state != RunState::Running {
                assert_eq!(shown.counts.of(LineState::Applied), plan.lines.len());
                return began.elapsed();
            }
            woken.await;
        }
    };
    let took = tokio::select! {
        took = body => took,
        _ = background => unreachable!("it never ends"),
    };
    let rate = plan.lines.len() as f64 / took.as_secs_f64();
    println!("run: {rate:.0} lines/s");
    let began = Instant::now();
    let client = &school.client;
    let sent = futures_util::stream::iter(plan.lines.iter().enumerate())
        .map(|(at, line)| async move {
            let change = changed_name("", &format!("Familia Otra {at}"));
            let update = Update {
                patch: record::patch(&[change]),
                otp: None,
            };
            client.update(&line.customer, &update).await.unwrap();
        })
        .buffer_unordered(8)
        .count()
        .await;
    let bare = sent as f64 / began.elapsed().as_secs_f64();
    println!(
        "the same updates by the client alone, 8 at a time: {bare:.0}/s; ratio {:.2}",
        rate / bare
    );
    server.kill().unwrap();
    server.wait().unwrap();
}
