//! A run that is looked at while it moves.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    thread,
};

use journal::RunId;

use super::bench::{Bench, changed_name, plan_of, planned};
use crate::{RunState, runs};

const RUNS: usize = 40;
const NONE: i64 = 0;
const OVER: i64 = -1;

/// The end of a run is two steps: it is written down, and nobody works on it any more.
#[tokio::test(flavor = "multi_thread")]
async fn a_run_that_ends_while_it_is_looked_at_was_not_interrupted() {
    let bench = Bench::new(10).await;
    bench.until_listed().await;
    let begun = AtomicI64::new(NONE);
    thread::scope(|scope| {
        scope.spawn(|| {
            loop {
                match begun.load(Ordering::Relaxed) {
                    OVER => return,
                    NONE => thread::yield_now(),
                    run => {
                        let shown = runs::one(&bench.work, &bench.school, RunId(run)).unwrap();
                        let state = shown.state;
                        assert!(
                            matches!(state, RunState::Running | RunState::Done),
                            "{state:?}"
                        );
                    }
                }
            }
        });
        let several = async {
            let mut before = bench.name(0);
            for number in 0..RUNS {
                let after = format!("Familia {number}");
                let change = changed_name(&before, &after);
                let run = bench.plan(&plan_of(vec![planned(&bench.ids[0], 2, 0, vec![change])]));
                bench.begin(run, None);
                begun.store(run.0, Ordering::Relaxed);
                bench.driven(bench.until_over(run)).await;
                before = after;
            }
            begun.store(OVER, Ordering::Relaxed);
        };
        tokio::task::block_in_place(|| tokio::runtime::Handle::current().block_on(several));
    });
}
