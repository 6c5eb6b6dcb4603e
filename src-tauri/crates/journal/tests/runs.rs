use journal::{
    Fate, InputRow, Intended, IntentId, JournalKey, LeftOut, LineDetails, LineState, LineStep,
    PlannedChanges, PlannedLine, Reason, RunDetails, RunId, RunPlan, RunSource, SettledLine, Skip,
    Stopped, StoredRunState,
};
use record::Field;
use serde_json::json;

use crate::support::{
    Bench, EMAIL, NAME, PASSWORD, Steps as _, after, at, change, files_with, id, new_email, seen,
    settled,
};

const CELL: &str = "celda-sentinel-6614";

fn line(customer: &str, row: u32, wave: u32) -> PlannedLine {
    PlannedLine {
        row,
        wave,
        customer: id(customer),
        seen: seen(),
        changes: vec![change(Field::Email, Some(EMAIL), "nueva@example.mx")],
    }
}

/// Lines of a run, and rows with each fate.
pub(crate) fn plan(lines: usize) -> RunPlan {
    let row = |row, fate| InputRow {
        row,
        cells: vec![CELL.to_owned()],
        fate,
    };
    let lines: Vec<PlannedLine> = (0..lines)
        .map(|at| line(&format!("cus_run{at}"), u32::try_from(at).unwrap() + 2, 0))
        .collect();
    let mut rows: Vec<InputRow> = lines
        .iter()
        .map(|line| row(line.row, Fate::Update))
        .collect();
    let next = u32::try_from(lines.len()).unwrap() + 2;
    let left = LeftOut {
        column: Some(1),
        code: "unknownFamily".to_owned(),
    };
    rows.push(row(next, Fate::Same));
    rows.push(row(next + 1, Fate::Repeats(2)));
    rows.push(row(next + 2, Fate::Left(vec![left])));
    RunPlan {
        title: "Correos 2026.xlsx".to_owned(),
        source: RunSource {
            sha256: "ab".repeat(32),
            sheet: Some("Hoja1".to_owned()),
            headers: vec!["Correo".to_owned()],
            columns: json!([{ "kind": "field", "field": "email" }]),
            options: json!({ "missingClears": false }),
        },
        lines,
        rows,
    }
}

pub(crate) fn ids(bench: &Bench, run: RunId) -> Vec<IntentId> {
    let waiting = bench.book().waiting_lines(run).unwrap();
    waiting.into_iter().map(|line| line.id).collect()
}

pub(crate) fn outcome(id: IntentId, customer: &str, state: LineState) -> SettledLine {
    SettledLine {
        id,
        customer: crate::support::id(customer),
        state,
        at: at(20),
        after: Some(after()),
        as_asked: false,
        reason: None,
        left_by: Some(at(19)),
        skip: None,
    }
}

#[test]
fn a_run_is_there_after_a_restart_with_all_that_was_planned() {
    let bench = Bench::new();
    let planned = plan(250);
    let run = bench.book().plan_run(planned.clone(), at(1)).unwrap();
    let bench = bench.restart().unlocked();
    let book = bench.book();
    let stored = book.run(run).unwrap().unwrap();
    assert_eq!(stored.state, StoredRunState::Planned);
    assert_eq!(stored.created_at, at(1));
    assert_eq!(
        (stored.rows, stored.same, stored.repeated, stored.left_out),
        (253, 1, 1, 1)
    );
    assert_eq!(stored.counts.of(LineState::Planned), 250);
    let RunDetails::Readable {
        title,
        source,
        stop,
    } = stored.details
    else {
        panic!("it can be read");
    };
    assert_eq!((title, source), (planned.title, Some(planned.source)));
    assert_eq!(stop, None);
    assert_eq!(book.run_rows(run, 0, usize::MAX).unwrap(), planned.rows);
    assert_eq!(book.run_rows(run, 95, 10).unwrap(), planned.rows[95..105]);
    let lines = book.run_lines(run, &[], 10, 2).unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!((lines[0].line, lines[0].row), (10, 12));
    let LineDetails::Readable { changes, seen, .. } = &lines[0].details else {
        panic!("it can be read");
    };
    assert_eq!(*changes, planned.lines[10].changes);
    assert_eq!(seen.as_ref(), Some(&planned.lines[10].seen));
}

