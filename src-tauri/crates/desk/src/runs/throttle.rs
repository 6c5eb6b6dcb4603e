//! How many lines of a run may be on their way at once, and for how long all of them are held back. Pure: time is
//! passed in.

use std::time::Duration;

/// One line at a time is too slow to learn whether the server takes more.
const FIRST: u32 = 2;
/// How long all are held back where the server names no time; it doubles with each such answer in a row.
const PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);
/// A server that asks for more is asked again after this.
const LONGEST_ASKED: Duration = Duration::from_secs(600);

#[derive(Debug)]
pub(super) struct Throttle {
    ceiling: u32,
    permits: u32,
    taken: u32,
    /// Successes in a row.
    streak: u32,
    round: Round,
    /// Answers in a row that asked to slow down, one a round.
    slowed: u32,
    held_until: Duration,
}

/// Counts how often the permits were halved: what was begun before the last time says nothing of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Round(u64);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Admission {
    Go,
    /// Everybody is held back for this long.
    Held(Duration),
    /// Until a permit is given back.
    Full,
}

/// How a request ended, as far as the pace of the run is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    Well,
    /// 429, or 5xx.
    TooFast {
        retry_after: Option<Duration>,
    },
    /// Anything else says nothing about the pace.
    Otherwise,
}

impl Throttle {
    pub(super) fn new(ceiling: u32) -> Self {
        let ceiling = ceiling.max(1);
        Self {
            ceiling,
            permits: FIRST.min(ceiling),
            taken: 0,
            streak: 0,
            round: Round::default(),
            slowed: 0,
            held_until: Duration::ZERO,
        }
    }

    pub(super) fn permits(&self) -> u32 {
        self.permits
    }

    pub(super) fn set_ceiling(&mut self, ceiling: u32) {
        self.ceiling = ceiling.max(1);
        self.permits = self.permits.min(self.ceiling);
    }

    pub(super) fn admit(&mut self, now: Duration) -> Admission {
        if let Some(left) = self.held(now) {
            return Admission::Held(left);
        }
        if self.taken >= self.permits {
            return Admission::Full;
        }
        self.taken += 1;
        Admission::Go
    }

    /// To be taken before a request is sent.
    pub(super) fn round(&self) -> Round {
        self.round
    }

    pub(super) fn give_back(&mut self) {
        self.taken = self.taken.saturating_sub(1);
    }

    /// For how long everybody is held back.
    pub(super) fn held(&self, now: Duration) -> Option<Duration> {
        let left = self.held_until.saturating_sub(now);
        (!left.is_zero()).then_some(left)
    }

    /// Takes how a request ended that was sent in `round`; true where it slowed the run down.
    pub(super) fn ended(&mut self, now: Duration, round: Round, ended: Ended, jitter: f64) -> bool {
        match ended {
            Ended::Otherwise => false,
            Ended::Well => {
                if round == self.round {
                    self.succeeded();
                }
                false
            }
            Ended::TooFast { retry_after } => {
                let is_new = round == self.round;
                if is_new {
                    self.round.0 += 1;
                    self.permits = (self.permits / 2).max(1);
                    self.streak = 0;
                    self.slowed = self.slowed.saturating_add(1);
                }
                let pause = match retry_after {
                    Some(asked) => asked.min(LONGEST_ASKED),
                    None if is_new => self.pause(jitter),
                    None => Duration::ZERO,
                };
                self.held_until = self.held_until.max(now + pause);
                is_new
            }
        }
    }

    /// After as many successes in a row as there are permits these are doubled, until the server first asks to slow
    /// down; from then on there is one more.
    fn succeeded(&mut self) {
        self.slowed = 0;
        self.streak += 1;
        if self.streak >= self.permits && self.permits < self.ceiling {
            let more = match self.round {
                Round(0) => self.permits,
                Round(_) => 1,
            };
            self.permits = (self.permits + more).min(self.ceiling);
            self.streak = 0;
        }
    }

