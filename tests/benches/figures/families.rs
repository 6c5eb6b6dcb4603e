//! Whether families that were opened stay in memory.

use ficha_tests::app::App;
use ficha_tests::keys;
use practice::Options;

use crate::Figure;
use crate::commands::{connected, serve};
use crate::memory;

const FEW: usize = 20;
const MANY: usize = 300;

/// One window, the same families in the same order: its memory after many against after few.
pub(crate) fn figure() -> Figure {
    let practice = serve(&Options {
        families: MANY,
        ..Options::default()
    });
    let mut app = connected(&practice);
    // The loaded page does not know of the school yet.
    app.restart();
    app.screen("find");
    let ids: Vec<String> = practice
        .families()
        .iter()
        .filter_map(|family| family["id"].as_str().map(str::to_owned))
        .collect();
    assert!(ids.len() >= MANY, "the school has {} families", ids.len());
    let process = app.application().expect("the app runs");
    let process = process.as_raw_nonzero().get().unsigned_abs();
    for id in &ids[..FEW] {
        look_at(&app, id);
    }
    let few = memory::stable(process);
    for id in &ids[FEW..MANY] {
        look_at(&app, id);
    }
    Figure {
        name: "memory-300",
        unit: "MiB",
        value: memory::stable(process),
        baseline: Some(few),
    }
}

/// As a person does: searched for, opened with Enter, left with Esc.
fn look_at(app: &App, id: &str) {
    app.paste_into("search", id);
    app.see(&format!("[data-hit=\"{id}\"]"));
    app.press(keys::ENTER);
    app.screen("edit");
    app.press(keys::ESCAPE);
    app.screen("find");
}
