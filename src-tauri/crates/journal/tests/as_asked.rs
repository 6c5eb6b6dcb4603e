//! What came back of a line exactly as it was asked for.

use journal::{After, Details, LineDetails, LineState, PlannedLine, SettledLine};
use record::{Field, Value};

use crate::{
    runs::{ids, outcome, plan},
    support::{Bench, NAME, Steps as _, at, change},
};

/// What came back exactly as asked is not kept a second time, and reads as if it were.
#[test]
fn what_came_back_as_asked_is_read_from_what_was_planned() {
    let bench = Bench::new();
    let book = bench.book();
    let mut planned = plan(3);
    planned.lines[1].changes = vec![change(Field::Name, Some(NAME), "Familia Ruiz")];
    let run = book.plan_run(planned.clone(), at(1)).unwrap();
    let ids = ids(&bench, run);
    book.intend_lines(&ids, at(2), at(3)).unwrap();
    let came = |name: &str, value: &str| After {
        name: name.to_owned(),
        values: vec![vec![Value::text(value)]],
    };
    let came_back = [
        (came(NAME, "nueva@example.mx"), true),
        (came("Familia Ruiz", "Familia Ruiz"), true),
        (came("Familia Otra", "nueva@example.mx"), false),
    ];
    let mut settled = Vec::new();
    for (at, (after, as_asked)) in came_back.iter().enumerate() {
        let mut line = SettledLine {
            after: Some(after.clone()),
            ..outcome(ids[at], &format!("cus_run{at}"), LineState::Applied)
        };
        let PlannedLine { seen, changes, .. } = &planned.lines[at];
        line.note_as_asked(&seen.name, changes);
        assert_eq!(line.as_asked, *as_asked);
        assert_eq!(line.after.is_none(), *as_asked);
        settled.push(line);
    }
    book.settle_lines(&settled).unwrap();
    for (line, (expected, _)) in book.lines(&ids).unwrap().iter().zip(&came_back) {
        let LineDetails::Readable { after, .. } = &line.details else {
            panic!("it can be read");
        };
        assert!(after.as_ref() == Some(expected), "{line:?}");
        let update = book.update(line.id).unwrap().unwrap();
        let Details::Readable { after, .. } = update.details else {
            panic!("it can be read");
        };
        assert!(after.as_ref() == Some(expected), "{line:?}");
    }
}
