use std::{path::Path, sync::Arc, time::Duration};

use journal::{Connection, ConnectionId, Journal, JournalKey};
use practice::{Fault, Options, Practice, Target};
use quentli::{Client, Config, CustomerId, Pace, ProxyChoice, Timeouts};
use record::{Draft, Entry, Field};
use serde_json::Value;
use tempfile::TempDir;

use crate::{
    Checked, Error, Outcome, Report, Reviewed, School,
    records::{self, Record},
    school::InUse,
    updates,
    work::Work,
};

use super::time::Time;

/// Work at a practice server of its own, and the first of its families.
pub struct Bench {
    pub practice: Practice,
    pub work: Work,
    pub school: School,
    pub id: CustomerId,
    pub folder: TempDir,
    pub key: JournalKey,
    journal: Option<Journal>,
}

impl Bench {
    pub async fn new() -> Self {
        Self::with(Options {
            require_code: false,
            ..Options::default()
        })
        .await
    }

    pub async fn with(options: Options) -> Self {
        let practice = Practice::start(options).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let id = practice.families()[0]["id"].as_str().unwrap().to_owned();
        let connection = ConnectionId::generate();
        let key = JournalKey::generate();
        let journal = open_journal(folder.path(), &key);
        let (work, school) = work_at(&practice.url(), &connection, &journal);
        Self {
            id: CustomerId::parse(&id).unwrap(),
            practice,
            work,
            school,
            folder,
            key,
            journal: Some(journal),
        }
    }

    pub async fn open(&self) {
        self.open_id(self.id.as_str()).await;
    }

    pub async fn open_id(&self, id: &str) {
        let id = CustomerId::parse(id).unwrap();
        records::open(&self.work, &self.school, &id).await.unwrap();
    }

    pub fn record(&self) -> Record {
        let record = self
            .work
            .with_record(&self.school, &self.id, |record| record.clone());
        record.unwrap()
    }

    pub fn type_name(&self, name: &str) -> Checked {
        self.type_at(None, named(name)).1
    }

    /// What a page types that was shown the record at `revision`; whether that was the last word.
    pub fn type_at(&self, revision: Option<u32>, draft: Draft) -> (bool, Checked) {
        let edit = |record: &mut Record| {
            let is_current = record.edit(&self.school, &self.id, revision, draft);
            (is_current, record.checked(&self.school))
        };
        self.work.with_record(&self.school, &self.id, edit).unwrap()
    }

    pub fn review(&self) -> Reviewed {
        let review = |record: &mut Record| records::review(&self.school, &self.id, record);
        self.work
            .with_record(&self.school, &self.id, review)
            .unwrap()
    }

    pub async fn ready(&self, name: &str) {
        self.ready_with(named(name)).await;
    }

    pub async fn ready_with(&self, draft: Draft) {
        ready(&self.work, &self.school, &self.id, draft).await;
    }

    pub async fn send(&self) -> Result<Outcome, Error> {
        self.report().await.map(|report| report.outcome)
    }

    pub async fn report(&self) -> Result<Report, Error> {
        updates::send(&self.work, &self.school, &self.id, None).await
    }

    pub async fn outcome(&self) -> Result<Outcome, Error> {
        let report = updates::outcome(&self.work, &self.school, &self.id).await;
        report.map(|report| report.outcome)
    }

    /// Plays a fault on the next update alone.
    pub fn next_write(&self, fault: Fault) {
        self.practice.push_faults([Some(fault.on(Target::Writes))]);
    }

    /// What only memory knew is gone, as after a restart.
    pub fn forget(&self) {
        self.work.switched();
    }

    /// Another connection, to the same server, comes into use.
    pub fn switch(&self) {
        let mut other = self.school.clone();
        other.connection.id = ConnectionId::generate();
        self.work.in_use.put(|generation| {
            Ok(School {
                generation,
                roster: Arc::default(),
                ..other
            })
        });
        self.work.switched();
    }

    pub fn belongs_to(&mut self, organization: &str) {
        self.school.connection.organization_id = Some(organization.to_owned());
    }