#[test]
fn a_planned_line_is_no_update_that_anybody_has_to_see() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(3), at(1)).unwrap();
    assert_eq!(book.list_open(), Ok(vec![]));
    assert_eq!(book.latest(&id("cus_run0")), Ok(None));
    let ids = ids(&bench, run);
    book.intend_lines(&ids[..1], at(2), at(3)).unwrap();
    let open = book.list_open().unwrap();
    assert_eq!((open.len(), open[0].run), (1, Some(run)));
    book.settle_lines(&[outcome(ids[0], "cus_run0", LineState::Applied)])
        .unwrap();
    assert_eq!(book.list_open(), Ok(vec![]), "what is settled was seen");
    let latest = book.latest(&id("cus_run0")).unwrap().unwrap();
    assert!(latest.noted);
}

#[test]
fn only_a_planned_line_gets_an_intent() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(3), at(1)).unwrap();
    let ids = ids(&bench, run);
    book.intend_lines(&ids[1..2], at(2), at(3)).unwrap();
    let intended = book.intend_lines(&ids, at(2), at(3));
    assert_eq!(intended, Ok(vec![ids[0], ids[2]]));
    let changes = book.planned_changes(&ids).unwrap();
    assert_eq!(changes, [], "none of them is planned any more");
}

#[test]
fn lines_that_were_never_sent_are_planned_again_without_a_try() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(2), at(1)).unwrap();
    let ids = ids(&bench, run);
    book.intend_lines(&ids, at(2), at(3)).unwrap();
    let step = LineStep {
        withdrawn: ids[..1].to_vec(),
        again: ids[1..].to_vec(),
        ..LineStep::default()
    };
    book.write_lines(&step).unwrap();
    let waiting = book.waiting_lines(run).unwrap();
    let tries: Vec<u32> = waiting.iter().map(|line| line.tries).collect();
    assert_eq!(tries, [0, 1]);
}

#[test]
fn outcomes_and_the_next_intents_are_written_in_one_step() {
    let bench = Bench::new();
    let book = bench.book();
    let planned = plan(3);
    let run = book.plan_run(planned.clone(), at(1)).unwrap();
    let ids = ids(&bench, run);
    book.intend_lines(&ids[..1], at(2), at(3)).unwrap();
    let changes = book.planned_changes(&ids).unwrap();
    let of = |at: usize| PlannedChanges {
        id: ids[at],
        seen: Some(planned.lines[at].seen.clone()),
        changes: Some(planned.lines[at].changes.clone()),
    };
    assert_eq!(changes, [of(1), of(2)]);
    let step = LineStep {
        settled: vec![outcome(ids[0], "cus_run0", LineState::Applied)],
        intended: Some(Intended {
            ids: ids[1..2].to_vec(),
            started_at: at(4),
            left_by: at(5),
        }),
        ..LineStep::default()
    };
    assert_eq!(book.write_lines(&step), Ok(vec![ids[1]]));
    let counts = book.run(run).unwrap().unwrap().counts;
    for state in [LineState::Applied, LineState::Intent, LineState::Planned] {
        assert_eq!(counts.of(state), 1, "{state:?}");
    }
}

#[test]
fn a_line_counts_from_when_it_was_sent_and_not_from_when_it_was_planned() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(1), at(1)).unwrap();
    let ids = ids(&bench, run);
    let edit = book.intend(&new_email("cus_run0", 5)).unwrap();
    book.settle(edit, &settled(journal::State::Applied, 6))
        .unwrap();
    assert_eq!(book.latest(&id("cus_run0")).unwrap().unwrap().id, edit);
    book.intend_lines(&ids, at(10), at(11)).unwrap();
    assert_eq!(book.latest(&id("cus_run0")).unwrap().unwrap().id, ids[0]);
    drop(book);
    let bench = bench.restart().unlocked();
    let book = bench.book();
    let later = book.intend(&new_email("cus_run0", 12)).unwrap();
    assert_eq!(book.latest(&id("cus_run0")).unwrap().unwrap().id, later);
}

