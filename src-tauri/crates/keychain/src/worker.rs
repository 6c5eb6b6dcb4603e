//! The thread that owns the store. It is never joined: a keychain may hold it for as long as its prompt is open.

use std::collections::HashMap;
use std::sync::mpsc::{self, Sender};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

use keyring::CredentialStore;

use crate::operations::Place;
use crate::{Error, Secret, classify};

pub(crate) type Job = Box<dyn FnOnce(&mut Worker) + Send>;
pub(crate) type Make =
    Box<dyn Fn() -> Result<Arc<CredentialStore>, keyring::Error> + Send + 'static>;

/// What callers can learn about the thread without sending it a request.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<Mutex<Stage>>);

#[derive(Clone, Copy, Default, PartialEq)]
enum Stage {
    #[default]
    Idle,
    Busy,
    /// Busy for longer than a caller was willing to wait, most likely with a prompt.
    Overdue,
}

impl Progress {
    fn stage(&self) -> MutexGuard<'_, Stage> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A caller gave up. Leaves an idle thread as it is: its answer came at the same moment.
    pub(crate) fn gave_up(&self) {
        let mut stage = self.stage();
        if *stage == Stage::Busy {
            *stage = Stage::Overdue;
        }
    }

    pub(crate) fn is_overdue(&self) -> bool {
        *self.stage() == Stage::Overdue
    }
}

pub(crate) struct Worker {
    service: String,
    make: Make,
    /// Reads that finished after their caller gave up, kept for the next caller: on macOS the user may allow
    /// a read just once.
    late: HashMap<String, Secret>,
}

/// Starts the thread; it ends when the last sender is dropped.
pub(crate) fn start(service: String, make: Make) -> (Sender<Job>, Progress) {
    let (sender, jobs) = mpsc::channel::<Job>();
    let progress = Progress::default();
    let seen = progress.clone();
    let body = move || {
        let mut worker = Worker {
            service,
            make,
            late: HashMap::new(),
        };
        for job in jobs {
            *seen.stage() = Stage::Busy;
            job(&mut worker);
            *seen.stage() = Stage::Idle;
        }
    };
    // Without a thread the channel is closed, and every request fails.
    drop(thread::Builder::new().name("keychain".into()).spawn(body));
    (sender, progress)
}

impl Worker {
    /// Opens the store again, so that a keychain that was started, restarted or unlocked meanwhile is found.
    fn at<T>(&self, act: impl FnOnce(&Place) -> Result<T, keyring::Error>) -> Result<T, Error> {
        let store = (self.make)().map_err(classify::opening)?;
        let place = Place {
            store,
            service: self.service.clone(),
        };
        act(&place).map_err(classify::request)
    }

    pub(crate) fn probe(&self) -> Result<(), Error> {
        if self.at(Place::probe)? {
            Ok(())
        } else {
            Err(Error::Other("probe_lost"))
        }
    }

    pub(crate) fn get(&mut self, name: &str) -> Result<Option<Secret>, Error> {
        if let Some(secret) = self.late.remove(name) {
            return Ok(Some(secret));
        }
        self.at(|place| place.get(name))
    }

    pub(crate) fn keep_late(&mut self, name: String, result: Result<Option<Secret>, Error>) {
        if let Ok(Some(secret)) = result {
            self.late.insert(name, secret);
        }
    }

    pub(crate) fn set(&mut self, name: &str, secret: &Secret) -> Result<(), Error> {
        self.late.remove(name);
        self.at(|place| place.set(name, secret))
    }

    pub(crate) fn delete(&mut self, name: &str) -> Result<(), Error> {
        self.late.remove(name);
        self.at(|place| place.delete(name))
    }

    pub(crate) fn repair(&mut self, name: &str) -> Result<Option<Secret>, Error> {
        self.late.remove(name);
        self.at(|place| place.repair(name))
    }
}
