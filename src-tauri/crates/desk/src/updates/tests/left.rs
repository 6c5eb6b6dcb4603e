//! What stays of a draft once its update is found to have been applied, whatever became of the draft and of
//! what this process knew meanwhile: nothing of what was sent, and all that was typed besides.

use practice::Fault;
use record::{Draft, Entry, Field, PairEntry, Value};
use serde_json::json;

use super::behind::unknown;
use super::bench::{Bench, named, typed};
use crate::Outcome;

/// What happens between typing and reading back.
#[derive(Clone, Copy, Debug)]
enum Meanwhile {
    Nothing,
    /// The family is read, so that the draft moves on to the record as it is.
    Opened,
    /// Nothing but the journal knows of the draft.
    Forgotten,
    Restarted,
    RestartedAndOpened,
}

const ALL: [Meanwhile; 5] = [
    Meanwhile::Nothing,
    Meanwhile::Opened,
    Meanwhile::Forgotten,
    Meanwhile::Restarted,
    Meanwhile::RestartedAndOpened,
];

impl Meanwhile {
    async fn pass(self, bench: &mut Bench) {
        if matches!(self, Self::Restarted | Self::RestartedAndOpened) {
            let key = bench.key.clone();
            bench.restart(|journal| drop(journal.unlock(key).unwrap()));
        }
        match self {
            Self::Forgotten => bench.forget(),
            Self::Opened | Self::RestartedAndOpened => bench.open().await,
            Self::Nothing | Self::Restarted => {}
        }
    }
}

/// A change that is still asked for: the field, the key of custom data, and the value.
type Asked = (Field, Option<String>, Value);

/// Reads the update back, and gives what the draft asks for then.
async fn left(bench: &Bench) -> Vec<Asked> {
    let outcome = bench.outcome().await.unwrap();
    assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
    bench.open().await;
    assert!(bench.record().theirs.is_none());
    let found = bench.record().checked(&bench.school).found;
    assert_eq!(found.problems, []);
    let changes = found.changes.into_iter();
    changes
        .map(|change| (change.field, change.key, change.after))
        .collect()
}

fn asks(field: Field, text: &str) -> Asked {
    (field, None, Value::text(text))
}

fn asks_for(key: &str, value: &str) -> Asked {
    (Field::Metadata, Some(key.to_owned()), Value::text(value))
}

fn row(original: Option<&str>, key: &str, value: &str) -> PairEntry {
    PairEntry {
        key: key.to_owned(),
        value: value.to_owned(),
        original: original.map(str::to_owned),
        remove: false,
    }
}

fn pairs(rows: Vec<PairEntry>) -> Draft {
    Draft {
        entries: [(Field::Metadata, Entry::Pairs { rows })].into(),
    }
}

/// A family with the custom data a = 1, b = 2.
async fn with_pairs() -> Bench {
    let bench = Bench::new().await;
    bench.practice.edit(bench.id.as_str(), |family| {
        let pairs = json!([{ "key": "a", "value": "1" }, { "key": "b", "value": "2" }]);
        family.insert("metadata".into(), pairs);
    });
    bench
}

#[tokio::test]
async fn nothing_is_left_of_a_draft_that_was_sent_whole() {
    for meanwhile in ALL {
        let mut bench = with_pairs().await;
        let mut draft = pairs(vec![row(Some("a"), "z", "1"), row(Some("b"), "b", "5")]);
        draft.entries.extend(named("Familia Uno").entries);
        draft
            .entries
            .extend(typed([(Field::TosIp, "10.0.0.1")]).entries);
        unknown(&bench, draft, Fault::ServerErrorAfter).await;
        meanwhile.pass(&mut bench).await;
        assert_eq!(left(&bench).await, [], "{meanwhile:?}");
        assert!(bench.record().draft.is_empty(), "{meanwhile:?}");
    }
}

