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

pub(super) struct Paced<'a> {
    client: &'a Client,
    pace: &'a dyn Pace,
    active: &'a Active,
    throttle: Mutex<Throttle>,
    given_back: Notify,
}

/// One line's right to have a request on its way. Its own requests come one after the other.
pub(super) struct Permit<'a, 'b> {
    paced: &'a Paced<'b>,
    round: Round,
    slowed: Mutex<bool>,
}

impl<'a> Paced<'a> {
    pub(super) fn new(active: &'a Active, ceiling: u8) -> Self {
        Self {
            client: &active.school.client,
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
                Admission::Go(round) => {
                    return Permit {
                        paced: self,
                        round,
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
        let page = self.paced.client.list(query).await;
        self.ended(&page);
        page
    }

    /// Waits while everybody is held back, but not once the run is to stop; whether there was something to wait for.
    pub(super) async fn was_held(&self) -> bool {
        self.paced.was_held().await
    }

    /// Whether one of its requests slowed the run down.
    pub(super) fn slowed(&self) -> bool {
        *self.slowed.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ended<T>(&self, answer: &Result<T, Error>) {
        let ended = match answer {
            Ok(_) => Ended::Well,
            Err(error) => pace_of(error),
        };
        let pace = self.paced.pace;
        let slowed = {
            let mut throttle = self.paced.throttle();
            throttle.ended(pace.uptime(), self.round, ended, pace.jitter())
        };
        *self.slowed.lock().unwrap_or_else(PoisonError::into_inner) |= slowed;
        // There may be one permit more.
        self.paced.given_back.notify_waiters();
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
        self.was_held().await;
        let read = self.paced.client.get(id).await;
        self.ended(&read);
        read
    }

    async fn look(&self, id: &CustomerId) -> Result<Customer, Error> {
        self.was_held().await;
        let read = self.paced.client.look(id).await;
        self.ended(&read);
        read
    }

    /// Its caller has waited where everybody is held back: waiting here would let the record grow old.
    async fn update(&self, id: &CustomerId, update: &Update) -> Result<Customer, Error> {
        let answer = self.paced.client.update(id, update).await;
        self.ended(&answer);
        answer
    }
}
