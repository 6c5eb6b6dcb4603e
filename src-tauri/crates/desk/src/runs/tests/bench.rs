use std::{fs, ops::Range, sync::Arc, time::Duration};

use journal::{
    ConnectionId, Fate, InputRow, Journal, JournalKey, LineState, PlannedLine, RunId, RunPlan,
    RunSource, Seen,
};
use practice::{Options, Practice, Request};
use quentli::CustomerId;
use record::{Change, Field, Value};
use serde_json::json;
use tempfile::TempDir;

use crate::{
    Run, RunFilter, RunLine, RunState, School,
    roster::{self, RosterState},
    runs,
    updates::{
        self,
        tests::bench::{open_journal, work_at, work_with},
    },
    work::Work,
};

/// On a busy computer no answer is late.
const PATIENT: Duration = Duration::from_secs(30);

/// Work at a practice server, with everything running that runs in the background.
pub struct Bench {
    pub practice: Arc<Practice>,
    pub work: Work,
    pub school: School,
    pub folder: TempDir,
    pub key: JournalKey,
    /// Of all families that are not archived, in the order in which the server lists them.
    pub ids: Vec<String>,
    pub journal: Option<Journal>,
    connection: ConnectionId,
}

impl Bench {
    pub async fn new(families: usize) -> Self {
        Self::with(Self::options(families)).await
    }

    pub fn options(families: usize) -> Options {
        Options {
            families,
            require_code: false,
            log_limit: 100_000,
            ..Options::default()
        }
    }

    pub async fn with(options: Options) -> Self {
        Self::on(tempfile::tempdir().unwrap(), options).await
    }

    /// With its files in this folder.
    pub async fn on(folder: TempDir, options: Options) -> Self {
        let practice = Practice::start(options).await.unwrap();
        let connection = ConnectionId::generate();
        let key = JournalKey::generate();
        let journal = open_journal(folder.path(), &key);
        let (work, school) = work_with(PATIENT, &practice.url(), &connection, &journal);
        let mut families = practice.families();
        families.retain(|family| family["archivedAt"].is_null());
        families.sort_by_key(|family| family["createdAt"].as_str().unwrap().to_owned());
        let ids = families
            .iter()
            .map(|family| family["id"].as_str().unwrap().to_owned());
        Self {
            ids: ids.collect(),
            practice: Arc::new(practice),
            work,
            school,
            folder,
            key,
            journal: Some(journal),
            connection,
        }
    }

    /// A server that never answers is soon taken for one.
    pub fn hasten(&mut self) {
        let journal = self.journal.clone().unwrap();
        (self.work, self.school) = work_at(&self.practice.url(), &self.connection, &journal);
    }

    /// The next start on the same files.
    pub fn restart(&mut self) {
        self.close();
        self.reopen();
    }

    /// Lets go of the journal, and of the work over it.
    pub fn close(&mut self) {
        let elsewhere = tempfile::tempdir().unwrap();
        let other = open_journal(elsewhere.path(), &self.key);
        (self.work, self.school) =
            work_with(PATIENT, &self.practice.url(), &self.connection, &other);
        self.journal = None;
    }

    pub fn reopen(&mut self) {
        let journal = open_journal(self.folder.path(), &self.key);
        (self.work, self.school) =
            work_with(PATIENT, &self.practice.url(), &self.connection, &journal);
        self.journal = Some(journal);
    }

    /// The server is where nobody can reach it. What is known of its families stays.
    pub fn unplug(&mut self) {
        let roster = Arc::clone(&self.school.roster);
        let journal = self.journal.clone().unwrap();
        // Nobody listens on port 9 of this computer.
        (self.work, self.school) =
            work_with(PATIENT, "http://127.0.0.1:9", &self.connection, &journal);
        self.school.roster = roster;
    }