#[tokio::test]
async fn a_colleagues_change_of_what_the_draft_leaves_alone_is_not_taken_back() {
    for meanwhile in ALL {
        let mut bench = with_pairs().await;
        let before = bench.family()["email"].as_str().unwrap().to_owned();
        // Typed, and typed back.
        let mut draft = typed([(Field::Email, before.as_str())]);
        let rows = vec![row(Some("a"), "a", "9"), row(Some("b"), "b", "2")];
        draft.entries.extend(pairs(rows).entries);
        unknown(&bench, draft, Fault::ServerErrorAfter).await;
        bench.practice.edit(bench.id.as_str(), |family| {
            let pairs = json!([{ "key": "a", "value": "9" }, { "key": "b", "value": "5" }]);
            family.insert("metadata".into(), pairs);
            family.insert("email".into(), json!("otra@example.mx"));
        });
        meanwhile.pass(&mut bench).await;
        assert_eq!(left(&bench).await, [], "{meanwhile:?}");
    }
}

#[tokio::test]
async fn what_was_typed_after_sending_is_left() {
    for meanwhile in ALL {
        let mut bench = Bench::new().await;
        let sent = typed([(Field::Name, "Familia Uno"), (Field::Signature, "A")]);
        unknown(&bench, sent, Fault::ServerErrorAfter).await;
        bench.type_at(
            None,
            typed([
                (Field::Name, "Familia Dos"),
                (Field::Signature, "A"),
                (Field::TosIp, "10.0.0.1"),
            ]),
        );
        meanwhile.pass(&mut bench).await;
        let expected = [
            asks(Field::Name, "Familia Dos"),
            asks(Field::TosIp, "10.0.0.1"),
        ];
        assert_eq!(left(&bench).await, expected, "{meanwhile:?}");
    }
}

#[tokio::test]
async fn rows_typed_after_sending_are_left_and_no_others() {
    for meanwhile in ALL {
        let mut bench = with_pairs().await;
        let sent = pairs(vec![row(Some("a"), "a", "9"), row(Some("b"), "b", "2")]);
        unknown(&bench, sent, Fault::ServerErrorAfter).await;
        let rows = vec![
            row(Some("a"), "a", "9"),
            row(Some("b"), "b", "5"),
            row(None, "c", "7"),
        ];
        bench.type_at(None, pairs(rows));
        meanwhile.pass(&mut bench).await;
        let expected = [asks_for("b", "5"), asks_for("c", "7")];
        assert_eq!(left(&bench).await, expected, "{meanwhile:?}");
    }
}

#[tokio::test]
async fn a_row_renamed_by_the_update_goes_on_under_its_new_key() {
    for meanwhile in ALL {
        let mut bench = with_pairs().await;
        let renamed = |value| pairs(vec![row(Some("a"), "z", value), row(Some("b"), "b", "2")]);
        unknown(&bench, renamed("1"), Fault::ServerErrorAfter).await;
        bench.type_at(None, renamed("3"));
        meanwhile.pass(&mut bench).await;
        assert_eq!(left(&bench).await, [asks_for("z", "3")], "{meanwhile:?}");
    }
}

#[tokio::test]
async fn a_value_that_was_put_back_after_sending_is_asked_for_again() {
    // Reading the family shows the new value, and what was put back before asks for nothing there.
    for meanwhile in [
        Meanwhile::Nothing,
        Meanwhile::Forgotten,
        Meanwhile::Restarted,
    ] {
        let mut bench = Bench::new().await;
        let before = bench.family()["name"].as_str().unwrap().to_owned();
        unknown(&bench, named("Familia Uno"), Fault::ServerErrorAfter).await;
        bench.type_name(&before);
        meanwhile.pass(&mut bench).await;
        assert_eq!(
            left(&bench).await,
            [asks(Field::Name, &before)],
            "{meanwhile:?}"
        );
    }
}

#[tokio::test]
async fn what_was_typed_into_the_record_as_a_colleague_left_it_is_not_taken_for_unchanged() {
    for restarts in [false, true] {
        let mut bench = Bench::new().await;
        let before = bench.family()["name"].as_str().unwrap().to_owned();
        let sent = typed([(Field::Email, "nueva@example.mx")]);
        unknown(&bench, sent.clone(), Fault::ServerErrorAfter).await;
        bench.practice.edit(bench.id.as_str(), |family| {
            family.insert("name".into(), json!("Familia Otra"));
        });
        bench.open().await;
        // As it was when the update was sent, but not any more.
        let mut draft = sent;
        draft.entries.extend(named(&before).entries);
        bench.type_at(None, draft);
        if restarts {
            Meanwhile::Restarted.pass(&mut bench).await;
        }
        assert_eq!(left(&bench).await, [asks(Field::Name, &before)]);
    }
}
