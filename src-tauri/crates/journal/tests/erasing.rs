use std::{collections::HashSet, fs};

use journal::{
    ConnectionId, Details, DraftState, JournalKey, LineState, SettledLine, State, Stopped,
    StoredRunState,
};
use record::Field;

use crate::runs::{outcome, plan};
use crate::support::{
    Bench, EMAIL, NAME, SIGNATURE, Steps as _, at, change, draft, family, files_with, id, intent,
    new_email, open_updates, pending, school, settled,
};

/// One of each; gives every ciphertext that is stored.
fn fill(bench: &Bench) -> Vec<Vec<u8>> {
    let book = bench.book();
    book.opened(&id("cus_erase"), NAME, at(1)).unwrap();
    let typed = draft(&[(Field::Email, EMAIL)]);
    book.save_draft(&id("cus_erase"), Some(&family("cus_erase")), &typed, at(1))
        .unwrap();
    let changes = vec![change(Field::Signature, None, SIGNATURE)];
    let update = book.intend(&intent("cus_erase", changes, 1)).unwrap();
    book.settle(update, &settled(State::Applied, 2)).unwrap();
    bench.look(|database| {
        let mut select = database
            .prepare(
                "SELECT base FROM drafts UNION ALL SELECT draft FROM drafts
                 UNION ALL SELECT name FROM recents
                 UNION ALL SELECT changes FROM updates UNION ALL SELECT seen FROM updates
                 UNION ALL SELECT after FROM updates",
            )
            .unwrap();
        select
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect()
    })
}

/// Runs in all states, one of them under way; gives every ciphertext that was stored at some time.
fn fill_with_runs(bench: &Bench) -> Vec<Vec<u8>> {
    let book = bench.book();
    let mut cells = HashSet::new();
    for (nth, state) in [LineState::Applied, LineState::Unknown, LineState::Refused]
        .into_iter()
        .enumerate()
    {
        let run = book.plan_run(plan(90), at(1)).unwrap();
        let running = StoredRunState::Running;
        book.set_run_state(run, running, None, at(1)).unwrap();
        for _ in 0..3 {
            let waiting = book.waiting_lines(run).unwrap();
            let batch = &waiting[..30 - nth];
            let ids: Vec<_> = batch.iter().map(|line| line.id).collect();
            book.intend_lines(&ids, at(2), at(2)).unwrap();
            // The last of each is on its way for good.
            let settled: Vec<SettledLine> = batch[1..]
                .iter()
                .map(|line| outcome(line.id, line.customer.as_str(), state))
                .collect();
            book.settle_lines(&settled).unwrap();
            cells.extend(run_cells(bench));
        }
        let why = Stopped {
            why: "forbidden".to_owned(),
            message: NAME.to_owned(),
        };
        let stopped = StoredRunState::Stopped;
        book.set_run_state(run, stopped, Some(&why), at(4)).unwrap();
        cells.extend(run_cells(bench));
    }
    cells.into_iter().collect()
}

fn run_cells(bench: &Bench) -> Vec<Vec<u8>> {
    bench.look(|database| {
        let select = "SELECT title FROM runs UNION ALL SELECT source FROM runs
                 UNION ALL SELECT stop FROM runs UNION ALL SELECT rows FROM run_rows
                 UNION ALL SELECT changes FROM updates UNION ALL SELECT seen FROM updates
                 UNION ALL SELECT after FROM updates UNION ALL SELECT reason FROM updates";
        let mut select = database.prepare(select).unwrap();
        let cells = select.query_map([], |row| row.get::<_, Option<Vec<u8>>>(0));
        let cells = cells.unwrap().filter_map(Result::unwrap);
        // An empty one stands for what is elsewhere.
        cells.filter(|cell| !cell.is_empty()).collect()
    })
}

/// Long cells are split over pages; a nonce and the start of a ciphertext are not.
fn traces(bench: &Bench, cells: &[Vec<u8>]) -> usize {
    let starts: HashSet<&[u8]> = cells.iter().map(|cell| &cell[..32]).collect();
    let mut found: HashSet<&[u8]> = HashSet::new();
    for entry in fs::read_dir(bench.home.path()).unwrap() {
        let bytes = fs::read(entry.unwrap().path()).unwrap();
        found.extend(
            bytes
                .windows(32)
                .filter_map(|window| starts.get(window).copied()),
        );
    }
    found.len()
}

