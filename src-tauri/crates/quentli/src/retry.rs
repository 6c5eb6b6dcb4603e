use std::time::Duration;

/// The total number of attempts for one request.
const ATTEMPTS: u32 = 3;
/// The first back-off, before jitter; it doubles with each attempt.
const BASE: Duration = Duration::from_millis(500);
/// The longest wait. If the server asks for more, there is no second attempt: a person is waiting, and the
/// caller learns how long the server asked for.
pub const LONGEST_WAIT: Duration = Duration::from_secs(20);

/// What a repeat would do: a GET reads again, a PATCH may write again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    Get,
    Patch,
}

/// How one attempt ended, as far as retrying is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The server answered with a status.
    Answered(u16),
    /// No connection: no byte of the request left.
    Unreachable,
    /// No byte left, and trying again cannot help (certificate, proxy password).
    Barred,
    /// The connection broke after the request may have left.
    Dropped,
    /// No complete answer in time, after the request may have left.
    TimedOut,
}

/// What to do after an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Hand the outcome to the caller.
    Stop,
    /// Wait this long, then send again.
    Wait(Duration),
}

/// Decides after attempt number `attempt` (from 1). `retry_after` is what the server asked for;
/// `jitter` is a random number from 0 to 1.
///
/// An update may be repeated only if the first one certainly did nothing, and only after its caller has
/// read the record again: the client itself sends an update once. A read that timed out is repeated once,
/// not twice: this recovers from a connection that died while the computer slept, without making a person
/// wait three times as long for a server that is really stuck.
pub fn next_step(
    method: Method,
    ended: &Ended,
    attempt: u32,
    retry_after: Option<Duration>,
    jitter: f64,
) -> Step {
    let worth_it = match (method, *ended) {
        (_, Ended::Unreachable | Ended::Answered(429)) => true,
        (Method::Get, Ended::Answered(500..=599) | Ended::Dropped) => true,
        (Method::Get, Ended::TimedOut) => attempt < 2,
        _ => false,
    };
    if !worth_it || attempt >= ATTEMPTS {
        return Step::Stop;
    }
    match retry_after {
        Some(asked) if asked > LONGEST_WAIT => Step::Stop,
        Some(asked) => Step::Wait(asked),
        None => Step::Wait(back_off(attempt, jitter)),
    }
}

fn back_off(attempt: u32, jitter: f64) -> Duration {
    let doubled = BASE.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)));
    doubled.min(LONGEST_WAIT).mul_f64(jitter.clamp(0.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ms(millis: u64) -> Step {
        Step::Wait(Duration::from_millis(millis))
    }

    #[test]
    fn each_ending_is_retried_or_not_by_the_table() {
        use Ended::{Answered, Barred, Dropped, TimedOut, Unreachable};
        use Method::{Get, Patch};
        let second = Some(Duration::from_secs(1));
        let table = [
            (Get, Answered(200), None, Step::Stop),
            (Get, Answered(302), None, Step::Stop),
            (Get, Answered(400), None, Step::Stop),
            (Get, Answered(401), None, Step::Stop),
            (Get, Answered(403), second, Step::Stop),
            (Get, Answered(404), None, Step::Stop),
            (Get, Answered(429), None, ms(500)),
            (Get, Answered(429), second, ms(1000)),
            (Get, Answered(500), None, ms(500)),
            (Get, Answered(502), None, ms(500)),
            (Get, Answered(503), None, ms(500)),
            (Get, Answered(503), second, ms(1000)),
            (Get, Unreachable, None, ms(500)),
            (Get, Barred, None, Step::Stop),
            (Get, Dropped, None, ms(500)),
            (Get, TimedOut, None, ms(500)),
            (Patch, Answered(200), None, Step::Stop),
            (Patch, Answered(302), None, Step::Stop),
            (Patch, Answered(400), None, Step::Stop),
            (Patch, Answered(401), second, Step::Stop),
            (Patch, Answered(409), None, Step::Stop),
            (Patch, Answered(429), None, ms(500)),
            (Patch, Answered(429), second, ms(1000)),
            (Patch, Answered(500), None, Step::Stop),
            (Patch, Answered(500), second, Step::Stop),
            (Patch, Answered(502), second, Step::Stop),
            (Patch, Answered(503), None, Step::Stop),
            (Patch, Answered(503), second, Step::Stop),
            (Patch, Unreachable, None, ms(500)),
            (Patch, Barred, None, Step::Stop),
            (Patch, Dropped, None, Step::Stop),
            (Patch, TimedOut, None, Step::Stop),
        ];
        for (method, ended, retry_after, expected) in table {
            let step = next_step(method, &ended, 1, retry_after, 1.0);
            assert_eq!(step, expected, "{method:?} {ended:?} {retry_after:?}");
        }
    }

    #[test]
    fn the_third_attempt_is_the_last() {
        for method in [Method::Get, Method::Patch] {
            assert_eq!(
                next_step(method, &Ended::Unreachable, 2, None, 1.0),
                ms(1000)
            );
            assert_eq!(
                next_step(method, &Ended::Unreachable, 3, None, 1.0),
                Step::Stop
            );
            let now = Some(Duration::ZERO);
            assert_eq!(
                next_step(method, &Ended::Answered(429), 3, now, 1.0),
                Step::Stop
            );
        }
    }

    #[test]
    fn a_read_that_timed_out_is_repeated_only_once() {
        assert_eq!(
            next_step(Method::Get, &Ended::TimedOut, 2, None, 1.0),
            Step::Stop
        );
    }

    #[test]
    fn jitter_spreads_over_the_whole_wait_and_never_past_it() {
        let wait = |attempt, jitter| back_off(attempt, jitter).as_millis();
        assert_eq!(wait(1, 0.0), 0);
        assert_eq!(wait(1, 0.5), 250);
        assert_eq!(wait(2, 0.5), 500);
        assert_eq!(wait(1, 7.0), 500);
        assert_eq!(wait(40, 1.0), LONGEST_WAIT.as_millis());
    }

    #[test]
    fn a_wait_too_long_for_a_person_is_handed_back() {
        let twenty = Some(LONGEST_WAIT);
        let more = Some(LONGEST_WAIT + Duration::from_secs(1));
        for method in [Method::Get, Method::Patch] {
            let ended = Ended::Answered(429);
            assert_eq!(
                next_step(method, &ended, 1, twenty, 0.0),
                Step::Wait(LONGEST_WAIT)
            );
            assert_eq!(next_step(method, &ended, 1, more, 0.0), Step::Stop);
        }
    }
}
