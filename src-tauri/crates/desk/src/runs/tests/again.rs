use jiff::{SignedDuration, tz::TimeZone};
use journal::{InputRow, Intended, LineState, LineStep, RunId, SettledLine, StoredRunState};

use super::bench::{Bench, changed_name, plan_of, planned};
use crate::{
    OutcomeWords, RowsView, RunWords, SheetSource,
    runs::save_outcome,
    sheet::{check, open, rerun, rows},
};

/// Where a row's lines stand: one, or those of its two passes.
const ROWS: [&[LineState]; 13] = [
    &[LineState::Planned],
    &[LineState::Intent],
    &[LineState::Applied],
    &[LineState::Different],
    &[LineState::Refused],
    &[LineState::NotApplied],
    &[LineState::Unknown],
    &[LineState::Conflict],
    &[LineState::NeedsCode],
    &[LineState::Skipped],
    &[LineState::GivenUp],
    &[LineState::Applied, LineState::Refused],
    &[LineState::NeedsCode, LineState::Skipped],
];

/// What can be run again of them.
const AGAIN: [usize; 6] = [0, 4, 5, 7, 9, 11];

/// A run that ended with a row in each state.
async fn ended(bench: &Bench) -> RunId {
    let mut plan = plan_of(Vec::new());
    plan.source.headers = vec!["id".into(), "Nombre".into()];
    for (at, states) in ROWS.into_iter().enumerate() {
        let row = u32::try_from(at).unwrap() + 2;
        let name = format!("Familia \"Nueva\", {at}");
        plan.rows.push(InputRow {
            row,
            cells: vec![bench.ids[at].clone(), name.clone()],
            fate: journal::Fate::Update,
        });
        for wave in (0..).take(states.len()) {
            let change = changed_name(&bench.name(at), &name);
            plan.lines
                .push(planned(&bench.ids[at], row, wave, vec![change]));
        }
    }
    let run = bench.plan(&plan);
    let (book, now) = (&bench.school.book, bench.school.now());
    let lines = book.run_lines(run, &[], 0, usize::MAX).unwrap();
    for (line, &state) in lines.iter().zip(ROWS.into_iter().flatten()) {
        if state != LineState::Planned {
            let later = now + SignedDuration::from_mins(5);
            let intended = Intended {
                ids: vec![line.id],
                started_at: now,
                left_by: later,
            };
            let step = LineStep {
                intended: Some(intended),
                ..LineStep::default()
            };
            book.write_lines(&step).unwrap();
        }
        if !matches!(state, LineState::Planned | LineState::Intent) {
            let settled = SettledLine {
                id: line.id,
                customer: line.customer.clone(),
                state,
                at: now,
                after: None,
                as_asked: false,
                reason: None,
                left_by: None,
                skip: None,
            };
            let step = LineStep {
                settled: vec![settled],
                ..LineStep::default()
            };
            book.write_lines(&step).unwrap();
        }
    }
    book.set_run_state(run, StoredRunState::Done, None, now)
        .unwrap();
    run
}

/// The places of the families that the open sheet would change.
async fn changed(bench: &Bench) -> Vec<usize> {
    let checked = bench.driven(check(&bench.work, &bench.school)).await;
    assert_eq!(checked.unwrap().left, 0);
    let view = RowsView::Changes {
        field: None,
        key: None,
        text: String::new(),
    };
    let shown = rows(&bench.work, &bench.school, &view, 0, 100).unwrap();
    let families = shown.rows.into_iter().map(|row| row.family.unwrap().0);
    let place = |id: &str| bench.ids.iter().position(|one| one == id).unwrap();
    families.map(|id| place(id.as_str())).collect()
}

#[tokio::test]
async fn the_button_the_reopened_sheet_and_the_saved_outcome_agree_on_what_is_run_again() {
    let bench = Bench::new(30).await;
    let run = ended(&bench).await;
    assert_eq!(bench.run(run).again, AGAIN.len());

    let view = rerun(&bench.work, &bench.school, run).await.unwrap();
    assert_eq!(view.name, "Nombres.xlsx");
    assert_eq!(view.text.map(|text| text.encoding), None);
    assert_eq!(changed(&bench).await, AGAIN);

    let path = bench.folder.path().join("resultado.xlsx");
    let words = RunWords {
        outcome: OutcomeWords {
            sheet: "Resultado".into(),
            state: "Estado".into(),
            before: "Antes".into(),
            after: "Después".into(),
            when: "Cuándo".into(),
            why: "Por qué no".into(),
            ..OutcomeWords::default()
        },
        ..RunWords::default()
    };
    let zone = TimeZone::UTC;
    let written = save_outcome(&bench.school, run, &path, &words, &zone).unwrap();
    assert_eq!(written, ROWS.len());
    let source = SheetSource::File(path);
    let view = open(&bench.work, &bench.school, source).await.unwrap();
    assert!(view.own_result);
    assert_eq!(changed(&bench).await, AGAIN);
}

#[tokio::test]
async fn nothing_is_run_again_while_a_run_can_still_be_resumed() {
    let bench = Bench::new(20).await;
    let run = bench.plan(&bench.renames(0..5));
    assert_eq!(bench.run(run).again, 0);
}

#[tokio::test]
async fn cells_are_reopened_as_they_were() {
    let bench = Bench::new(20).await;
    let mut plan = bench.renames(0..1);
    let cells = [
        bench.ids[0].as_str(),
        "0000128765",
        "=1+1",
        " a\r\n\"b\", c ",
        "ñ",
    ];
    plan.source.headers = ["id", "", "", "", "Nota"].map(str::to_owned).into();
    plan.rows[0].cells = cells.map(str::to_owned).into();
    let run = bench.plan(&plan);
    bench
        .school
        .book
        .cancel_run(run, bench.school.now())
        .unwrap();
    let view = rerun(&bench.work, &bench.school, run).await.unwrap();
    assert_eq!(view.header_row, 1);
    assert_eq!(view.columns.len(), 5);
    assert_eq!(view.top[1].1, cells);
}