#[test]
fn only_lines_proved_not_to_be_applied_are_planned_again_and_not_for_ever() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(2), at(1)).unwrap();
    let ids = ids(&bench, run);
    for times in 1..=3 {
        book.intend_lines(&ids[..1], at(2), at(3)).unwrap();
        let not_applied = outcome(ids[0], "cus_run0", LineState::NotApplied);
        book.settle_lines(&[not_applied]).unwrap();
        let again = book.replan_not_applied(run, 3).unwrap();
        assert_eq!(again, usize::from(times < 3));
    }
}

#[test]
fn an_outcome_is_written_once() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(3), at(1)).unwrap();
    let ids = ids(&bench, run);
    book.intend_lines(&ids[..2], at(2), at(3)).unwrap();
    let refused = SettledLine {
        after: None,
        reason: Some(Reason {
            status: Some(409),
            message: "Email already in use".to_owned(),
        }),
        ..outcome(ids[0], "cus_run0", LineState::Refused)
    };
    let conflict = outcome(ids[2], "cus_run2", LineState::Conflict);
    book.settle_lines(&[refused, conflict]).unwrap();
    book.settle_lines(&[outcome(ids[0], "cus_run0", LineState::Applied)])
        .unwrap();
    let counts = book.run(run).unwrap().unwrap().counts;
    for (state, count) in [
        (LineState::Refused, 1),
        (LineState::Conflict, 1),
        (LineState::Intent, 1),
        (LineState::Applied, 0),
    ] {
        assert_eq!(counts.of(state), count, "{state:?}");
    }
    assert_eq!(book.unresolved_lines(run).unwrap(), [ids[1]]);
}

#[test]
fn a_run_that_is_over_stays_so() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(2), at(1)).unwrap();
    let ids = ids(&bench, run);
    book.intend_lines(&ids[..1], at(2), at(3)).unwrap();
    book.cancel_run(run, at(5)).unwrap();
    book.cancel_run(run, at(6)).unwrap();
    let running = book.set_run_state(run, StoredRunState::Running, None, at(7));
    assert_eq!(running, Ok(false));
    let stored = book.run(run).unwrap().unwrap();
    assert_eq!(stored.state, StoredRunState::Cancelled);
    assert_eq!(stored.ended_at, Some(at(5)));
    assert_eq!(stored.counts.of(LineState::Skipped), 1);
    assert_eq!(stored.counts.of(LineState::Intent), 1);
    let skipped = book.run_lines(run, &[LineState::Skipped], 0, 9).unwrap();
    assert_eq!(skipped[0].skip, Some(Skip::Cancelled));
}

#[test]
fn why_a_run_stopped_is_kept_and_sealed() {
    let bench = Bench::new();
    let book = bench.book();
    let run = book.plan_run(plan(1), at(1)).unwrap();
    let stopped = Stopped {
        why: "forbidden".to_owned(),
        message: "motivo-sentinel-1177".to_owned(),
    };
    book.set_run_state(run, StoredRunState::Stopped, Some(&stopped), at(2))
        .unwrap();
    let RunDetails::Readable { stop, .. } = book.run(run).unwrap().unwrap().details else {
        panic!("it can be read");
    };
    assert_eq!(stop, Some(stopped));
    for secret in ["motivo-sentinel-1177", CELL, NAME, EMAIL, "Correos 2026"] {
        let found = files_with(bench.home.path(), secret.as_bytes());
        assert_eq!(found, [""; 0], "{secret}");
    }
}

#[test]
fn a_password_is_in_no_stored_line() {
    let bench = Bench::new();
    let book = bench.book();
    let mut planned = plan(1);
    planned.lines[0].changes = vec![change(Field::Password, None, PASSWORD)];
    let run = book.plan_run(planned.clone(), at(1)).unwrap();
    let lines = book.run_lines(run, &[], 0, 1).unwrap();
    let LineDetails::Readable { changes, .. } = &lines[0].details else {
        panic!("it can be read");
    };
    assert_eq!(*changes, [change(Field::Password, None, "")]);
}

