use std::{
    fmt::Debug,
    pin::Pin,
    time::{Duration, SystemTime},
};

/// Time and chance, passed in so that tests need neither.
pub trait Pace: Debug + Send + Sync {
    /// Resolves after `duration`.
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
    /// A random number from 0 to 1.
    fn jitter(&self) -> f64;
    /// For a `Retry-After` that names a date.
    fn now(&self) -> SystemTime;
}

/// The real clock and real chance. Waiting needs a Tokio runtime with its timer on.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemPace;

impl Pace for SystemPace {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn jitter(&self) -> f64 {
        fastrand::f64()
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}
