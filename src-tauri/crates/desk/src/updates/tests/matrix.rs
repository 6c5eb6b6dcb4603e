//! Every way a server, a network and a crash can end an update, and what Ficha says of each, held
//! against what the server holds.

#[cfg(unix)]
mod killed;

use std::{collections::BTreeMap, time::Duration};

use practice::{Fault, Options, Practice, Quirks, Target};
use record::{Draft, Verdict};
use serde_json::Value;

use super::bench::{Bench, assigned, named, work_at};
use super::time::pass;
use crate::{Outcome, Proof, updates::outcome, work::Work};

/// Later than any update can still land.
const LATER: Duration = Duration::from_secs(3600);

/// What an update changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Subject {
    /// A field that every answer shows.
    Shown,
    /// One that none does.
    Hidden,
}

impl Subject {
    const ALL: [Self; 2] = [Self::Shown, Self::Hidden];

    fn asked(self) -> &'static str {
        match self {
            Self::Shown => "Familia Núñez Peralta",
            Self::Hidden => "usr_7Yt2",
        }
    }

    fn draft(self) -> Draft {
        match self {
            Self::Shown => named(self.asked()),
            Self::Hidden => assigned(self.asked()),
        }
    }

    /// What the server holds of it.
    fn held(self, practice: &Practice, id: &str) -> Value {
        let field = match self {
            Self::Shown => "name",
            Self::Hidden => "assigneeId",
        };
        practice.family(id).unwrap()[field].clone()
    }
}

/// When another connection comes into use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Switch {
    Never,
    /// While the record is read before the update.
    BeforeSend,
    /// While the update's answer is on its way.
    AfterSend,
}

fn options(stands_still: bool) -> Options {
    Options {
        families: 3,
        require_code: false,
        quirks: Quirks {
            updated_at_stands_still: stands_still,
            ..Quirks::default()
        },
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
    let write = fault.map(|fault| fault.on(Target::Writes));
    practice.push_faults([None, None, write]);
    if !readable {
        practice.set_fault(Fault::ServerErrorBefore.on(Target::Reads));
    }
}

/// What is so, by the server.
struct Truth {
    asked: &'static str,
    before: Value,
    now: Value,
}

impl Truth {
    fn of(practice: &Practice, id: &str, subject: Subject, before: &Value) -> Self {
        Self {
            asked: subject.asked(),
            before: before.clone(),
            now: subject.held(practice, id),
        }
    }

    /// The claim, and whether it contradicts the server; a claim about the end has to hold at the end.
    fn judge(&self, claim: &Outcome) -> (&'static str, bool) {
        let done = self.now == self.asked;
        let untouched = self.now == self.before;
        match claim {
            // It says that the server said yes, and that nobody can look.
            Outcome::Applied {
                rows,
                proof: Proof::Answer | Proof::Recorded,
                ..
            } if rows.iter().all(|row| row.verdict == Verdict::CannotTell) => ("accepted", false),
            Outcome::Applied { .. } => ("applied", !done),
            Outcome::NotApplied { .. } => ("not applied", !untouched),
            Outcome::Refused {
                confirmed: true, ..
            } => ("refused", !untouched),
            // It says that the server said no, and that nobody can look.
            Outcome::Refused {
                confirmed: false, ..
            } => ("declined", false),
            Outcome::Different { .. } => ("different", done),
            Outcome::Unknown { .. } => ("unknown", false),
            Outcome::Conflict { .. } => ("conflict", done),
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
    fn note(&mut self, case: &str, truth: &Truth, claim: &Outcome) {
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
        println!(
            "{what}: {} cases, {} false claims; claims {:?}",
            self.cases,
            self.false_claims.len(),
            self.claims
        );
        assert!(self.false_claims.is_empty(), "{:#?}", self.false_claims);
    }
}

/// What the page is told in the end, once everything can be read and nothing can land any more.
async fn in_the_end(work: &Work, bench: &Bench, subject: Subject, case: &str) -> Option<Outcome> {
    bench.practice.land_late();
    bench.practice.set_fault(None);
    let school = work.in_use.school().unwrap();
    // From the first look on, a process that did not send an update knows how much time passes.
    let _ = outcome(work, &school, &bench.id).await;
    pass(LATER);
    let last = outcome(work, &school, &bench.id).await.ok();
    let last = last.map(|report| report.outcome);
    if let (Some(Outcome::Unknown { .. }), Subject::Shown) = (&last, subject) {
        panic!("{case}: never known");
    }
    last
}

#[derive(Clone, Debug)]
struct Case {
    fault: (&'static str, Option<Fault>),
    subject: Subject,
    readable: bool,
    stands_still: bool,
    switch: Switch,
}

async fn run(tally: &mut Tally, case: Case) {
    let name = format!("{case:?}");
    let Case {
        fault: (_, fault),
        subject,
        readable,
        stands_still,
        switch,
    } = case;
    let bench = Bench::with(options(stands_still)).await;
    let before = subject.held(&bench.practice, bench.id.as_str());
    script(&bench.practice, fault, readable);
    bench.ready_with(subject.draft()).await;
    let (held, reach) = match switch {
        Switch::Never => (None, 0),
        // The record was read twice by then.
        Switch::BeforeSend => (Some(Target::Reads), 2),
        Switch::AfterSend => (Some(Target::Writes), 3),
    };
    let claim = if let Some(held) = held {
        bench.practice.hold_answers_to(held);
        let meanwhile = async {
            bench.practice.requests_reach(reach).await;
            bench.switch();
            bench.practice.release_answers();
        };
        let (claim, ()) = tokio::join!(bench.send(), meanwhile);
        claim
    } else {
        bench.send().await
    };
    tally.cases += 1;
    let truth = || Truth::of(&bench.practice, bench.id.as_str(), subject, &before);
    if let Ok(claim) = &claim {
        tally.note(&name, &truth(), claim);
    }
    // What is typed is there until it is proven that it arrived.
    let draft = bench.school.book.draft(&bench.id).unwrap();
    if !matches!(claim, Ok(Outcome::Applied { .. })) {
        assert_eq!(
            draft.map(|kept| kept.draft),
            Some(subject.draft()),
            "{name}"
        );
    }

    let (work, _) = work_at(
        &bench.practice.url(),
        &bench.school.connection.id,
        &bench.journal(),
    );
    let last = in_the_end(&work, &bench, subject, &name).await;
    for claim in claim.iter().chain(&last) {
        tally.note(&format!("{name}, in the end"), &truth(), claim);
    }
    let sent = bench.patches().len();
    assert!(sent <= 3, "{name}: sent {sent} times");
}

#[tokio::test]
async fn nothing_is_claimed_that_the_server_contradicts() {
    let mut tally = Tally::default();
    for fault in faults() {
        for subject in Subject::ALL {
            for readable in [true, false] {
                for stands_still in [false, true] {
                    for switch in [Switch::Never, Switch::BeforeSend, Switch::AfterSend] {
                        let case = Case {
                            fault: fault.clone(),
                            subject,
                            readable,
                            stands_still,
                            switch,
                        };
                        run(&mut tally, case).await;
                    }
                }
            }
        }
    }
    tally.report(
        "every fault, of a field that is shown or not, read back or not, with a date that moves or not, \
         another connection in use before, after or never",
    );
}
