//! Pages of the list that do not show what the server holds.

use journal::{LineState, RunId};
use serde_json::{Value, json};

use super::{bench::Bench, faults::assert_no_false_claim, renamed};
use crate::{Run, RunState, RunStop};

const LINES: usize = 60;

/// A run of which every page is altered, and what its families were named before.
async fn run_over(
    alter: impl Fn(&mut Vec<Value>) + Send + 'static,
) -> (Bench, RunId, Run, Vec<String>) {
    let mut bench = Bench::new(80).await;
    bench.school.connection.organization_id = organization(&bench);
    bench.until_listed().await;
    let before = (0..LINES).map(|at| bench.name(at)).collect();
    let plan = bench.renames(0..LINES);
    let run = bench.plan(&plan);
    bench.practice.alter_pages(alter);
    bench.practice.clear_requests();
    let over = bench.to_the_end(run).await;
    // Nothing is sent but what was reviewed.
    for (family, body) in bench.patches() {
        let mut lines = plan.lines.iter();
        let line = lines.find(|line| line.customer.as_str() == family);
        assert_eq!(body, renamed(line.expect("it was planned")));
    }
    (bench, run, over, before)
}

fn organization(bench: &Bench) -> Option<String> {
    let family = bench.practice.family(&bench.ids[0]).unwrap();
    family["organizationId"].as_str().map(str::to_owned)
}

#[tokio::test]
async fn old_records_on_a_page_lead_to_conflicts_and_to_no_claim() {
    let rename = |page: &mut Vec<Value>| {
        for family in page {
            family["name"] = json!("Familia de Antes");
        }
    };
    let (bench, run, over, before) = run_over(rename).await;
    assert_eq!(over.counts.of(LineState::Conflict), LINES);
    assert_eq!(bench.patches(), []);
    assert_no_false_claim(&bench, run, &before);
}

#[tokio::test]
async fn records_of_another_school_on_a_page_stop_the_run() {
    let move_away = |page: &mut Vec<Value>| {
        for family in page {
            family["organizationId"] = json!("org_otra");
        }
    };
    let (bench, run, over, before) = run_over(move_away).await;
    assert_eq!(over.state, RunState::Stopped);
    assert_eq!(over.stop, Some(RunStop::WrongOrganization));
    assert_eq!(over.counts.of(LineState::Planned), LINES);
    assert_eq!(bench.patches(), []);
    assert_no_false_claim(&bench, run, &before);
}

#[tokio::test]
async fn families_that_a_page_does_not_show_are_read_one_by_one() {
    let (bench, run, over, before) = run_over(Vec::clear).await;
    assert_eq!(over.counts.of(LineState::Applied), LINES);
    assert_eq!(bench.single_reads(), LINES);
    assert_no_false_claim(&bench, run, &before);

    let (bench, run, over, before) = run_over(|page| drop(page.remove(4))).await;
    assert_eq!(over.counts.of(LineState::Applied), LINES);
    assert_eq!(bench.single_reads(), 1);
    assert_no_false_claim(&bench, run, &before);
}

#[tokio::test]
async fn a_record_under_another_familys_id_is_held_against_what_was_reviewed_of_that_family() {
    let swap = |page: &mut Vec<Value>| {
        let ids: Vec<Value> = page.iter().map(|family| family["id"].clone()).collect();
        for (at, family) in page.iter_mut().enumerate() {
            family["id"] = ids[(at + 1) % ids.len()].clone();
        }
    };
    let (bench, run, over, before) = run_over(swap).await;
    let conflicts = over.counts.of(LineState::Conflict);
    // Some archived ones among them have the same effect.
    assert_eq!(conflicts, LINES - bench.patches().len());
    assert!(bench.patches().len() < LINES / 10, "{:?}", over.counts);
    assert_no_false_claim(&bench, run, &before);
}

/// Nobody could know better: the API has no condition to send along.
#[tokio::test]
async fn an_old_record_that_equals_what_was_reviewed_lets_that_change_through_and_no_other() {
    let bench = Bench::new(80).await;
    bench.until_listed().await;
    let before: Vec<String> = (0..LINES).map(|at| bench.name(at)).collect();
    let run = bench.plan(&bench.renames(0..LINES));
    let old = bench.practice.families();
    bench.practice.alter_pages(move |page| {
        for family in page {
            let was = old.iter().find(|one| one["id"] == family["id"]);
            *family = was.expect("it was there").clone();
        }
    });
    bench.practice.edit(&bench.ids[5], |family| {
        family.insert("name".into(), json!("Familia Otra"));
        family.insert("skipTaxInvoice".into(), json!(true));
    });
    let done = bench.to_the_end(run).await;
    assert_eq!(done.counts.of(LineState::Applied), LINES);
    assert_no_false_claim(&bench, run, &before);
    let held = bench.practice.family(&bench.ids[5]).unwrap();
    assert_eq!(held["skipTaxInvoice"], json!(true));
}
