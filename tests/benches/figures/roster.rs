//! A school of twenty thousand families in hand: how long a search takes, and the memory they take.

use ficha_tests::{app::App, process::until};
use practice::{Options, Practice};
use serde_json::{Value, json};

use crate::Figure;
use crate::commands::{connected, insist, serve, timed};
use crate::{baseline::KEY, median, memory};

const FAMILIES: usize = 20_000;
const QUERIES: usize = 20;
const ROUNDS: usize = 30;

pub(crate) fn figures() -> Vec<Figure> {
    let few = serve(&Options {
        families: 20,
        ..Options::default()
    });
    let app = connected(&few);
    wait_for_list(&app);
    let process = app.application().expect("the app runs");
    let process = process.as_raw_nonzero().get().unsigned_abs();
    let before = memory::stable_alone(process);
    let practice = serve(&Options {
        families: FAMILIES,
        ..Options::default()
    });
    connect(&app, &practice);
    wait_for_list(&app);
    let roster = memory::stable_alone(process) - before;
    vec![
        find(&app, &practice),
        Figure {
            name: "roster",
            unit: "MiB",
            value: roster,
            baseline: None,
        },
    ]
}

fn connect(app: &App, practice: &Practice) {
    let form = json!({
        "id": null, "name": "Large", "environment": "other", "server": practice.url(), "key": KEY,
    });
    insist(app, "save_connection", &json!({ "form": form }));
    app.browser().reload().expect("the page can be loaded anew");
    app.screen("find");
    app.go("#/help");
    app.screen("help");
}

/// Reading twenty thousand may take longer than anything a test waits for.
fn wait_for_list(app: &App) {
    let is_whole = || {
        let arguments = json!({ "filter": "all", "from": 0, "most": 1 });
        insist(app, "families", &arguments)["roster"]["state"] == "whole"
    };
    let mut last = 0;
    while !is_whole() {
        until("more families", || {
            let arguments = json!({ "filter": "all", "from": 0, "most": 1 });
            let count = insist(app, "families", &arguments)["counts"]["all"].as_u64();
            let more = count.is_some_and(|count| count > last);
            last = count.unwrap_or(last);
            (more || is_whole()).then_some(())
        });
    }
}

/// What people type: a word of the name, spread over all families.
fn find(app: &App, practice: &Practice) -> Figure {
    let families = practice.families();
    let calls: Vec<Value> = families
        .iter()
        .step_by(FAMILIES / QUERIES)
        .filter_map(|family| family["name"].as_str()?.split(' ').next_back())
        .map(|word| json!({ "text": word }))
        .collect();
    practice.clear_requests();
    let mut ours: Vec<f64> = (0..ROUNDS)
        .map(|_| {
            let (milliseconds, answers) = timed(app, "find", &calls);
            let found = |answer: &Value| answer["total"].as_u64().unwrap_or_default() > 0;
            assert!(answers.iter().all(found), "a family was not found");
            milliseconds / calls.len() as f64
        })
        .collect();
    assert_eq!(practice.requests().len(), 0, "the server was asked");
    Figure {
        name: "find",
        unit: "ms",
        value: median(&mut ours),
        baseline: None,
    }
}
