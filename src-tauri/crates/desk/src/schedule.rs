use std::time::Duration;

use jiff::Timestamp;
use quentli::Pace;

/// How long after its last byte left an update can still land. Gateways give up on a server after 60 s
/// (the default of nginx and of the large clouds' balancers) and close the connection, but the server
/// behind them may go on and commit; this is that and half as much again.
pub const RESOLVE_AFTER: Duration = Duration::from_secs(90);

/// When an update without a certain outcome is read back, in seconds after its last byte.
const READS: [u64; 5] = [2, 8, 20, 45, 90];
/// Where nothing could be read by then, the pauses double up to this.
const LONGEST_PAUSE: u64 = 15 * 60;

/// How long after the last byte the next look is due, `elapsed` after it.
pub fn next_read(elapsed: Duration) -> Duration {
    let mut pause = READS[READS.len() - 1];
    let later = std::iter::successors(Some(pause), |at| {
        let next = at + pause;
        pause = (pause * 2).min(LONGEST_PAUSE);
        Some(next)
    });
    let due = READS.into_iter().chain(later.skip(1));
    due.map(Duration::from_secs)
        .find(|due| *due > elapsed)
        .unwrap_or(Duration::MAX)
}

/// When the last byte of an update can have left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LastByte {
    /// By the computer's clock, for the journal.
    pub at: Timestamp,
    /// By this process's own time, which no change of the clock touches; `None` for an update of an
    /// earlier start.
    pub uptime: Option<Duration>,
}

impl LastByte {
    pub fn now(pace: &dyn Pace) -> Self {
        Self {
            at: clock(pace),
            uptime: Some(pace.uptime()),
        }
    }

    /// How long ago that is. A clock that was set back since counts as no time at all.
    pub fn elapsed(&self, pace: &dyn Pace) -> Duration {
        match self.uptime {
            Some(then) => pace.uptime().saturating_sub(then),
            None => clock(pace)
                .duration_since(self.at)
                .try_into()
                .unwrap_or_default(),
        }
    }
}

/// What the computer's clock says.
pub fn clock(pace: &dyn Pace) -> Timestamp {
    Timestamp::try_from(pace.now()).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pauses_between_looks_grow() {
        let mut at = Duration::ZERO;
        let due: Vec<u64> = std::iter::from_fn(|| {
            at = next_read(at);
            Some(at.as_secs())
        })
        .take(11)
        .collect();
        let expected = [2, 8, 20, 45, 90, 180, 360, 720, 1440, 2340, 3240];
        assert_eq!(due, expected);
        assert_eq!(next_read(Duration::from_secs(44)).as_secs(), 45);
    }

    #[test]
    fn the_look_that_may_settle_is_one_of_them() {
        assert_eq!(
            next_read(RESOLVE_AFTER - Duration::from_secs(1)),
            RESOLVE_AFTER
        );
    }
}
