//! Every way a server, a network and a crash can end an update, and what Ficha says of each, held
//! against what the server holds.

#[cfg(unix)]
mod killed;

use std::{collections::BTreeMap, time::Duration};

use practice::{Fault, Options, Practice, Rule, Target};
use serde_json::Value;

use super::bench::{Bench, named, work_at};
use crate::{clock::pass, updates::outcome, wire::Updated, work::Work};

const ASKED: &str = "Familia Núñez Peralta";

/// Later than any update can still land.
const LATER: Duration = Duration::from_secs(3600);

fn options() -> Options {
    Options {
        families: 3,
        require_code: false,
        ..Options::default()
    }
}

/// Every fault, and none, fit for a test that waits for nothing.
fn faults() -> Vec<(&'static str, Option<Fault>)> {
    let named = Fault::ALL.into_iter().map(|name| {
        let fault = match name {
            "slow" => Fault::Slow(Duration::from_millis(20)),
            "late" => Fault::Late { after: None },
            "rate-limited" => Fault::RateLimited {
                retry_after: Some("1".into()),
            },
            _ => Fault::from_name(name).expect("a fault of that name"),
        };
        (name, Some(fault))
    });
    [("none", None)].into_iter().chain(named).collect()
}

/// Lets the reads before the update through; after it, none.
fn script(practice: &Practice, fault: Option<Fault>, readable: bool) {
    let write = fault.map(|fault| Rule::from(fault.on(Target::Writes)));
    practice.push_faults([None, None, write]);
    if !readable {
        practice.set_fault(Fault::ServerErrorBefore.on(Target::Reads));
    }
}

/// What is so, by the server.
struct Truth {
    before: Value,
    now: Value,
}

impl Truth {
    fn of(practice: &Practice, id: &str, before: &Value) -> Self {
        Self {
            before: before.clone(),
            now: practice.family(id).unwrap()["name"].clone(),
        }
    }

    /// The claim, and whether it contradicts the server; a claim about the end has to hold at the end.
    fn judge(&self, claim: &Updated) -> (&'static str, bool) {
        match claim {
            Updated::Applied { .. } => ("applied", self.now != ASKED),
            Updated::NotApplied { .. } => ("not applied", self.now != self.before),
            Updated::Refused { .. } => ("refused", self.now != self.before),
            Updated::Different { .. } => ("different", self.now == ASKED),
            Updated::Unknown { .. } => ("unknown", false),
            Updated::Conflict { .. } => ("conflict", self.now == ASKED),
        }
    }
}

#[derive(Default)]
struct Tally {
    cases: usize,
    claims: BTreeMap<&'static str, usize>,
    false_claims: Vec<String>,
}

impl Tally {
    fn note(&mut self, case: &str, truth: &Truth, claim: &Updated) {
        let (word, is_false) = truth.judge(claim);
        *self.claims.entry(word).or_default() += 1;
        if is_false {
            self.false_claims.push(format!(
                "{case}: {word}, but the server holds {}",
                truth.now
            ));
        }
    }

    fn report(&self, what: &str) {
        println!("{what}: {} cases, claims {:?}", self.cases, self.claims);
        assert!(self.false_claims.is_empty(), "{:#?}", self.false_claims);
    }
}

/// What the page is told in the end, once everything can be read and nothing can land any more.
async fn in_the_end(work: &Work, bench: &Bench, case: &str) -> Option<Updated> {
    bench.practice.land_late();
    bench.practice.set_fault(None);
    pass(LATER);
    let desk = work.in_use.desk().unwrap();
    let last = outcome(work, &desk, &bench.id).await.ok();
    if let Some(Updated::Unknown { .. }) = last {
        panic!("{case}: never known");
    }
    last
}

async fn case(tally: &mut Tally, name: &str, fault: Option<Fault>, readable: bool, switch: bool) {
    let case = format!("{name}, readable {readable}, switch {switch}");
    let bench = Bench::with(options()).await;
    let before = bench.family()["name"].clone();
    script(&bench.practice, fault, readable);
    bench.ready(ASKED).await;
    let claim = if switch {
        bench.practice.hold_answers();
        let meanwhile = async {
            // The read before the update waits for its answer too.
            bench.practice.requests_reach(2).await;
            bench.switch();
            bench.practice.release_answers();
        };
        let (claim, ()) = tokio::join!(bench.send(), meanwhile);
        claim
    } else {
        bench.send().await
    };
    tally.cases += 1;
    if let Ok(claim) = &claim {
        tally.note(
            &case,
            &Truth::of(&bench.practice, bench.id.as_str(), &before),
            claim,
        );
    }
    // What is typed is there until it is proven that it arrived.
    let draft = bench.desk.book.draft(&bench.id).unwrap();
    if !matches!(claim, Ok(Updated::Applied { .. })) {
        assert_eq!(draft.map(|kept| kept.draft), Some(named(ASKED)), "{case}");
    }

    let (work, _) = work_at(
        &bench.practice.url(),
        &bench.desk.connection.id,
        &bench.journal(),
    );
    let last = in_the_end(&work, &bench, &case).await;
    let truth = Truth::of(&bench.practice, bench.id.as_str(), &before);
    for claim in claim.iter().chain(&last) {
        tally.note(&format!("{case}, in the end"), &truth, claim);
    }
    let sent = bench.patches().len();
    assert!(sent <= 3, "{case}: sent {sent} times");
}

#[tokio::test]
async fn nothing_is_claimed_that_the_server_contradicts() {
    let mut tally = Tally::default();
    for (name, fault) in faults() {
        for readable in [true, false] {
            for switch in [false, true] {
                case(&mut tally, name, fault.clone(), readable, switch).await;
            }
        }
    }
    tally.report("every fault, read back or not, switched meanwhile or not");
}
