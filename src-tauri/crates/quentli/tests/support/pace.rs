use std::{
    future,
    pin::Pin,
    sync::{Mutex, PoisonError},
    time::{Duration, SystemTime},
};

use quentli::Pace;

/// Sunday, 6 November 1994, 08:49:37 GMT, the example date of HTTP's own specification.
const NOW: Duration = Duration::from_secs(784_111_777);

/// Never waits, always draws one half, and records how long it was asked to wait.
#[derive(Debug, Default)]
pub(crate) struct TestPace(Mutex<Vec<Duration>>);

impl TestPace {
    pub(crate) fn waits(&self) -> Vec<Duration> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

impl Pace for TestPace {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(duration);
        Box::pin(future::ready(()))
    }

    fn jitter(&self) -> f64 {
        0.5
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + NOW
    }

    fn uptime(&self) -> Duration {
        Duration::ZERO
    }
}
