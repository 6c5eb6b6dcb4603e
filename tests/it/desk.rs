//! The whole main job without a window, through `desk` alone, as any front end does it.

mod undo;

use std::{
    path::Path,
    pin::Pin,
    sync::{Arc, Mutex},
    time::{Duration, SystemTime},
};

use desk::{
    Announcement, ConnectionForm, Desk, Environment, Error, Kept, Keychain, Outcome, Pending,
    PendingState, Proof, RESOLVE_AFTER,
};
use ficha_tests::contract::Contract;
use practice::{Fault, Options, Practice, Target};
use quentli::Pace;
use record::{Draft, Entry, Field};
use serde_json::{Value, json};
use tempfile::TempDir;

const NUNEZ: &str = "cm4k6bzfx0019rtqttpbgg0ea";

/// Stands still but for what is waited, and what a test lets pass.
#[derive(Debug, Default)]
struct Clock(Mutex<Duration>);

impl Pace for Clock {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        *self.0.lock().unwrap() += duration;
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self) -> f64 {
        1.0
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.uptime()
    }

    fn uptime(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

/// By generation, what was announced of its updates.
type Announced = Vec<(u32, Vec<Pending>)>;

/// A computer with Ficha's files and a keychain, and the school's server.
struct Computer {
    folder: TempDir,
    keychain: Keychain,
    clock: Arc<Clock>,
    practice: Practice,
    announced: Arc<Mutex<Announced>>,
}

impl Computer {
    async fn new() -> Self {
        let options = Options {
            require_code: false,
            ..Options::default()
        };
        Self {
            folder: tempfile::tempdir().unwrap(),
            keychain: Keychain::memory(),
            clock: Arc::default(),
            practice: Practice::start(options).await.unwrap(),
            announced: Arc::default(),
        }
    }

    /// A start, which the one before must have ended for.
    fn start(&self) -> Desk {
        let announced = Arc::clone(&self.announced);
        let listener = move |generation, what| {
            if let Announcement::Pending(pending) = what {
                announced.lock().unwrap().push((generation, pending));
            }
        };
        let folder: &Path = self.folder.path();
        let clock = Arc::clone(&self.clock);
        Desk::open_with_keychain(folder, self.keychain.clone(), clock, listener).unwrap()
    }

    /// A start at the school, and the generation of its connection.
    async fn connected(&self) -> (Desk, u32) {
        let desk = self.start();
        desk.begin(false).await.unwrap();
        let status = desk.save_connection(&self.form()).await.unwrap();
        (desk, status.generation)
    }

    fn form(&self) -> ConnectionForm {
        ConnectionForm {
            id: None,
            name: "Colegio Las Jacarandas".to_owned(),
            environment: Environment::Other,
            server: self.practice.url(),
            key: "sk_test_desk".to_owned().into(),
            another: false,
        }
    }

    fn patches(&self) -> Vec<Value> {
        let sent = self.practice.requests().into_iter();
        sent.filter(|request| request.method == "PATCH")
            .filter_map(|request| request.body)
            .collect()
    }
}

impl Drop for Computer {
    fn drop(&mut self) {
        Contract::assert_kept(&self.practice);
    }
}

fn renamed(name: &str) -> Draft {
    let entry = Entry::Text {
        text: name.to_owned(),
        exact: false,
    };
    Draft {
        entries: [(Field::Name, entry)].into(),
    }
}

#[tokio::test]
async fn from_a_key_to_a_proven_update_with_a_restart_in_the_middle() {
    let computer = Computer::new().await;
    let desk = computer.start();
    assert!(desk.is_new().unwrap());
    assert!(desk.begin(false).await.unwrap().current.is_none());
    let tested = desk.test_connection(&computer.form()).await.unwrap();
    assert!(tested.diagnosis.probe.unwrap().can_read);
    let at = desk
        .save_connection(&computer.form())
        .await
        .unwrap()
        .generation;

    let found = desk.find(at, "Núñez Pérez").await.unwrap();
    assert_eq!(found.hits[0].customer.id.as_str(), NUNEZ);
    let opened = desk.open_record(at, NUNEZ).await.unwrap();
    let draft = renamed("Familia Núñez Peralta");
    let edited = desk
        .edit(at, NUNEZ, Some(opened.revision), draft.clone())
        .unwrap();
    assert_eq!(edited.checked.kept, Kept::Disk);
    assert_eq!(
        desk.update(at, NUNEZ, "").await.unwrap_err(),
        Error::NotReviewed
    );
    drop(desk);

    let desk = computer.start();
    let at = desk.begin(false).await.unwrap().generation;
    assert_eq!(desk.drafts(at).unwrap()[0].customer, NUNEZ);
    assert_eq!(desk.recent(at).unwrap()[0].0.customer.as_str(), NUNEZ);
    let opened = desk.open_record(at, NUNEZ).await.unwrap();
    assert_eq!(opened.draft, draft);
    let reviewed = desk
        .review(at, NUNEZ, Some(opened.revision), draft)
        .unwrap();
    let expected = json!({ "input": { "data": { "name": "Familia Núñez Peralta" } } });
    let shown: Value = serde_json::from_str(&reviewed.request.unwrap().body).unwrap();
    assert_eq!(shown, expected);

    let report = desk.update(at, NUNEZ, "").await.unwrap();
    let proven = matches!(
        report.outcome,
        Outcome::Applied {
            proof: Proof::Answer,
            ..
        }
    );
    assert!(proven, "{report:?}");
    assert_eq!(computer.patches(), [expected]);
    assert!(!report.draft_kept && desk.drafts(at).unwrap().is_empty());
    let left = desk.acknowledge(at, report.update.unwrap()).unwrap();
    assert!(left.is_empty());
    let announced = computer.announced.lock().unwrap();
    let states = announced.iter().filter(|(generation, _)| *generation == at);
    let sending = states
        .flat_map(|(_, pending)| pending)
        .any(|pending| pending.state == PendingState::Sending);
    assert!(sending, "a front end is shown what is on its way");
}

#[tokio::test]
async fn an_update_whose_answer_was_lost_is_known_after_a_restart() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    desk.open_record(at, NUNEZ).await.unwrap();
    desk.review(at, NUNEZ, None, renamed("Familia Núñez Peralta"))
        .unwrap();
    computer
        .practice
        .set_fault(Fault::ServerErrorBefore.on(Target::Writes));
    let report = desk.update(at, NUNEZ, "").await.unwrap();
    assert!(matches!(report.outcome, Outcome::Unknown { .. }));
    drop(desk);
    computer.practice.set_fault(None);

    let desk = computer.start();
    let status = desk.begin(false).await.unwrap();
    assert_eq!(status.pending[0].state, PendingState::Unknown);
    // From the first look on, a process that did not send an update knows how much time passes.
    let first = desk.outcome(status.generation, NUNEZ).await.unwrap();
    assert!(matches!(first.outcome, Outcome::Unknown { .. }));
    *computer.clock.0.lock().unwrap() += RESOLVE_AFTER;
    let last = desk.outcome(status.generation, NUNEZ).await.unwrap();
    assert!(matches!(last.outcome, Outcome::NotApplied { .. }));
    assert!(last.draft_kept);
    assert_eq!(computer.patches().len(), 1, "reading back sends nothing");
}