/// Drafts of two connections, of all lengths, begun, replaced and discarded until SQLite has moved rows from page
/// to page many times; gives every ciphertext that was there at some time.
fn churn(bench: &Bench, other: &ConnectionId) -> Vec<Vec<u8>> {
    bench.journal.save_connection(&school(other)).unwrap();
    let books = [bench.book(), bench.journal.book(other)];
    let mut cells = HashSet::new();
    // As good as random, and the same each time. With this seed, forgetting row by row leaves bytes behind.
    let mut seed = 4_u64;
    let mut any = |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for step in 0..500 {
        let book = &books[any(2)];
        let customer = id(&format!("cus_erase{}", any(100)));
        if any(6) == 0 {
            book.discard_draft(&customer).unwrap();
        } else {
            let text = "x".repeat([1, 20, 250, 650, 850][any(5)]);
            let typed = draft(&[(Field::Name, text.as_str())]);
            book.save_draft(&customer, None, &typed, at(1)).unwrap();
        }
        if step % 20 == 19 {
            cells.extend(bench.look(|database| -> Vec<Vec<u8>> {
                let mut select = database.prepare("SELECT draft FROM drafts").unwrap();
                let drafts = select.query_map([], |row| row.get(0)).unwrap();
                drafts.map(Result::unwrap).collect()
            }));
        }
    }
    cells.into_iter().collect()
}

#[test]
fn erasing_leaves_no_byte_in_pages_between_which_rows_were_moved() {
    let bench = Bench::new();
    let cells = churn(&bench, &ConnectionId::generate());
    assert_ne!(traces(&bench, &cells), 0);
    bench.journal.erase().unwrap();
    assert_eq!(traces(&bench, &cells), 0);
    assert_eq!(files_with(bench.home.path(), b"cus_erase"), [""; 0]);
}

#[test]
fn forgetting_leaves_no_byte_and_takes_nothing_of_another_connection() {
    let bench = Bench::new();
    let other = ConnectionId::generate();
    let all = churn(&bench, &other);
    let kept = bench.journal.book(&other).drafts().unwrap();
    assert_ne!(kept, []);
    let staying: HashSet<Vec<u8>> = bench.look(|database| {
        let select = "SELECT draft FROM drafts WHERE connection = ?1";
        let mut select = database.prepare(select).unwrap();
        let drafts = select.query_map([other.as_str()], |row| row.get(0));
        drafts.unwrap().map(Result::unwrap).collect()
    });
    bench.journal.forget_connection(&bench.connection).unwrap();
    let gone: Vec<_> = all
        .into_iter()
        .filter(|cell| !staying.contains(cell))
        .collect();
    assert_eq!(traces(&bench, &gone), 0);
    assert_eq!(
        files_with(bench.home.path(), bench.connection.as_str().as_bytes()),
        [""; 0]
    );
    assert_eq!(bench.journal.book(&other).drafts(), Ok(kept.clone()));
    assert!(kept.iter().all(|line| line.state == DraftState::Readable));
    assert_eq!(
        bench.count("SELECT count(*) FROM pragma_foreign_key_check"),
        0
    );
    assert_eq!(bench.journal.connections().unwrap().len(), 1);
}

#[test]
fn erasing_leaves_no_byte_behind() {
    let bench = Bench::new();
    let cells = fill(&bench);
    assert_eq!(cells.len(), 6);
    assert_eq!(traces(&bench, &cells), 6, "the search finds what is there");
    assert_ne!(files_with(bench.home.path(), b"cus_erase"), [""; 0]);
    bench.journal.erase().unwrap();
    assert_eq!(traces(&bench, &cells), 0);
    assert_eq!(files_with(bench.home.path(), b"cus_erase"), [""; 0]);
    assert_eq!(bench.book().recent(10), Ok(vec![]));
    assert_eq!(bench.book().draft(&id("cus_erase")), Ok(None));
    assert_eq!(bench.book().last_sent(&id("cus_erase")), Ok(vec![]));
}

#[test]
fn erasing_leaves_no_byte_of_what_was_written_over_before() {
    let bench = Bench::new();
    let mut cells = fill(&bench);
    cells.extend(fill(&bench));
    bench.journal.erase().unwrap();
    assert_eq!(traces(&bench, &cells), 0);
}

#[test]
fn erasing_keeps_unsettled_updates_connections_and_settings() {
    let bench = Bench::new();
    fill(&bench);
    assert_eq!(open_updates(&bench.book()).unwrap().len(), 1, "unseen");
    let update = bench.book().intend(&new_email("cus_open", 3)).unwrap();
    bench.journal.set_setting("retention", Some("90")).unwrap();
    bench.journal.erase().unwrap();
    let bench = bench.restart().unlocked();
    let open = open_updates(&bench.book()).unwrap();
    assert_eq!(open.len(), 1, "what is settled goes, seen or not");
    assert_eq!(open[0].id, update);
    assert_eq!(
        open[0].details,
        Details::Readable {
            intent: new_email("cus_open", 3),
            after: None,
            reason: None,
        }
    );
    assert_eq!(bench.journal.connections().unwrap().len(), 1);
    assert_eq!(
        bench.journal.setting("retention"),
        Ok(Some("90".to_owned()))
    );
}

