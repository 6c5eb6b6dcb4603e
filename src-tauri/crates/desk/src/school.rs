//! The connection in use, which every call is for and only the session exchanges.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use journal::{Book, Connection};
use quentli::{Client, CustomerId, Pace};

use crate::{Error, clock, roster::Roster};

/// One connection in use. Cheap to clone, so that no lock is held over the network.
#[derive(Clone, Debug)]
pub struct School {
    pub(crate) connection: Connection,
    pub(crate) client: Client,
    pub(crate) book: Book,
    pub(crate) pace: Arc<dyn Pace>,
    pub(crate) roster: Arc<Roster>,
    /// Whether what is written outlives this session.
    pub(crate) kept: bool,
    /// Names it among all connections in use since the start: the same school chosen again is another.
    pub(crate) generation: u32,
}

/// Names a family among those of all connections: the connection's id and its own.
pub(crate) type FamilyKey = (String, CustomerId);

/// Where a draft is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kept {
    /// On the disk.
    Disk,
    /// In memory: this session works without the keychain.
    Memory,
    /// In memory: the disk is full.
    DiskFull,
    /// In memory: the journal cannot be written.
    Failed,
}

impl School {
    pub(crate) fn key(&self, id: &CustomerId) -> FamilyKey {
        (self.connection.id.as_str().to_owned(), id.clone())
    }

    pub(crate) fn organization(&self) -> Option<&str> {
        self.connection.organization_id.as_deref()
    }

    pub(crate) fn now(&self) -> Timestamp {
        clock(&*self.pace)
    }

    /// Where drafts are that reached the journal.
    pub(crate) fn drafts_kept(&self) -> Kept {
        if !self.book.is_there() {
            Kept::Failed
        } else if self.kept {
            Kept::Disk
        } else {
            Kept::Memory
        }
    }
}

/// The connection in use, for everybody who asks; exchanged as a whole.
#[derive(Clone, Debug)]
pub(crate) struct InUse(Arc<Mutex<Current>>);

#[derive(Debug)]
struct Current {
    generation: u32,
    /// Or why there is none.
    school: Result<School, Error>,
}

impl Default for InUse {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Current {
            generation: 0,
            school: Err(Error::NoConnection),
        })))
    }
}

impl InUse {
    fn current(&self) -> MutexGuard<'_, Current> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn generation(&self) -> u32 {
        self.current().generation
    }

    /// The connection in use, or why there is none, and its generation.
    pub(crate) fn snapshot(&self) -> (u32, Result<School, Error>) {
        let current = self.current();
        (current.generation, current.school.clone())
    }

    /// The connection in use, or why there is none.
    pub(crate) fn school(&self) -> Result<School, Error> {
        self.current().school.clone()
    }

    /// The connection a command was called for: what was meant for another must not act on this one.
    pub(crate) fn school_at(&self, generation: u32) -> Result<School, Error> {
        let current = self.current();
        if current.generation == generation {
            current.school.clone()
        } else {
            Err(Error::Switched)
        }
    }

    /// Whether a connection is still the one in use.
    pub(crate) fn still(&self, school: &School) -> Result<(), Error> {
        self.school_at(school.generation).map(drop)
    }

    pub(crate) fn put(&self, make: impl FnOnce(u32) -> Result<School, Error>) {
        let mut current = self.current();
        current.generation += 1;
        current.school = make(current.generation);
    }

    /// Exchanges the client of a connection, if it is still in use.
    pub(crate) fn put_client(&self, school: &School, client: Client) {
        let mut current = self.current();
        if current.generation == school.generation
            && let Ok(in_use) = &mut current.school
        {
            in_use.client = client;
            in_use.generation += 1;
            current.generation += 1;
        }
    }

    /// Takes whose key it is, once an answer says so; `None` where the connection is no longer in use or
    /// knew it.
    pub(crate) fn learn(&self, school: &School, organization: &str) -> Option<Connection> {
        let mut current = self.current();
        if current.generation != school.generation {
            return None;
        }
        let connection = &mut current.school.as_mut().ok()?.connection;
        if connection.organization_id.is_some() {
            return None;
        }
        connection.organization_id = Some(organization.to_owned());
        Some(connection.clone())
    }
}
