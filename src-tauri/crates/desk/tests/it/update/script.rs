use std::{
    collections::VecDeque,
    pin::Pin,
    sync::Mutex,
    time::{Duration, SystemTime},
};

use desk::{Error as DeskError, LastByte, Outcome, Request, Timing, UpdateLog, resolve};
use journal::{Intent, IntentId, Settled};
use quentli::{Customer, CustomerId, Customers, Error, Pace, UnknownCause, Update};
use record::{Draft, Field, check};
use serde_json::json;

use crate::family::{draft, family, text, with};

/// What happened, in order, over both the network and the log.
#[derive(Debug, Default)]
pub(super) struct Script {
    pub(super) happened: Mutex<Vec<String>>,
    pub(super) gets: Mutex<VecDeque<Result<Customer, Error>>>,
    pub(super) updates: Mutex<VecDeque<Result<Customer, Error>>>,
    pub(super) intent: Mutex<Option<Intent>>,
    pub(super) clock: Clock,
    pub(super) log_fails: bool,
    /// How long each read takes, in seconds.
    pub(super) read_takes: u64,
}

impl Script {
    fn note(&self, what: impl Into<String>) {
        self.happened.lock().unwrap().push(what.into());
    }
}

impl Customers for Script {
    async fn get(&self, _: &CustomerId) -> Result<Customer, Error> {
        self.note("get");
        self.clock.pass(self.read_takes);
        self.gets
            .lock()
            .unwrap()
            .pop_front()
            .expect("a read was not expected")
    }

    async fn update(&self, _: &CustomerId, update: &Update) -> Result<Customer, Error> {
        self.note(format!("patch {}", serde_json::to_string(update).unwrap()));
        self.updates
            .lock()
            .unwrap()
            .pop_front()
            .expect("an update was not expected")
    }
}

impl UpdateLog for Script {
    fn intend(&self, intent: &Intent) -> Result<IntentId, journal::Error> {
        self.note(format!("intent {}", intent.changes.len()));
        *self.intent.lock().unwrap() = Some(intent.clone());
        if self.log_fails {
            Err(journal::Error::Full)
        } else {
            Ok(IntentId(7))
        }
    }

    fn settle(&self, id: IntentId, settled: &Settled) -> Result<(), journal::Error> {
        self.note(format!("settled {} {:?}", id.0, settled.state));
        Ok(())
    }
}

/// A clock that stands still but for what is waited, and what a test lets pass.
#[derive(Debug, Default)]
pub(super) struct Clock(Mutex<Duration>);

impl Clock {
    pub(super) fn pass(&self, seconds: u64) {
        *self.0.lock().unwrap() += Duration::from_secs(seconds);
    }
}

impl Pace for Clock {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        *self.0.lock().unwrap() += duration;
        Box::pin(std::future::ready(()))
    }

    fn jitter(&self) -> f64 {
        1.0
    }

    fn now(&self) -> SystemTime {
        // 2026-03-04T12:00:00Z.
        SystemTime::UNIX_EPOCH + Duration::from_secs(1_772_625_600) + self.uptime()
    }

    fn uptime(&self) -> Duration {
        *self.0.lock().unwrap()
    }
}

pub(super) async fn run(
    script: &Script,
    base: Option<&Customer>,
    typed: &Draft,
) -> Result<Outcome, DeskError> {
    let checked = check(base, typed);
    let id = family().id;
    let request = Request {
        id: &id,
        base,
        patch: record::patch(&checked.changes),
        changes: &checked.changes,
        otp: None,
        organization: Some("org_1"),
        draft_done: &|| true,
    };
    let timing = Timing {
        pace: &script.clock,
        longest_attempt: Duration::from_secs(60),
    };
    desk::update(script, script, timing, request).await
}

/// Reads back what `run` left unknown, as after a restart.
pub(super) async fn look(script: &Script, left_by: LastByte) -> Outcome {
    let intent = script.intent.lock().unwrap().clone().unwrap();
    resolve(
        script,
        script,
        &script.clock,
        (IntentId(7), &intent, left_by),
    )
    .await
}

pub(super) fn left(outcome: &Outcome) -> LastByte {
    match outcome {
        Outcome::Unknown { last_byte, .. } => *last_byte,
        other => panic!("unknown expected: {other:?}"),
    }
}

pub(super) fn script(
    gets: impl IntoIterator<Item = Result<Customer, Error>>,
    updates: impl IntoIterator<Item = Result<Customer, Error>>,
) -> Script {
    Script {
        gets: Mutex::new(gets.into_iter().collect()),
        updates: Mutex::new(updates.into_iter().collect()),
        ..Script::default()
    }
}

pub(super) fn renamed() -> Customer {
    with(json!({ "name": "Familia Ruiz", "updatedAt": "2026-03-04T12:00:00.000Z" }))
}

pub(super) fn typed() -> Draft {
    draft([(Field::Name, text("Familia Ruiz"))])
}

pub(super) fn dropped() -> Result<Customer, Error> {
    Err(Error::OutcomeUnknown(UnknownCause::Dropped))
}

pub(super) fn refusal() -> Error {
    Error::Rejected {
        status: 400,
        message: "no".into(),
        issues: Vec::new(),
    }
}

pub(super) fn too_many() -> Error {
    Error::RateLimited {
        retry_after: Some(Duration::from_secs(5)),
    }
}
