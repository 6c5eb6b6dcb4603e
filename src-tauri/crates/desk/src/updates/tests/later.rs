//! An outcome opened later, by what the journal kept of it.

use practice::Fault;
use record::{Draft, Entry, Field, Held, PairEntry};
use serde_json::json;

use super::behind::unknown;
use super::bench::{Bench, typed};
use super::time::pass;
use crate::{Outcome, Report, updates};

async fn report(bench: &Bench) -> Report {
    let report = updates::outcome(&bench.work, &bench.school, &bench.id).await;
    report.unwrap()
}

/// Its kind, the name and the rows.
fn shown(report: &Report) -> (&'static str, String, Vec<Held>) {
    let (kind, rows) = match &report.outcome {
        Outcome::Applied { rows, .. } => ("applied", rows),
        Outcome::NotApplied { rows, .. } => ("not applied", rows),
        Outcome::Different { rows, .. } => ("different", rows),
        other => panic!("{other:?}"),
    };
    (kind, report.title.clone(), rows.clone())
}

/// A name, custom data, and a field that no answer shows.
fn draft() -> Draft {
    let row = PairEntry {
        key: "a".to_owned(),
        value: "9".to_owned(),
        original: Some("a".to_owned()),
        remove: false,
    };
    let rows = vec![row];
    let mut draft = typed([(Field::Name, "Familia Uno"), (Field::TosIp, "10.0.0.1")]);
    draft.entries.insert(Field::Metadata, Entry::Pairs { rows });
    draft
}

#[tokio::test]
async fn an_outcome_opened_later_shows_the_name_and_the_rows_it_had() {
    for expected in ["applied", "not applied", "different"] {
        let mut bench = Bench::new().await;
        bench.practice.edit(bench.id.as_str(), |family| {
            let pairs = json!([{ "key": "a", "value": "1" }]);
            family.insert("metadata".into(), pairs);
        });
        let fault = match expected {
            "applied" => Fault::ServerErrorAfter,
            _ => Fault::ServerErrorBefore,
        };
        unknown(&bench, draft(), fault).await;
        if expected == "different" {
            bench.practice.edit(bench.id.as_str(), |family| {
                family.insert("name".into(), json!("Familia Otra"));
            });
        }
        pass(std::time::Duration::from_secs(200));
        let first = shown(&report(&bench).await);
        assert_eq!(first.0, expected);
        assert_eq!(first.2.len(), 3);
        assert_eq!(shown(&report(&bench).await), first, "in the same process");
        let key = bench.key.clone();
        bench.restart(|journal| drop(journal.unlock(key).unwrap()));
        assert_eq!(shown(&report(&bench).await), first, "after a restart");
    }
}