    /// Another connection comes into use.
    pub fn switch_away(&self) {
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

    /// Until so many lines of a run are settled.
    pub async fn settled(&self, run: RunId, count: usize) {
        loop {
            let counts = self.run(run).counts;
            let open = counts.of(LineState::Planned) + counts.of(LineState::Intent);
            if counts.total() - open >= count {
                return;
            }
            tokio::task::yield_now().await;
        }
    }

    /// A new name for each of these families.
    pub fn renames(&self, of: Range<usize>) -> RunPlan {
        let lines: Vec<PlannedLine> = of
            .map(|at| {
                let family = self.practice.family(&self.ids[at]).unwrap();
                let name = family["name"].as_str().unwrap().to_owned();
                let row = u32::try_from(at).unwrap() + 2;
                let change = changed_name(&name, &format!("Familia Nueva {at}"));
                planned(&self.ids[at], row, 0, vec![change])
            })
            .collect();
        plan_of(lines)
    }

    pub fn plan(&self, plan: &RunPlan) -> RunId {
        runs::plan(&self.work, &self.school, plan.clone()).unwrap()
    }

    pub fn begin(&self, run: RunId, limit: Option<usize>) -> Run {
        runs::begin(&self.work, &self.school, run, limit).unwrap()
    }

    /// With everything that runs in the background meanwhile.
    pub async fn driven<T>(&self, body: impl Future<Output = T>) -> T {
        let background = async {
            tokio::join!(
                updates::keep_reading_back(&self.work, &*self.school.pace),
                roster::keep_reading(&self.work),
                runs::keep_running(&self.work),
            )
        };
        tokio::select! {
            done = body => done,
            _ = background => unreachable!("it never ends"),
        }
    }

    /// Sends the rest of a run.
    pub async fn to_the_end(&self, run: RunId) -> Run {
        self.begin(run, None);
        self.driven(self.until_over(run)).await
    }

    /// Until nothing of a run is under way.
    pub async fn until_over(&self, run: RunId) -> Run {
        loop {
            let woken = self.work.runs.woken.notified();
            let shown = self.run(run);
            if !matches!(shown.state, RunState::Running | RunState::Pausing) {
                return shown;
            }
            woken.await;
        }
    }

    /// Until all families are in hand.
    pub async fn until_listed(&self) {
        let listed = async {
            while !matches!(self.school.roster.state(), RosterState::Whole { .. }) {
                tokio::task::yield_now().await;
            }
        };
        self.driven(listed).await;
    }

    pub fn run(&self, run: RunId) -> Run {
        runs::one(&self.work, &self.school, run).unwrap()
    }

    pub fn lines(&self, run: RunId, state: LineState) -> Vec<RunLine> {
        let filter = RunFilter {
            states: vec![state],
            text: String::new(),
        };
        let shown = runs::lines(&self.school, run, &filter, 0, usize::MAX).unwrap();
        assert_eq!(shown.total, shown.lines.len());
        shown.lines
    }

    pub fn name(&self, at: usize) -> String {
        let family = self.practice.family(&self.ids[at]).unwrap();
        family["name"].as_str().unwrap().to_owned()
    }

    pub fn all_requests(&self) -> Vec<Request> {
        self.practice.requests()
    }

    pub fn requests(&self, method: &str, path: &str) -> usize {
        let all = self.all_requests();
        let found = all
            .iter()
            .filter(|request| request.method == method && request.path == path);
        found.count()
    }

    pub fn single_reads(&self) -> usize {
        let all = self.all_requests();
        let found = all.iter().filter(|request| {
            request.method == "GET" && request.path.starts_with("/v1/customers/")
        });
        found.count()
    }

    /// The family and the body of each update, in the order in which they arrived.
    pub fn patches_in_order(&self) -> Vec<(String, String)> {
        let all = self.all_requests().into_iter();
        all.filter(|request| request.method == "PATCH")
            .map(|request| {
                let family = request.path.rsplit('/').next().unwrap().to_owned();
                (family, request.body.unwrap().to_string())
            })
            .collect()
    }

    pub fn patches(&self) -> Vec<(String, String)> {
        self.patches_in_order()
    }

    pub fn files_hold(&self, needle: &str) -> bool {
        fs::read_dir(self.folder.path()).unwrap().any(|entry| {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let needle = needle.as_bytes();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    }
}

pub fn plan_of(lines: Vec<PlannedLine>) -> RunPlan {
    let rows = lines.iter().map(|line| InputRow {
        row: line.row,
        cells: vec![line.customer.to_string()],
        fate: Fate::Update,
    });
    RunPlan {
        title: "Nombres.xlsx".into(),
        source: RunSource {
            sha256: "00".into(),
            sheet: None,
            headers: vec!["Familia".into()],
            columns: json!([]),
            options: json!({}),
        },
        rows: rows.collect(),
        lines,
    }
}

pub fn planned(id: &str, row: u32, wave: u32, changes: Vec<Change>) -> PlannedLine {
    PlannedLine {
        row,
        wave,
        customer: CustomerId::parse(id).unwrap(),
        seen: Seen {
            name: "Familia".into(),
            updated_at: None,
        },
        changes,
    }
}

pub fn changed_name(before: &str, after: &str) -> Change {
    Change {
        field: Field::Name,
        key: None,
        before: Some(Value::text(before)),
        after: Value::text(after),
    }
}

/// The body that a line of [`Bench::renames`] is to be sent with.
pub fn renamed(line: &PlannedLine) -> String {
    let Value::Text { text } = &line.changes[0].after else {
        panic!("it is a name");
    };
    json!({ "input": { "data": { "name": text } } }).to_string()
}
