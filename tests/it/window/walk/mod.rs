//! A walk of random presses and keys through the real window, against failing servers. Nothing may be sent that was
//! not on Review, claimed that the server contradicts, or lost that was typed.
//!
//! `FICHA_WALK_STEPS` and `FICHA_WALK_SEED` set its length and its steps: an hour is about 20,000 steps. The same seed
//! takes the same steps, but their timing differs, so a failure may not recur.

mod kept;
mod steps;

use self::steps::Walk;

/// About two minutes.
const STEPS: usize = 600;

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

#[test]
fn a_random_walk_finds_nothing_unreviewed_untrue_or_lost() {
    let seed = number("FICHA_WALK_SEED").unwrap_or(8);
    let steps = number("FICHA_WALK_STEPS").map_or(STEPS, |steps| steps.try_into().unwrap_or(STEPS));
    let mut walk = Walk::begin(seed);
    for _ in 0..steps {
        walk.step();
    }
    println!("{steps} steps of seed {seed}: {}", walk.summary());
}