#[tokio::test]
async fn a_call_for_one_connection_does_nothing_in_another() {
    let computer = Computer::new().await;
    let (desk, school) = computer.connected().await;
    let practice = desk.practise().await.unwrap();
    assert_eq!(practice.current.unwrap().environment, Environment::Practice);
    assert_eq!(
        desk.open_record(school, NUNEZ).await.unwrap_err(),
        Error::Switched
    );
    let typed = desk.edit(school, NUNEZ, None, renamed("Otra"));
    assert_eq!(typed.unwrap_err(), Error::Switched);
}

#[tokio::test]
async fn a_decision_about_values_that_changed_again_decides_nothing() {
    let computer = Computer::new().await;
    let (desk, at) = computer.connected().await;
    let colleague = |name: &str| {
        computer.practice.edit(NUNEZ, |family| {
            family.insert("name".to_owned(), json!(name));
        });
    };
    desk.open_record(at, NUNEZ).await.unwrap();
    let draft = renamed("Familia Mía");
    desk.review(at, NUNEZ, None, draft.clone()).unwrap();
    colleague("Familia Suya");
    let report = desk.update(at, NUNEZ, "").await.unwrap();
    let shown = report.conflict.unwrap();
    colleague("Familia de Otro");
    desk.open_record(at, NUNEZ).await.unwrap();

    let theirs = desk.rebase(at, NUNEZ, Some(shown.revision), &[]).unwrap();
    let now = theirs.conflict.expect("it is asked again");
    assert_eq!(
        now.found.rows[0].theirs,
        record::Value::text("Familia de Otro")
    );
    assert_eq!(theirs.draft, draft, "what was typed is still there");
    let decided = desk.rebase(at, NUNEZ, Some(now.revision), &[]).unwrap();
    assert!(decided.conflict.is_none() && decided.draft.is_empty());
    assert_eq!(computer.patches(), Vec::<Value>::new());
}
