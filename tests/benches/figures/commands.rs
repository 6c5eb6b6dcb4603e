//! How long the page waits for a command, in the real window, against the bare requests behind it.

use ficha_tests::app::{App, AppOptions};
use practice::{Options, Practice};
use serde_json::{Value, json};
use tokio::runtime::Builder;

use crate::Figure;
use crate::baseline::{Bare, KEY, curl};

const ROUNDS: usize = 30;

pub(crate) fn figures() -> Vec<Figure> {
    updates()
}

/// WebKit's clock shows the page full milliseconds only, which even out over many calls.
const TIMED: &str = "
  const [command, calls] = arguments;
  const { invoke } = window.__TAURI_INTERNALS__;
  const run = async () => {
    const answers = [];
    let milliseconds = 0;
    for (const call of calls) {
      const started = performance.now();
      const answer = await invoke(command, call);
      milliseconds += performance.now() - started;
      answers.push(answer);
      // As the page does as soon as it shows what came of it.
      if (command === 'update') await invoke('acknowledge', { at: call.at, update: answer.update });
    }
    return { milliseconds, answers };
  };
  run().then(done, (error) => done({ error }));
";

pub(crate) fn timed(app: &App, command: &str, calls: &[Value]) -> (f64, Vec<Value>) {
    let at = app.here(&json!({}))["at"].clone();
    let mut calls = calls.to_vec();
    for call in &mut calls {
        call["at"] = at.clone();
    }
    let ran = app
        .browser()
        .run_async(TIMED, &json!([command, calls]))
        .unwrap_or_else(|refused| panic!("{command}: {refused:?}"));
    let milliseconds = ran["milliseconds"].as_f64();
    let milliseconds = milliseconds.unwrap_or_else(|| panic!("{command}: {}", ran["error"]));
    (
        milliseconds,
        ran["answers"].as_array().cloned().unwrap_or_default(),
    )
}

fn updates() -> Vec<Figure> {
    const AT_ONCE: usize = 10;
    let practice = serve(&Options {
        require_code: false,
        ..Options::default()
    });
    let app = connected(&practice);
    let ids: Vec<String> = practice
        .families()
        .iter()
        .filter(|family| family["archivedAt"].is_null())
        .take(AT_ONCE)
        .map(|family| family["id"].as_str().unwrap_or_default().to_owned())
        .collect();
    let bare = Bare::new();
    let (mut ours, mut reqwests, mut curls) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        for id in &ids {
            insist(&app, "open", &json!({ "id": id }));
            let name = json!({ "kind": "text", "text": format!("Familia de prueba {round}"), "exact": false });
            insist(
                &app,
                "review",
                &json!({ "id": id, "draft": { "name": name } }),
            );
        }
        practice.clear_requests();
        let calls: Vec<Value> = ids
            .iter()
            .map(|id| json!({ "id": id, "code": null }))
            .collect();
        let (milliseconds, answers) = timed(&app, "update", &calls);
        for answer in &answers {
            assert_eq!(
                answer["kind"], "applied",
                "an update was not applied: {answer}"
            );
        }
        let requests = practice.requests();
        ours.push(milliseconds / ids.len() as f64);
        reqwests.push(bare.replay(&practice.url(), &requests) / ids.len() as f64);
        curls.push(curl(&practice.url(), &requests) / ids.len() as f64);
    }
    vec![
        Figure::of("update", "ms", &mut ours, &mut reqwests),
        Figure::of("update-curl", "ms", &mut ours.clone(), &mut curls),
    ]
}

pub(crate) fn serve(options: &Options) -> Practice {
    let runtime = Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let options = Options {
        key: Some(KEY.to_owned()),
        ..options.clone()
    };
    runtime
        .block_on(Practice::start(options))
        .expect("a free port")
}

pub(crate) fn connected(practice: &Practice) -> App {
    let app = App::start(&AppOptions::default());
    let form = json!({
        "id": null, "name": "Bench", "environment": "other", "server": practice.url(), "key": KEY,
    });
    let session = insist(&app, "save_connection", &json!({ "form": form }));
    assert_eq!(
        session["current"]["server"],
        practice.url(),
        "the bench is not connected: {session}"
    );
    // So that the page, too, is at this connection, with nothing to redraw meanwhile.
    app.browser().reload().expect("the page can be loaded anew");
    app.screen("find");
    app.go("#/help");
    app.screen("help");
    app
}

pub(crate) fn insist(app: &App, command: &str, arguments: &Value) -> Value {
    app.command(command, arguments)
        .unwrap_or_else(|error| panic!("{command}: {error}"))
}
