//! The computer's clock, and how long this process has been running.

use std::{
    pin::Pin,
    time::{Duration, SystemTime},
};

use quentli::{Pace, SystemPace};

/// Like [`SystemPace`]; in an automation build, a test can also advance the time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Clock;

impl Pace for Clock {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        #[cfg(test)]
        {
            pass(duration);
            return Box::pin(std::future::ready(()));
        }
        #[cfg_attr(test, expect(unreachable_code, reason = "tests wait for nothing"))]
        if !cfg!(feature = "automation") {
            return SystemPace.wait(duration);
        }
        let until = self.uptime() + duration;
        Box::pin(async move {
            while Clock.uptime() < until {
                SystemPace.wait(Duration::from_millis(20)).await;
            }
        })
    }

    fn jitter(&self) -> f64 {
        SystemPace.jitter()
    }

    fn now(&self) -> SystemTime {
        SystemPace.now() + ahead()
    }

    fn uptime(&self) -> Duration {
        SystemPace.uptime() + ahead()
    }
}

#[cfg(test)]
thread_local! {
    static PASSED: std::cell::Cell<Duration> = const { std::cell::Cell::new(Duration::ZERO) };
}

/// Advances the time for the tests of this thread.
#[cfg(test)]
pub fn pass(duration: Duration) {
    PASSED.set(PASSED.get() + duration);
}

/// Returns to the computer's own time, as a newly started process sees it.
#[cfg(test)]
pub fn reset() {
    PASSED.set(Duration::ZERO);
}

/// The seconds in the file that `FICHA_CLOCK` names; absent from released builds.
fn ahead() -> Duration {
    #[cfg(test)]
    return PASSED.get();
    #[cfg_attr(
        test,
        expect(unreachable_code, reason = "tests have a clock of their own")
    )]
    if !cfg!(feature = "automation") {
        return Duration::ZERO;
    }
    let seconds = std::env::var_os("FICHA_CLOCK")
        .and_then(|file| std::fs::read_to_string(file).ok())
        .and_then(|text| text.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or_default())
}
