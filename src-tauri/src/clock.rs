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

/// The seconds in the file that `FICHA_CLOCK` names; absent from released builds.
fn ahead() -> Duration {
    if !cfg!(feature = "automation") {
        return Duration::ZERO;
    }
    let seconds = std::env::var_os("FICHA_CLOCK")
        .and_then(|file| std::fs::read_to_string(file).ok())
        .and_then(|text| text.trim().parse().ok());
    Duration::from_secs(seconds.unwrap_or_default())
}
