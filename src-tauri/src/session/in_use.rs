//! The connection in use, which every command asks for and only [`super::Session`] exchanges.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use journal::{Book, Connection};
use quentli::{Client, CustomerId};

use crate::{
    error::{CommandError, ErrorCode},
    wire::Kept,
};

/// One connection in use. Cheap to clone, so that no lock is held over the network.
#[derive(Clone, Debug)]
pub struct Desk {
    pub connection: Connection,
    pub client: Client,
    pub book: Book,
    /// Whether what is written outlives this session.
    pub kept: bool,
    /// Names it among all connections in use since the start: the same school chosen again is another.
    pub generation: u32,
}

impl Desk {
    /// Names a family among those of all connections.
    pub fn key(&self, id: &CustomerId) -> (String, CustomerId) {
        (self.connection.id.as_str().to_owned(), id.clone())
    }

    /// Where drafts are that reached the journal.
    pub fn drafts_kept(&self) -> Kept {
        if !self.book.is_there() {
            Kept::Failed
        } else if self.kept {
            Kept::Disk
        } else {
            Kept::Memory
        }
    }
}

/// Shared by all who ask; exchanged as a whole.
#[derive(Clone, Debug)]
pub struct InUse(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    generation: u32,
    /// Or why there is none.
    desk: Result<Desk, CommandError>,
}

impl Default for InUse {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State {
            generation: 0,
            desk: Err(CommandError::new(ErrorCode::NoConnection)),
        })))
    }
}

impl InUse {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn generation(&self) -> u32 {
        self.state().generation
    }

    /// The connection in use, or why there is none.
    pub fn desk(&self) -> Result<Desk, CommandError> {
        self.state().desk.clone()
    }

    /// The connection a command was called for: what was meant for another must not act on this one.
    pub fn desk_at(&self, generation: u32) -> Result<Desk, CommandError> {
        let state = self.state();
        if state.generation == generation {
            state.desk.clone()
        } else {
            Err(CommandError::new(ErrorCode::Switched))
        }
    }

    /// Whether a connection is still the one in use.
    pub fn still(&self, desk: &Desk) -> Result<(), CommandError> {
        self.desk_at(desk.generation).map(drop)
    }

    pub(crate) fn put(&self, make: impl FnOnce(u32) -> Result<Desk, CommandError>) {
        let mut state = self.state();
        state.generation += 1;
        state.desk = make(state.generation);
    }

    /// Whose key it is, once an answer says so; `None` where the connection is no longer in use or
    /// knew it.
    pub(super) fn learn(&self, desk: &Desk, organization: &str) -> Option<Connection> {
        let mut state = self.state();
        if state.generation != desk.generation {
            return None;
        }
        let connection = &mut state.desk.as_mut().ok()?.connection;
        if connection.organization_id.is_some() {
            return None;
        }
        connection.organization_id = Some(organization.to_owned());
        Some(connection.clone())
    }
}