    /// Between half of the whole pause and all of it.
    fn pause(&self, jitter: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(self.slowed.saturating_sub(1));
        let whole = PAUSE.saturating_mul(doubled).min(LONGEST_PAUSE);
        whole.mul_f64(0.5 + jitter.clamp(0.0, 1.0) / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Duration = Duration::from_secs(100);
    const TOO_FAST: Ended = Ended::TooFast { retry_after: None };

    fn go(throttle: &mut Throttle) -> Round {
        assert_eq!(throttle.admit(NOW), Admission::Go);
        throttle.round()
    }

    fn well(throttle: &mut Throttle, times: u32) {
        for _ in 0..times {
            let round = throttle.round;
            throttle.ended(NOW, round, Ended::Well, 1.0);
        }
    }

    #[test]
    fn it_begins_with_two_and_never_goes_over_the_ceiling() {
        for (ceiling, first) in [(0, 1), (1, 1), (2, 2), (8, 2)] {
            let mut throttle = Throttle::new(ceiling);
            for _ in 0..first {
                go(&mut throttle);
            }
            assert_eq!(throttle.admit(NOW), Admission::Full, "{ceiling}");
            throttle.give_back();
            go(&mut throttle);
            well(&mut throttle, 1_000);
            assert_eq!(throttle.permits(), ceiling.max(1));
        }
    }

    #[test]
    fn it_doubles_with_each_round_trip_until_the_server_first_asks_to_slow_down() {
        let mut throttle = Throttle::new(8);
        for permits in [4, 8, 8] {
            let before = throttle.permits();
            well(&mut throttle, before);
            assert_eq!(throttle.permits(), permits);
        }
    }

    #[test]
    fn once_slowed_down_it_grows_by_one_after_as_many_successes_in_a_row_as_there_are_permits() {
        let mut throttle = Throttle::new(8);
        let round = go(&mut throttle);
        throttle.ended(NOW, round, TOO_FAST, 1.0);
        assert_eq!(throttle.permits(), 1);
        for (successes, permits) in [(1, 2), (1, 2), (1, 3), (2, 3), (1, 4), (3, 4), (1, 5)] {
            well(&mut throttle, successes);
            assert_eq!(throttle.permits(), permits);
        }
    }

    #[test]
    fn each_ending_slows_or_not_by_the_table() {
        let second = Duration::from_secs(1);
        let asked = |seconds| Ended::TooFast {
            retry_after: Some(Duration::from_secs(seconds)),
        };
        let ms = Duration::from_millis;
        for (ended, permits, held) in [
            (Ended::Well, 8, None),
            (Ended::Otherwise, 8, None),
            (TOO_FAST, 4, Some(ms(500))),
            (asked(1), 4, Some(second)),
            (asked(0), 4, None),
            (asked(86_400), 4, Some(LONGEST_ASKED)),
        ] {
            let mut throttle = Throttle::new(8);
            well(&mut throttle, 1_000);
            let round = go(&mut throttle);
            throttle.ended(NOW, round, ended, 1.0);
            assert_eq!((throttle.permits(), throttle.held(NOW)), (permits, held));
        }
    }

    #[test]
    fn everybody_is_held_back_and_then_let_through() {
        let mut throttle = Throttle::new(8);
        let round = go(&mut throttle);
        let three = Duration::from_secs(3);
        let asked = Ended::TooFast {
            retry_after: Some(three),
        };
        throttle.ended(NOW, round, asked, 1.0);
        assert_eq!(throttle.admit(NOW), Admission::Held(three));
        throttle.give_back();
        assert_eq!(throttle.admit(NOW + three), Admission::Go);
    }

    #[test]
    fn a_burst_of_refusals_halves_once() {
        let mut throttle = Throttle::new(8);
        well(&mut throttle, 1_000);
        let rounds: Vec<Round> = (0..8).map(|_| go(&mut throttle)).collect();
        let slowed: Vec<bool> = rounds
            .iter()
            .map(|round| throttle.ended(NOW, *round, TOO_FAST, 1.0))
            .collect();
        assert_eq!(throttle.permits(), 4);
        assert_eq!(slowed.iter().filter(|slowed| **slowed).count(), 1);
        // What was begun before says nothing of how it goes since.
        for round in rounds {
            throttle.ended(NOW, round, Ended::Well, 1.0);
        }
        assert_eq!((throttle.permits(), throttle.streak), (4, 0));
    }

    #[test]
    fn it_never_comes_to_a_standstill_and_pauses_grow_until_something_succeeds() {
        let mut throttle = Throttle::new(8);
        let mut now = NOW;
        let mut pauses = Vec::new();
        for _ in 0..9 {
            let round = throttle.round;
            throttle.ended(now, round, TOO_FAST, 1.0);
            let pause = throttle.held(now).unwrap();
            pauses.push(pause.as_millis());
            now += pause;
        }
        assert_eq!(throttle.permits(), 1);
        assert_eq!(
            pauses,
            [500, 1000, 2000, 4000, 8000, 16000, 32000, 60000, 60000]
        );
        let round = throttle.round;
        throttle.ended(now, round, Ended::Well, 1.0);
        throttle.ended(now, round, TOO_FAST, 0.0);
        assert_eq!(throttle.held(now), Some(PAUSE / 2));
    }

    #[test]
    fn a_lower_ceiling_holds_at_once() {
        let mut throttle = Throttle::new(8);
        well(&mut throttle, 1_000);
        throttle.set_ceiling(3);
        assert_eq!(throttle.permits(), 3);
        well(&mut throttle, 1_000);
        assert_eq!(throttle.permits(), 3);
    }
}