#[test]
fn erasing_leaves_of_a_run_only_what_nobody_knows_the_outcome_of() {
    let bench = Bench::new();
    let book = bench.book();
    let known = book.plan_run(plan(3), at(1)).unwrap();
    let unknown = book.plan_run(plan(3), at(1)).unwrap();
    let sent = ids(&bench, unknown);
    book.intend_lines(&sent[..1], at(2), at(3)).unwrap();
    bench.journal.erase().unwrap();
    assert_eq!(book.run(known), Ok(None));
    let left = book.run(unknown).unwrap().unwrap();
    assert_eq!((left.counts.total(), left.rows), (1, 0));
    assert_eq!(files_with(bench.home.path(), b"cus_run2"), [""; 0]);
    bench.journal.forget_connection(&bench.connection).unwrap();
    assert_eq!(files_with(bench.home.path(), b"cus_run"), [""; 0]);
    assert_eq!(bench.count("SELECT count(*) FROM run_rows"), 0);
}

#[test]
fn purging_takes_runs_that_ended_long_ago_as_a_whole_and_no_others() {
    let bench = Bench::new();
    let book = bench.book();
    let end = |second, with_unknown: bool| {
        let run = book.plan_run(plan(2), at(1)).unwrap();
        let ids = ids(&bench, run);
        if with_unknown {
            book.intend_lines(&ids[..1], at(2), at(3)).unwrap();
        }
        book.cancel_run(run, at(second)).unwrap();
        run
    };
    let (old, unknown, lately) = (end(5, false), end(5, true), end(100, false));
    let open = book.plan_run(plan(2), at(1)).unwrap();
    assert_eq!(bench.journal.purge(at(50)), Ok(2));
    let left: Vec<RunId> = book.runs().unwrap().iter().map(|run| run.id).collect();
    assert_eq!(left, [open, lately, unknown]);
    assert_eq!(book.run_rows(old, 0, 9), Ok(vec![]));
    assert_eq!(book.run(unknown).unwrap().unwrap().counts.total(), 2);
}

#[test]
fn a_run_moves_from_a_sessions_key_to_the_keychains() {
    let bench = Bench::locked();
    bench
        .journal
        .unlock_for_session(JournalKey::generate())
        .unwrap();
    let planned = plan(2);
    let run = bench.book().plan_run(planned.clone(), at(1)).unwrap();
    bench.journal.unlock(bench.key.clone()).unwrap();
    let bench = bench.restart().unlocked();
    let book = bench.book();
    assert_eq!(book.run_rows(run, 0, 9).unwrap(), planned.rows);
    let stored = book.run(run).unwrap().unwrap();
    assert!(matches!(stored.details, RunDetails::Readable { .. }));
    let lines = book.run_lines(run, &[], 0, 9).unwrap();
    let readable = |details: &LineDetails| matches!(details, LineDetails::Readable { .. });
    assert!(lines.iter().all(|line| readable(&line.details)));
}

#[test]
fn of_a_past_sessions_run_only_what_was_sent_stays() {
    let bench = Bench::locked();
    bench
        .journal
        .unlock_for_session(JournalKey::generate())
        .unwrap();
    let book = bench.book();
    let unsent = book.plan_run(plan(2), at(1)).unwrap();
    let sent = book.plan_run(plan(2), at(1)).unwrap();
    let ids = ids(&bench, sent);
    book.intend_lines(&ids[..1], at(2), at(3)).unwrap();
    drop(book);
    let bench = bench.restart().unlocked();
    let book = bench.book();
    assert_eq!(book.run(unsent), Ok(None));
    let left = book.run(sent).unwrap().unwrap();
    assert!(matches!(left.details, RunDetails::OtherKey(_)));
    assert_eq!((left.counts.total(), left.rows), (1, 0));
    let dangling = "SELECT count(*) FROM pragma_foreign_key_check";
    assert_eq!(bench.count(dangling), 0);
}
