//! Something slow that is opened beside the main thread, which makes the window meanwhile.

use std::{
    io,
    panic::{self, AssertUnwindSafe},
    sync::{Arc, OnceLock},
    thread,
};

/// `None` inside where opening panicked.
pub struct Opening<T>(Arc<OnceLock<Option<T>>>);

impl<T: Send + Sync + 'static> Opening<T> {
    /// # Errors
    /// Where the system has no thread to give.
    pub fn begin(open: impl FnOnce() -> T + Send + 'static) -> io::Result<Self> {
        let opened = Arc::new(OnceLock::new());
        let place = Arc::clone(&opened);
        thread::Builder::new()
            .name("opening".to_owned())
            .spawn(move || {
                // Without an answer every caller would wait forever.
                let opened = panic::catch_unwind(AssertUnwindSafe(open)).ok();
                let _ = place.set(opened);
            })?;
        Ok(Self(opened))
    }

    /// `None` where it is not open yet, or will never be.
    pub fn now(&self) -> Option<&T> {
        self.0.get().and_then(Option::as_ref)
    }

    /// Waits; `None` where opening panicked.
    pub fn wait(&self) -> Option<&T> {
        self.0.wait().as_ref()
    }

    /// Waits without holding up the thread: there are few for everything the page asks, closing among it.
    pub async fn done(&self) {
        if self.0.get().is_none() {
            let opened = Arc::clone(&self.0);
            let waiting = tauri::async_runtime::spawn_blocking(move || {
                opened.wait();
            });
            // If this fails, the caller blocks in `wait` instead.
            let _ = waiting.await;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use tauri::async_runtime::block_on;

    use super::Opening;

    #[test]
    fn what_is_being_opened_is_waited_for_and_nothing_else_waits() {
        let (open, opens) = mpsc::channel();
        let opening = Opening::begin(move || opens.recv().unwrap()).unwrap();
        assert_eq!(opening.now(), None::<&u8>);
        open.send(7).unwrap();
        block_on(opening.done());
        assert_eq!(opening.now(), Some(&7));
        assert_eq!(opening.wait(), Some(&7));
        block_on(opening.done());
    }

    #[test]
    fn nobody_waits_for_ever_where_opening_panics() {
        let opening: Opening<u8> = Opening::begin(|| panic!("while opening")).unwrap();
        block_on(opening.done());
        assert_eq!(opening.wait(), None);
        assert_eq!(opening.now(), None);
    }
}
