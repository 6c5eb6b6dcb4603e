//! The thread that writes. What has arrived meanwhile goes into one transaction, so that one wait for the disk
//! serves all of it.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        mpsc::{self, Receiver, Sender, SyncSender},
    },
    thread::{self, JoinHandle},
};

use crate::{Error, store::Store};

/// Dropping it does what was asked for, ends the thread and waits for that.
pub(crate) struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

enum Job {
    /// Goes into one transaction with what waits beside it.
    Rows(Box<dyn Rows>),
    /// Begins and commits by itself, or writes nothing.
    Alone(Box<dyn FnOnce(&mut Store) + Send>),
}

/// What a job came to; the outer failure is a panic.
type Came<T> = thread::Result<Result<T, Error>>;

/// The answer to a job, once it is there.
#[must_use]
pub(crate) struct Answer<T>(Receiver<Came<T>>);

impl<T> Answer<T> {
    /// Waits. What was written is on the disk when this returns; a panic goes on here.
    pub(crate) fn wait(self) -> Result<T, Error> {
        match self.0.recv() {
            Ok(Ok(answer)) => answer,
            Ok(Err(panic)) => panic::resume_unwind(panic),
            Err(_) => Err(Error::Database(rusqlite::ffi::SQLITE_INTERNAL)),
        }
    }
}

impl Writer {
    pub(crate) fn start(store: Arc<Mutex<Store>>) -> io::Result<Self> {
        let (sender, jobs) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || run(&jobs, &store))?;
        Ok(Self {
            jobs: Some(sender),
            thread: Some(thread),
        })
    }

    /// `work` sees what the jobs before it wrote. It may run a second time, if SQLite undid the first together
    /// with what other jobs wrote.
    pub(crate) fn rows<T: Send + 'static>(
        &self,
        work: impl Fn(&Store) -> Result<T, Error> + Send + 'static,
    ) -> Answer<T> {
        self.send(|answer| {
            Job::Rows(Box::new(Asked {
                work,
                came: None,
                answer,
            }))
        })
    }

    pub(crate) fn alone<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Store) -> Result<T, Error> + Send + 'static,
    ) -> Answer<T> {
        self.send(|answer| {
            Job::Alone(Box::new(move |store| {
                let came = panic::catch_unwind(AssertUnwindSafe(|| work(store)));
                let _ = answer.send(came);
            }))
        })
    }

    fn send<T>(&self, job: impl FnOnce(SyncSender<Came<T>>) -> Job) -> Answer<T> {
        let (sender, answer) = mpsc::sync_channel(1);
        if let Some(jobs) = &self.jobs {
            // Without the thread the answer's sender is dropped, which is an answer too.
            let _ = jobs.send(job(sender));
        }
        Answer(answer)
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

trait Rows: Send {
    /// Whether it succeeded.
    fn run(&mut self, store: &Store) -> bool;
    fn fail(&mut self, error: &Error);
    fn answer(self: Box<Self>);
}

struct Asked<T, W> {
    work: W,
    came: Option<Came<T>>,
    answer: SyncSender<Came<T>>,
}

impl<T: Send, W: Fn(&Store) -> Result<T, Error> + Send> Rows for Asked<T, W> {
    fn run(&mut self, store: &Store) -> bool {
        let came = panic::catch_unwind(AssertUnwindSafe(|| (self.work)(store)));
        let succeeded = matches!(came, Ok(Ok(_)));
        self.came = Some(came);
        succeeded
    }

    fn fail(&mut self, error: &Error) {
        if !matches!(self.came, Some(Err(_))) {
            self.came = Some(Ok(Err(error.clone())));
        }
    }

    fn answer(self: Box<Self>) {
        let Self { work, came, answer } = *self;
        // The caller may end the journal as soon as it has its answer: nothing of the job may outlive that.
        drop(work);
        if let Some(came) = came {
            let _ = answer.send(came);
        }
    }
}

fn run(jobs: &Receiver<Job>, store: &Mutex<Store>) {
    let mut next = None;
    while let Some(job) = next.take().or_else(|| jobs.recv().ok()) {
        let mut rows = match job {
            Job::Alone(work) => {
                work(&mut lock(store));
                continue;
            }
            Job::Rows(first) => vec![first],
        };
        for job in jobs.try_iter() {
            match job {
                Job::Rows(job) => rows.push(job),
                alone @ Job::Alone(_) => {
                    next = Some(alone);
                    break;
                }
            }
        }
        write(&mut lock(store), &mut rows);
        for job in rows {
            job.answer();
        }
    }
}

fn lock(store: &Mutex<Store>) -> MutexGuard<'_, Store> {
    store.lock().unwrap_or_else(PoisonError::into_inner)
}

fn write(store: &mut Store, jobs: &mut [Box<dyn Rows>]) {
    let error = match together(store, jobs) {
        Ok(Ended::Committed) => return,
        // The job that found no room is the only one that has to fail for it.
        Ok(Ended::Undone) | Err(Error::Full) if jobs.len() > 1 => {
            for job in jobs.chunks_mut(1) {
                write(store, job);
            }
            return;
        }
        // Its own failure is its answer.
        Ok(Ended::Undone) => return,
        Err(error) => error,
    };
    for job in jobs {
        job.fail(&error);
    }
}

enum Ended {
    Committed,
    /// SQLite answers some failures of one statement, a full disk among them, by rolling back everything.
    Undone,
}

fn together(store: &mut Store, jobs: &mut [Box<dyn Rows>]) -> Result<Ended, Error> {
    store.ready_to_write()?;
    store.database.execute_batch("BEGIN IMMEDIATE")?;
    let ended = in_transaction(store, jobs);
    if !store.database.is_autocommit() {
        store.database.execute_batch("ROLLBACK")?;
    }
    ended
}

fn in_transaction(store: &Store, jobs: &mut [Box<dyn Rows>]) -> Result<Ended, Error> {
    let database = &store.database;
    // Where only one writes, all of it is undone with it: SQLite need not keep each page as it was before.
    if let [job] = jobs {
        if !job.run(store) {
            return Ok(Ended::Undone);
        }
        database.execute_batch("COMMIT")?;
        return Ok(Ended::Committed);
    }
    for job in jobs {
        database.execute_batch("SAVEPOINT job")?;
        if !job.run(store) {
            if database.is_autocommit() {
                return Ok(Ended::Undone);
            }
            database.execute_batch("ROLLBACK TO job")?;
        }
        database.execute_batch("RELEASE job")?;
    }
    database.execute_batch("COMMIT")?;
    Ok(Ended::Committed)
}

#[cfg(test)]
mod tests;
