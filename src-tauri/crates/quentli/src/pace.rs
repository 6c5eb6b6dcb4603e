use std::{
    fmt::Debug,
    pin::Pin,
    sync::LazyLock,
    time::{Duration, Instant, SystemTime},
};

/// Time and randomness, passed in so that tests control both.
pub trait Pace: Debug + Send + Sync {
    /// Resolves after `duration`.
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
    /// A random number from 0 to 1.
    fn jitter(&self) -> f64;
    /// The computer's clock, which may be wrong and may jump.
    fn now(&self) -> SystemTime;
    /// Time since some moment in this process's life; never jumps.
    fn uptime(&self) -> Duration;
}

/// The real clock and real randomness. Waiting needs a Tokio runtime with its timer on.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemPace;

impl Pace for SystemPace {
    #[expect(clippy::disallowed_methods, reason = "the one place that waits")]
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }

    fn jitter(&self) -> f64 {
        fastrand::f64()
    }

    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn uptime(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }
}
