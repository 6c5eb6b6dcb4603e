//! A walk of random presses and keys through the real window, with a server that fails underneath. Whatever happens,
//! nothing may be sent that was not on Review, claimed that the server contradicts, or lost that was typed.
//!
//! `FICHA_WALK_STEPS` and `FICHA_WALK_SEED` make it longer and other: an hour is about 20,000 steps. The same seed takes
//! the same steps, but what they meet depends on the moment, so a find need not come again.

mod ends;
mod hold;
mod kept;
mod look;
mod steps;

use self::steps::Walk;
use crate::window::scene::NUNEZ;

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
    for taken in 1..=steps {
        walk.step();
        if taken % 500 == 0 || taken == steps {
            println!("{taken} steps of seed {seed}: {}", walk.told());
        }
    }
}

/// The guide shows bands of schools in its pictures, and its own sections are no families.
#[test]
fn the_walk_knows_where_it_is_under_the_guide() {
    let mut walk = Walk::begin(8);
    assert_eq!(
        walk.where_under_the_guide(),
        ("practice".into(), NUNEZ.into())
    );
}
