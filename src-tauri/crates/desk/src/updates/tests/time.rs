//! Time that passes only where a test lets it: nothing waits.

use std::{
    cell::Cell,
    future,
    pin::Pin,
    time::{Duration, SystemTime},
};

use quentli::{Pace, SystemPace};

thread_local! {
    static PASSED: Cell<Duration> = const { Cell::new(Duration::ZERO) };
    /// Seconds by which the computer's clock is wrong.
    static WRONG: Cell<i64> = const { Cell::new(0) };
    static OVERSLEPT: Cell<Duration> = const { Cell::new(Duration::ZERO) };
}

const SECOND: Duration = Duration::from_secs(1);

/// Of this thread.
#[derive(Clone, Copy, Debug)]
pub struct Time;

impl Pace for Time {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        // Shorter waits only gather what comes at nearly the same time.
        let overslept = if duration >= SECOND {
            OVERSLEPT.get()
        } else {
            Duration::ZERO
        };
        pass(duration + overslept);
        Box::pin(future::ready(()))
    }

    fn jitter(&self) -> f64 {
        SystemPace.jitter()
    }

    fn now(&self) -> SystemTime {
        let right = SystemPace.now() + PASSED.get();
        let by = Duration::from_secs(WRONG.get().unsigned_abs());
        match WRONG.get() {
            0.. => right + by,
            _ => right - by,
        }
    }

    fn uptime(&self) -> Duration {
        SystemPace.uptime() + PASSED.get()
    }
}

pub fn pass(duration: Duration) {
    PASSED.set(PASSED.get() + duration);
}

/// The computer's clock is set so many seconds ahead, or back; its uptime goes on as before.
pub fn set_clock(seconds: i64) {
    WRONG.set(seconds);
}

/// From now on each wait of a second or more takes so much longer than was asked for.
#[cfg(unix)]
pub fn oversleep(by: Duration) {
    OVERSLEPT.set(by);
}

#[cfg(unix)]
/// Back to the computer's own time, as a process that is started sees it.
pub fn reset() {
    PASSED.set(Duration::ZERO);
}