    /// The journal that work goes into.
    pub fn journal(&self) -> Journal {
        self.journal.clone().expect("it is open")
    }

    /// The next start on the same files, with what `unlock` makes of the keychain.
    pub fn restart(&mut self, unlock: impl FnOnce(&Journal)) {
        self.close_journal();
        let (journal, _) = Journal::open(self.folder.path()).unwrap();
        unlock(&journal);
        let connection = self.school.connection.id.clone();
        (self.work, self.school) = work_at(&self.practice.url(), &connection, &journal);
        self.journal = Some(journal);
    }

    /// Lets go of the journal, and of the work over it.
    pub fn close_journal(&mut self) {
        let elsewhere = tempfile::tempdir().unwrap();
        let journal = open_journal(elsewhere.path(), &self.key);
        let connection = self.school.connection.id.clone();
        (self.work, self.school) = work_at(&self.practice.url(), &connection, &journal);
        self.journal = None;
    }

    pub fn delete_journal(&self) {
        std::fs::remove_file(self.folder.path().join("journal.db")).unwrap();
    }

    pub fn family(&self) -> Value {
        self.practice.family(self.id.as_str()).unwrap()
    }

    pub fn patches(&self) -> Vec<Value> {
        let requests = self.practice.requests().into_iter();
        requests
            .filter(|request| request.method == "PATCH")
            .filter_map(|r| r.body)
            .collect()
    }
}

/// Opens a family, types this and reviews it.
pub async fn ready(work: &Work, school: &School, id: &CustomerId, draft: Draft) {
    records::open(work, school, id).await.unwrap();
    let review = |record: &mut Record| {
        record.edit(school, id, None, draft);
        records::review(school, id, record);
    };
    work.with_record(school, id, review).unwrap();
}

pub fn open_journal(folder: &Path, key: &JournalKey) -> Journal {
    let (journal, _) = Journal::open(folder).unwrap();
    journal.unlock(key.clone()).unwrap();
    journal
}

/// A connection to the server at `url` in use, over `journal`.
pub fn work_at(url: &str, id: &ConnectionId, journal: &Journal) -> (Work, School) {
    // A server that never answers is found out sooner than by a person, but one on a busy computer is not.
    work_with(Duration::from_secs(1), url, id, journal)
}

/// As [`work_at`], with a client that waits so long for an answer.
pub fn work_with(
    idle: Duration,
    url: &str,
    id: &ConnectionId,
    journal: &Journal,
) -> (Work, School) {
    let connection = Connection {
        id: id.clone(),
        name: "Colegio de prueba".into(),
        environment: "other".into(),
        server: url.to_owned(),
        organization_id: None,
        can_read: true,
    };
    journal.save_connection(&connection).unwrap();
    let server = quentli::Server::parse(url).unwrap();
    let key = quentli::ApiKey::parse("sk_test_records").unwrap();
    let pace: Arc<dyn Pace> = Arc::new(Time);
    let config = Config {
        proxy: ProxyChoice::None,
        pace: Arc::clone(&pace),
        timeouts: Timeouts {
            connect: Duration::from_secs(10),
            idle,
            total: idle.max(Duration::from_secs(10)),
        },
        ..Config::new(server, key)
    };
    let client = Client::new(config).unwrap();
    let book = journal.book(&connection.id);
    let in_use = InUse::default();
    in_use.put(|generation| {
        Ok(School {
            connection,
            client,
            book,
            pace,
            roster: Arc::default(),
            kept: true,
            generation,
        })
    });
    let school = in_use.school().unwrap();
    (Work::new(in_use, Box::new(|_, _| ())), school)
}

pub fn named(name: &str) -> Draft {
    typed([(Field::Name, name)])
}

pub fn assigned(id: &str) -> Draft {
    typed([(Field::AssigneeId, id)])
}

pub fn typed<const N: usize>(texts: [(Field, &str); N]) -> Draft {
    let entries = texts.map(|(field, text)| {
        let text = text.to_owned();
        (field, Entry::Text { text, exact: false })
    });
    Draft {
        entries: entries.into(),
    }
}
