//! The client as a run uses it: every request passes the throttle.

use std::sync::{Mutex, MutexGuard, PoisonError};

use quentli::{
    Client, Customer, CustomerId, Customers, Error, ListQuery, Pace, UnknownCause, Update,
};
use tokio::sync::Notify;

use super::{
    Active,
    throttle::{Admission, Ended, Round, Throttle},
};

/// How often a read is tried that the server is too busy for.
const READS: u32 = 3;

pub(super) struct Paced<'a> {
    client: Client,
    pace: &'a dyn Pace,
    active: &'a Active,
    throttle: Mutex<Throttle>,
    given_back: Notify,
}

/// One line's right to have a request on its way. Its own requests come one after the other.
pub(super) struct Permit<'a, 'b> {
    paced: &'a Paced<'b>,
    slowed: Mutex<bool>,
}

impl<'a> Paced<'a> {
    pub(super) fn new(active: &'a Active, ceiling: u8) -> Self {
        Self {
            client: active.school.client.paced_by_caller(),
            pace: &*active.school.pace,
            active,
            throttle: Mutex::new(Throttle::new(ceiling.into())),
            given_back: Notify::new(),
        }
    }

    fn throttle(&self) -> MutexGuard<'_, Throttle> {
        self.throttle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn set_ceiling(&self, ceiling: u8) {
        self.throttle().set_ceiling(ceiling.into());
        self.given_back.notify_waiters();
    }

    pub(super) fn permits(&self) -> usize {
        self.throttle().permits() as usize
    }

    pub(super) async fn admit(&self) -> Permit<'_, 'a> {
        loop {
            let given_back = self.given_back.notified();
            let admission = self.throttle().admit(self.pace.uptime());
            match admission {
                Admission::Go => {
                    return Permit {
                        paced: self,
                        slowed: Mutex::default(),
                    };
                }
                Admission::Held(left) => self.pace.wait(left).await,
                Admission::Full => given_back.await,
            }
        }
    }

    /// Waits while everybody is held back, or until the run is to stop; whether there was something to wait for.
    async fn was_held(&self) -> bool {
        let mut was_held = false;
        loop {
            let held = self.throttle().held(self.pace.uptime());
            let Some(left) = held.filter(|_| !self.active.is_to_stop()) else {
                return was_held;
            };
            was_held = true;
            tokio::select! {
                () = self.pace.wait(left) => {}
                () = self.active.stopped() => {}
            }
        }
    }
}

impl Permit<'_, '_> {
    pub(super) async fn list(&self, query: &ListQuery) -> Result<Vec<Customer>, Error> {
        self.read(|| self.paced.client.list(query)).await
    }

    /// A read. Where the server is too busy for it, everybody is held back, and it is repeated a few times.
    async fn read<T, F>(&self, ask: impl Fn() -> F) -> Result<T, Error>
    where
        F: Future<Output = Result<T, Error>>,
    {
        let mut attempt = 1;
        loop {
            self.was_held().await;
            let round = self.round();
            let read = ask().await;
            let ended = self.ended(round, &read);
            if attempt == READS || !matches!(ended, Ended::TooFast { .. }) {
                return read;
            }
            self.was_held().await;
            if self.paced.active.is_to_stop() {
                return read;
            }
            attempt += 1;
        }
    }

    fn round(&self) -> Round {
        self.paced.throttle().round()
    }

    /// Waits while everybody is held back, but not once the run is to stop; whether there was something to wait for.
    pub(super) async fn was_held(&self) -> bool {
        self.paced.was_held().await
    }

    /// Whether one of its requests slowed the run down.
    pub(super) fn slowed(&self) -> bool {
        *self.slowed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Takes how a request ended that was sent in `round`.
    fn ended<T>(&self, round: Round, answer: &Result<T, Error>) -> Ended {
        let ended = match answer {
            Ok(_) => Ended::Well,
            Err(error) => pace_of(error),
        };
        let pace = self.paced.pace;
        let slowed = {
            let mut throttle = self.paced.throttle();
            throttle.ended(pace.uptime(), round, ended, pace.jitter())
        };
        *self.slowed.lock().unwrap_or_else(PoisonError::into_inner) |= slowed;
        // There may be one permit more.
        self.paced.given_back.notify_waiters();
        ended
    }
}

fn pace_of(error: &Error) -> Ended {
    match error {
        Error::RateLimited { retry_after } => Ended::TooFast {
            retry_after: *retry_after,
        },
        Error::Unavailable { status, .. }
        | Error::OutcomeUnknown(UnknownCause::Status { status, .. })
            if *status >= 500 =>
        {
            Ended::TooFast { retry_after: None }
        }
        _ => Ended::Otherwise,
    }
}

impl Drop for Permit<'_, '_> {
    fn drop(&mut self) {
        self.paced.throttle().give_back();
        self.paced.given_back.notify_waiters();
    }
}

impl Customers for Permit<'_, '_> {
    async fn get(&self, id: &CustomerId) -> Result<Customer, Error> {
        self.read(|| self.paced.client.get(id)).await
    }

    async fn look(&self, id: &CustomerId) -> Result<Customer, Error> {
        self.read(|| self.paced.client.look(id)).await
    }

    /// Its caller has waited where everybody is held back: waiting here would let the record grow old.
    async fn update(&self, id: &CustomerId, update: &Update) -> Result<Customer, Error> {
        let round = self.round();
        let answer = self.paced.client.update(id, update).await;
        self.ended(round, &answer);
        answer
    }
}
