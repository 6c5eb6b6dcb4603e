use desk::{Draft, Entry, Field};
use journal::{Connection, ConnectionId, Journal, JournalKey};
use practice::{Fault, Options, Practice};
use quentli::CustomerId;
use serde_json::{Value, json};

use super::{Record, edit, finish, open, read_back, review, update};
use crate::{
    error::ErrorCode,
    search, services,
    session::Desk,
    wire::{Environment, Updated},
};

/// A desk at a practice server of its own, and the first of its families.
struct Bench {
    practice: Practice,
    desk: Desk,
    id: CustomerId,
    _folder: tempfile::TempDir,
}

impl Bench {
    async fn new() -> Self {
        let options = Options {
            require_code: false,
            ..Options::default()
        };
        let practice = Practice::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (journal, _) = Journal::open(folder.path()).unwrap();
        journal.unlock(JournalKey::generate()).unwrap();
        let connection = Connection {
            id: ConnectionId::generate(),
            name: "Colegio de prueba".into(),
            environment: "other".into(),
            server: practice.url(),
            organization_id: None,
            can_read: true,
        };
        journal.save_connection(&connection).unwrap();
        let server = services::server(Environment::Other, &practice.url()).unwrap();
        let key = quentli::ApiKey::parse("sk_test_records").unwrap();
        let client = services::client(server, key, Some("")).unwrap();
        let book = journal.book(&connection.id);
        let id = practice.families()[0]["id"].as_str().unwrap().to_owned();
        let id = CustomerId::parse(&id).unwrap();
        Self {
            practice,
            desk: Desk {
                connection,
                client,
                book,
                kept: true,
            },
            id,
            _folder: folder,
        }
    }

    async fn open(&self) -> Record {
        open(&self.desk, &self.id).await.unwrap()
    }

    fn type_name(&self, record: &mut Record, name: &str) {
        edit(&self.desk, &self.id, record, named(name)).unwrap();
    }

    fn patches(&self) -> Vec<Value> {
        let requests = self.practice.requests().into_iter();
        requests
            .filter(|request| request.method == "PATCH")
            .filter_map(|r| r.body)
            .collect()
    }
}

fn named(name: &str) -> Draft {
    let entry = Entry::Text {
        text: name.into(),
        exact: false,
    };
    Draft {
        entries: [(Field::Name, entry)].into(),
    }
}

#[tokio::test]
async fn nothing_is_sent_that_was_not_reviewed() {
    let bench = Bench::new().await;
    let mut record = bench.open().await;
    bench.type_name(&mut record, "Familia Uno");
    let refused = update(&bench.desk, &bench.id, &mut record, None)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotReviewed);

    review(&bench.desk, &bench.id, &mut record);
    bench.type_name(&mut record, "Familia Dos");
    let refused = update(&bench.desk, &bench.id, &mut record, None)
        .await
        .unwrap_err();
    assert_eq!(refused.code, ErrorCode::NotReviewed);
    assert_eq!(bench.patches(), Vec::<Value>::new());
}

#[tokio::test]
async fn what_was_reviewed_goes_out_exactly_and_the_draft_is_done() {
    let bench = Bench::new().await;
    let mut record = bench.open().await;
    bench.type_name(&mut record, "Familia Uno");
    let shown = review(&bench.desk, &bench.id, &mut record).request.unwrap();
    let updated = update(&bench.desk, &bench.id, &mut record, None)
        .await
        .unwrap();
    assert!(matches!(updated, Updated::Applied { .. }));
    let expected = json!({ "input": { "data": { "name": "Familia Uno" } } });
    assert_eq!(bench.patches(), std::slice::from_ref(&expected));
    assert_eq!(
        serde_json::from_str::<Value>(&shown.body).unwrap(),
        expected
    );
    assert!(bench.desk.book.draft(&bench.id).unwrap().is_none());
}

#[tokio::test]
async fn a_draft_is_there_again_when_the_family_is_opened_again() {
    let bench = Bench::new().await;
    let mut record = bench.open().await;
    bench.type_name(&mut record, "Familia Uno");
    let again = bench.open().await;
    assert_eq!(again.draft, named("Familia Uno"));
    assert!(again.theirs.is_none());
}

#[tokio::test]
async fn a_colleagues_change_meets_a_kept_draft_as_a_conflict_only_where_both_touched() {
    let bench = Bench::new().await;
    let mut record = bench.open().await;
    bench.type_name(&mut record, "Familia Uno");
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("skipTaxInvoice".into(), json!(true));
    });
    let apart = bench.open().await;
    assert!(
        apart.theirs.is_none(),
        "changes to other fields are taken in quietly"
    );

    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("name".into(), json!("Familia Otra"));
    });
    let collided = bench.open().await;
    assert!(collided.theirs.is_some());
    assert_eq!(collided.draft, named("Familia Uno"));
}

#[tokio::test]
async fn an_unknown_outcome_keeps_the_draft_until_it_is_settled() {
    let bench = Bench::new().await;
    let mut record = bench.open().await;
    bench.type_name(&mut record, "Familia Uno");
    review(&bench.desk, &bench.id, &mut record);
    bench
        .practice
        .push_faults([None, Some(practice::Rule::from(Fault::ServerErrorBefore))]);
    let updated = update(&bench.desk, &bench.id, &mut record, None)
        .await
        .unwrap();
    assert!(matches!(updated, Updated::NotApplied { .. }));
    assert_eq!(bench.open().await.draft, named("Familia Uno"));
}

#[tokio::test]
async fn what_was_typed_while_an_update_was_read_back_is_still_to_be_sent() {
    let bench = Bench::new().await;
    let mut record = bench.open().await;
    bench.type_name(&mut record, "Familia Uno");
    review(&bench.desk, &bench.id, &mut record);
    let cannot_read = || Some(practice::Rule::from(Fault::Forbidden));
    bench.practice.push_faults([
        None,
        Some(practice::Rule::from(Fault::ServerErrorAfter)),
        cannot_read(),
    ]);
    let updated = update(&bench.desk, &bench.id, &mut record, None).await;
    assert!(matches!(updated, Ok(Updated::Unknown { .. })));

    let outcome = read_back(&bench.desk, &bench.id).await.unwrap().unwrap();
    bench.type_name(&mut record, "Familia Dos");
    let updated = finish(&bench.desk, &bench.id, &mut record, outcome, false).await;
    assert!(matches!(updated, Ok(Updated::Applied { .. })));
    assert_eq!(record.draft, named("Familia Dos"));
    assert_eq!(bench.open().await.draft, named("Familia Dos"));
    assert!(read_back(&bench.desk, &bench.id).await.unwrap().is_none());
}

#[tokio::test]
async fn an_answer_of_another_organization_is_a_wrong_key() {
    let mut bench = Bench::new().await;
    bench.desk.connection.organization_id = Some("org_other".into());
    let error = open(&bench.desk, &bench.id).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::WrongOrganization);
    let name = bench.practice.families()[0]["name"]
        .as_str()
        .unwrap()
        .to_owned();
    let error = search::find(&bench.desk, &name).await.unwrap_err();
    assert_eq!(error.code, ErrorCode::WrongOrganization);
}

#[tokio::test]
async fn families_are_found_by_what_identifies_them() {
    let bench = Bench::new().await;
    let family = &bench.practice.families()[0];
    for field in ["id", "name", "username"] {
        let text = family[field].as_str().unwrap();
        let found = search::find(&bench.desk, text).await.unwrap();
        assert_eq!(found.hits[0].id, bench.id.as_str(), "by {field}");
    }
}
