//! The page that is shown, which takes events without having asked.

use std::sync::{Mutex, PoisonError};

use tauri::ipc::Channel;

use crate::wire::AppEvent;

#[derive(Default)]
pub struct Page(Mutex<Option<Channel<AppEvent>>>);

impl Page {
    /// A page that was loaded anew takes the place of the one before.
    pub fn watch(&self, channel: Channel<AppEvent>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(channel);
    }

    /// The page died: nobody has to be asked any more.
    pub fn gone(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// Whether a page was there to take it.
    pub fn send(&self, event: AppEvent) -> bool {
        let page = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        page.as_ref().is_some_and(|page| page.send(event).is_ok())
    }
}
