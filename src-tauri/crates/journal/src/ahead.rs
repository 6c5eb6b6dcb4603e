//! Parts that are made on all processors while one thread takes them, in order.

use std::{
    num::NonZero,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use crate::Error;

type Made<T> = Result<Arc<T>, Error>;

/// Keeps every part: who takes them may have to begin anew.
pub(crate) struct Ahead<T> {
    parts: Mutex<Vec<Option<Made<T>>>>,
    came: Condvar,
    next: AtomicUsize,
}

impl<T: Send + Sync + 'static> Ahead<T> {
    /// Makes so many parts; `make` is given the number of each.
    pub(crate) fn make(
        count: usize,
        make: impl Fn(usize) -> Result<T, Error> + Send + Sync + 'static,
    ) -> Arc<Self> {
        let ahead = Arc::new(Self {
            parts: Mutex::new(vec![None; count]),
            came: Condvar::new(),
            next: AtomicUsize::new(0),
        });
        let make = Arc::new(make);
        let processors = thread::available_parallelism().map_or(1, NonZero::get);
        let mut begun = 0;
        for _ in 0..processors.min(count) {
            let (ahead, make) = (Arc::clone(&ahead), Arc::clone(&make));
            let thread = thread::Builder::new().name("seal".to_owned());
            begun += usize::from(thread.spawn(move || ahead.work(&*make)).is_ok());
        }
        if begun == 0 {
            ahead.work(&*make);
        }
        ahead
    }

    fn work(&self, make: &(dyn Fn(usize) -> Result<T, Error> + Send + Sync)) {
        loop {
            let number = self.next.fetch_add(1, Ordering::Relaxed);
            if number >= self.len() {
                return;
            }
            let mut part = Part {
                of: self,
                number,
                made: None,
            };
            part.made = Some(make(number).map(Arc::new));
        }
    }
}

impl<T> Ahead<T> {
    fn parts(&self) -> MutexGuard<'_, Vec<Option<Made<T>>>> {
        self.parts.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn len(&self) -> usize {
        self.parts().len()
    }

    /// Waits for a part.
    pub(crate) fn take(&self, number: usize) -> Made<T> {
        let mut parts = self.parts();
        loop {
            match &parts[number] {
                Some(made) => return made.clone(),
                None => {
                    parts = self
                        .came
                        .wait(parts)
                        .unwrap_or_else(PoisonError::into_inner);
                }
            }
        }
    }
}

/// Comes whatever happens: where making it panics, who waits for it must not wait forever.
struct Part<'a, T> {
    of: &'a Ahead<T>,
    number: usize,
    made: Option<Made<T>>,
}

impl<T> Drop for Part<'_, T> {
    fn drop(&mut self) {
        let panicked = || Err(Error::Database(rusqlite::ffi::SQLITE_INTERNAL));
        let made = self.made.take().unwrap_or_else(panicked);
        self.of.parts()[self.number] = Some(made);
        self.of.came.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_part_is_made_once_and_can_be_taken_again() {
        for count in [0, 1, 2, 500] {
            let made = Arc::new(AtomicUsize::new(0));
            let counted = Arc::clone(&made);
            let ahead = Ahead::make(count, move |number| {
                counted.fetch_add(1, Ordering::Relaxed);
                Ok(number * 2)
            });
            for _ in 0..2 {
                let taken: Vec<usize> = (0..ahead.len())
                    .map(|number| *ahead.take(number).unwrap())
                    .collect();
                let expected: Vec<usize> = (0..count).map(|number| number * 2).collect();
                assert_eq!(taken, expected);
            }
            assert_eq!(made.load(Ordering::Relaxed), count);
        }
    }

    #[test]
    fn what_cannot_be_made_is_an_error_at_its_place_and_a_panic_keeps_nobody_waiting() {
        let ahead = Ahead::make(3, |number| match number {
            0 => Ok(()),
            1 => Err(Error::Randomness),
            _ => panic!("made to fail"),
        });
        assert_eq!(ahead.take(0), Ok(Arc::new(())));
        assert_eq!(ahead.take(1), Err(Error::Randomness));
        assert!(ahead.take(2).is_err());
    }
}