#[test]
fn erasing_and_forgetting_take_what_is_under_other_keys_too() {
    for forget in [false, true] {
        let bench = Bench::new();
        let cells = fill(&bench);
        let bench = bench.restart();
        bench.journal.unlock(JournalKey::generate()).unwrap();
        assert_eq!(traces(&bench, &cells), 6);
        if forget {
            bench.journal.forget_connection(&bench.connection).unwrap();
        } else {
            bench.journal.erase().unwrap();
        }
        assert_eq!(traces(&bench, &cells), 0);
        assert_eq!(files_with(bench.home.path(), b"cus_erase"), [""; 0]);
    }
}

#[test]
fn erasing_works_while_locked() {
    let bench = Bench::new();
    let cells = fill(&bench);
    let bench = bench.restart();
    bench.journal.erase().unwrap();
    assert_eq!(traces(&bench, &cells), 0);
}

#[test]
fn erasing_deletes_the_damaged_files_that_were_kept() {
    let bench = Bench::new();
    let copy = bench.home.path().join("journal.db.damaged-20250101T000000");
    let unrelated = bench.home.path().join("notes.txt");
    fs::write(&copy, NAME).unwrap();
    fs::write(&unrelated, "mine").unwrap();
    bench.journal.erase().unwrap();
    assert!(!copy.exists());
    assert!(unrelated.exists());
}

#[test]
fn purging_takes_what_is_settled_and_old_and_nothing_else() {
    let bench = Bench::new();
    let book = bench.book();
    let typed = draft(&[(Field::Email, EMAIL)]);
    book.save_draft(&id("cus_draft"), None, &typed, at(1))
        .unwrap();
    book.opened(&id("cus_old"), NAME, at(1)).unwrap();
    book.opened(&id("cus_new"), NAME, at(100)).unwrap();
    let send = |customer, second, state| {
        let update = book.intend(&new_email(customer, second)).unwrap();
        book.settle(update, &settled(state, second)).unwrap();
        update
    };
    for seen in [
        send("cus_applied_long_ago", 1, State::Applied),
        send("cus_refused_long_ago", 1, State::Refused),
        send("cus_still_unknown", 1, State::Unknown),
        send("cus_applied_lately", 100, State::Applied),
    ] {
        book.note(seen).unwrap();
    }
    send("cus_applied_but_unseen", 1, State::Applied);
    let given_up = book.intend(&new_email("cus_given_up", 1)).unwrap();
    book.give_up(given_up).unwrap();
    book.intend(&new_email("cus_never_settled", 1)).unwrap();

    assert_eq!(bench.journal.purge(at(50)), Ok(3));
    for gone in [
        "cus_applied_long_ago",
        "cus_refused_long_ago",
        "cus_given_up",
        "cus_old",
    ] {
        assert_eq!(
            files_with(bench.home.path(), gone.as_bytes()),
            [""; 0],
            "{gone}"
        );
    }
    for stays in [
        "cus_still_unknown",
        "cus_applied_lately",
        "cus_applied_but_unseen",
        "cus_never_settled",
        "cus_new",
        "cus_draft",
    ] {
        assert_ne!(
            files_with(bench.home.path(), stays.as_bytes()),
            [""; 0],
            "{stays}"
        );
    }
    assert_eq!(pending(&book).unwrap().len(), 2);
    assert!(book.draft(&id("cus_draft")).unwrap().is_some());
    assert_eq!(bench.journal.purge(at(50)), Ok(0));
}

#[test]
fn forgetting_leaves_no_byte_of_runs() {
    let bench = Bench::new();
    let cells = fill_with_runs(&bench);
    assert_ne!(traces(&bench, &cells), 0);
    bench.journal.forget_connection(&bench.connection).unwrap();
    assert_eq!(traces(&bench, &cells), 0);
    assert_eq!(files_with(bench.home.path(), b"cus_run"), [""; 0]);
}

#[test]
fn erasing_leaves_of_runs_no_byte_but_of_updates_whose_outcome_nobody_knows() {
    let bench = Bench::new();
    let cells = fill_with_runs(&bench);
    bench.journal.erase().unwrap();
    let staying: HashSet<Vec<u8>> = run_cells(&bench).into_iter().collect();
    assert!(!staying.is_empty() && staying.len() < cells.len());
    let gone: Vec<_> = cells
        .into_iter()
        .filter(|cell| !staying.contains(cell))
        .collect();
    assert_eq!(traces(&bench, &gone), 0);
    let known = "SELECT count(*) FROM updates WHERE state NOT IN ('intent', 'unknown')";
    assert_eq!(bench.count(known), 0);
    assert_eq!(bench.count("SELECT count(*) FROM run_rows"), 0);
}
