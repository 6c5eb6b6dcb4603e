use std::{
    pin::Pin,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use desk::{LastByte, Outcome, Request, Timing, resolve, update};
use ficha_tests::contract::Contract;
use journal::{
    Book, Connection, ConnectionId, Details, IntentId, Journal, JournalKey, State, StoredUpdate,
};
use practice::{Options, Practice};
use quentli::{ApiKey, Client, Config, CustomerId, Customers as _, Pace, ProxyChoice, Server};
use record::{Draft, check, patch};
use serde_json::Value;
use tempfile::TempDir;

use super::NUNEZ;

/// One desk: a client, a journal in its own folder, and the server it works against.
pub(super) struct Desk {
    pub(super) practice: Practice,
    pub(super) client: Client,
    pub(super) key: JournalKey,
    pub(super) connection: Connection,
    pub(super) folder: TempDir,
    pub(super) id: CustomerId,
    pub(super) clock: Clock,
}

/// Advances only by what is waited, and by what a test lets pass.
#[derive(Debug, Default)]
pub(super) struct Clock(Mutex<Duration>);

impl Clock {
    pub(super) fn pass(&self, duration: Duration) {
        *self.0.lock().unwrap() += duration;
    }
}

impl Pace for Clock {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.pass(duration);
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

impl Drop for Desk {
    fn drop(&mut self) {
        Contract::assert_kept(&self.practice);
    }
}

impl Desk {
    pub(super) async fn new(options: Options) -> Self {
        let practice = Practice::start(options).await.unwrap();
        let server = Server::parse(&practice.url()).unwrap();
        let mut config = Config::new(server, ApiKey::parse("sk_test_desk").unwrap());
        config.proxy = ProxyChoice::None;
        let connection = Connection {
            id: ConnectionId::generate(),
            name: "Colegio Las Jacarandas".to_owned(),
            environment: "other".to_owned(),
            server: practice.url(),
            organization_id: None,
            can_read: true,
        };
        Self {
            practice,
            client: Client::new(config).unwrap(),
            key: JournalKey::generate(),
            connection,
            folder: tempfile::tempdir().unwrap(),
            id: CustomerId::parse(NUNEZ).unwrap(),
            clock: Clock::default(),
        }
    }

    pub(super) fn timing(&self) -> Timing<'_> {
        Timing {
            pace: &self.clock,
            longest_attempt: Duration::from_secs(60),
        }
    }

    /// Reads back what an earlier start left pending.
    pub(super) async fn look(&self, book: &Book) -> Outcome {
        let pending = unsettled(book).remove(0);
        let Details::Readable { intent, .. } = pending.details else {
            panic!("the details can be read");
        };
        let last_byte = LastByte {
            at: pending.left_by,
            uptime: None,
        };
        self.resolve(book, pending.id, &intent, last_byte).await
    }

    pub(super) async fn resolve(
        &self,
        book: &Book,
        id: IntentId,
        intent: &journal::Intent,
        last_byte: LastByte,
    ) -> Outcome {
        resolve(&self.client, book, &self.clock, (id, intent, last_byte)).await
    }

    /// The journal, opened as at the app's start.
    pub(super) fn book(&self) -> Book {
        let (journal, _) = Journal::open(self.folder.path()).unwrap();
        journal.unlock(self.key.clone()).unwrap();
        journal.save_connection(&self.connection).unwrap();
        journal.book(&self.connection.id)
    }

    pub(super) fn held(&self) -> Value {
        self.practice.family(NUNEZ).unwrap()
    }

    pub(super) fn bodies(&self) -> Vec<Value> {
        let sent = self.practice.requests().into_iter();
        sent.filter(|request| request.method == "PATCH")
            .filter_map(|request| request.body)
            .collect()
    }

    /// Open, draft, review, update.
    pub(super) async fn send(&self, book: &Book, draft: &Draft, otp: Option<String>) -> Outcome {
        let base = self.client.get(&self.id).await.unwrap();
        let reviewed = check(Some(&base), draft);
        assert_eq!(reviewed.problems, []);
        let request = Request {
            id: &self.id,
            base: Some(&base),
            changes: &reviewed.changes,
            patch: patch(&reviewed.changes),
            otp,
            organization: None,
            draft_done: &|| true,
        };
        update(&self.client, book, self.timing(), request)
            .await
            .unwrap()
    }
}

/// The updates of which nobody knows the outcome.
pub(super) fn unsettled(book: &Book) -> Vec<StoredUpdate> {
    let open = book.list_open().unwrap().into_iter();
    open.filter(|update| matches!(update.state, State::Intent | State::Unknown))
        .map(|update| book.update(update.id).unwrap().expect("it is listed"))
        .collect()
}
