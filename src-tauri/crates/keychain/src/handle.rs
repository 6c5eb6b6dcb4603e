use std::collections::HashMap;
use std::fmt;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use keyring::CredentialStore;
use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::worker::{self, Job, Progress, Worker};
use crate::{Error, Secret, State, store};

/// How long callers wait. The keychain itself carries on with the request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For [`Keychain::state`], while a screen waits.
    pub probe: Duration,
    /// For everything else: the user may be typing the keychain's password.
    pub request: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            probe: Duration::from_secs(2),
            request: Duration::from_secs(60),
        }
    }
}

/// A handle to the keychain; clones share it. Needs a tokio runtime with its clock.
#[derive(Clone)]
pub struct Keychain(Kind);

#[derive(Clone)]
enum Kind {
    Memory(Arc<Mutex<HashMap<String, Secret>>>),
    Os(Os),
}

#[derive(Clone)]
struct Os {
    service: String,
    limits: Limits,
    jobs: Sender<Job>,
    progress: Progress,
}

impl Keychain {
    /// The operating system's keychain; `service` groups the entries there. Sends no request yet.
    pub fn open(service: &str) -> Self {
        Self::with_store(service, Limits::default(), store::open)
    }

    /// This session only: secrets stay in this process and are wiped with the last clone.
    pub fn memory() -> Self {
        Self(Kind::Memory(Arc::default()))
    }

    /// A keychain over the stores that `make` opens, one per request, on the keychain's own thread.
    pub fn with_store(
        service: &str,
        limits: Limits,
        make: impl Fn() -> Result<Arc<CredentialStore>, keyring::Error> + Send + 'static,
    ) -> Self {
        let (jobs, progress) = worker::start(service.to_owned(), Box::new(make));
        Self(Kind::Os(Os {
            service: service.to_owned(),
            limits,
            jobs,
            progress,
        }))
    }

    /// Whether secrets are kept for this session only.
    pub fn is_memory(&self) -> bool {
        matches!(self.0, Kind::Memory(_))
    }

    /// Finds out by writing, reading and deleting a probe entry; may make the keychain ask for its password.
    /// A failure that no state describes counts as [`State::NoService`]: the keychain cannot be used.
    pub async fn state(&self) -> State {
        let Kind::Os(os) = &self.0 else {
            return State::Ready;
        };
        match os.now(os.limits.probe, |worker| worker.probe()).await {
            Ok(()) => State::Ready,
            Err(Error::Unusable(state)) => state,
            Err(Error::TooLong | Error::NotText | Error::Other(_)) => State::NoService,
        }
    }

    /// The secret stored under `name`, if any. One that arrives after the limit is kept for the next call.
    pub async fn get(&self, name: &str) -> Result<Option<Secret>, Error> {
        match &self.0 {
            Kind::Memory(secrets) => Ok(lock(secrets).get(name).cloned()),
            Kind::Os(os) => {
                let (name, asked) = (name.to_owned(), name.to_owned());
                let read = move |worker: &mut Worker| worker.get(&asked);
                os.ask(os.limits.request, read, |worker, result| {
                    worker.keep_late(name, result);
                })
                .await
            }
        }
    }

    /// Stores `secret` under `name`, replacing what was there, duplicates included. After
    /// [`State::Waiting`] it may still be stored, once the user answers the prompt.
    pub async fn set(&self, name: &str, secret: Secret) -> Result<(), Error> {
        secret.storable()?;
        let name = name.to_owned();
        match &self.0 {
            Kind::Memory(secrets) => {
                lock(secrets).insert(name, secret);
                Ok(())
            }
            Kind::Os(os) => {
                os.now(os.limits.request, move |worker| worker.set(&name, &secret))
                    .await
            }
        }
    }

    /// Deletes `name`, duplicates included. A name that was never stored is not an error.
    pub async fn delete(&self, name: &str) -> Result<(), Error> {
        match &self.0 {
            Kind::Memory(secrets) => {
                lock(secrets).remove(name);
                Ok(())
            }
            Kind::Os(os) => {
                let name = name.to_owned();
                os.now(os.limits.request, move |worker| worker.delete(&name))
                    .await
            }
        }
    }

    /// Resolves [`State::Ambiguous`]: copies that agree become one, which is returned; copies that differ are
    /// all deleted, and `None` means that the user must be asked again.
    pub async fn repair(&self, name: &str) -> Result<Option<Secret>, Error> {
        match &self.0 {
            Kind::Memory(_) => self.get(name).await,
            Kind::Os(os) => {
                let name = name.to_owned();
                os.now(os.limits.request, move |worker| worker.repair(&name))
                    .await
            }
        }
    }
}

fn lock(secrets: &Mutex<HashMap<String, Secret>>) -> MutexGuard<'_, HashMap<String, Secret>> {
    secrets.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Os {
    /// Fails at once while the keychain is known to be blocked: behind a prompt, another request would
    /// only queue up and surprise the user later.
    async fn now<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&mut Worker) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        if self.progress.is_overdue() {
            return Err(Error::Unusable(State::Waiting));
        }
        self.ask(limit, work, |_, _| ()).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce(&mut Worker) -> Result<T, Error> + Send + 'static,
        late: impl FnOnce(&mut Worker, Result<T, Error>) + Send + 'static,
    ) -> Result<T, Error> {
        let (reply, mut answer) = oneshot::channel();
        let job = move |worker: &mut Worker| {
            // Its caller gave up while it was queued.
            if reply.is_closed() {
                return;
            }
            let result = work(worker);
            if let Err(result) = reply.send(result) {
                late(worker, result);
            }
        };
        let gone = Error::Other("thread_gone");
        self.jobs.send(Box::new(job)).map_err(|_| gone)?;
        if let Ok(answered) = timeout(limit, &mut answer).await {
            return answered.unwrap_or(Err(gone));
        }
        answer.close();
        // The answer may have arrived between the limit and the closing.
        if let Ok(answered) = answer.try_recv() {
            return answered;
        }
        self.progress.gave_up();
        Err(Error::Unusable(State::Waiting))
    }
}

impl fmt::Debug for Keychain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Kind::Memory(_) => f.write_str("Keychain(memory)"),
            Kind::Os(os) => write!(f, "Keychain({})", os.service),
        }
    }
}
