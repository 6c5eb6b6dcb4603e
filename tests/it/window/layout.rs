//! On every screen, at each size of the window: nothing scrolls sideways, and no control is cut or covered.

use ficha_tests::{app::AppOptions, engine::Engine};
use practice::Options;
use serde_json::json;

use super::{scene::Scene, screens::each_screen};

on_both_engines![
    no_screen_scrolls_sideways_or_hides_a_control_at_any_width,
    no_screen_scrolls_sideways_or_hides_a_control_at_200_percent,
];

/// The smallest window, the smallest that is meant for work, the one of a first start, and a large screen.
const SIZES: [(u32, u32); 4] = [(640, 480), (800, 560), (1180, 820), LARGE];
const LARGE: (u32, u32) = (1920, 1080);

/// Leads a window on such a screen through every screen of the app, shows each in these sizes, and fails with all
/// that is hidden somewhere.
fn nothing_is_hidden(engine: Engine, screen: (u32, u32), sizes: &[(u32, u32)]) {
    let options = AppOptions {
        screen,
        ..engine.into()
    };
    let scene = Scene::first_start(Options::default(), &options);
    let mut hidden = Vec::new();
    each_screen(&scene, |what| {
        for &(width, height) in sizes {
            scene.app.set_window(width, height);
            let found = scene.app.js(include_str!("layout.js"), &json!([]));
            let found = found.as_array().into_iter().flatten();
            hidden.extend(found.map(|one| format!("{what} at {width} x {height}: {one}")));
        }
        // What follows is the same for each size.
        scene.app.set_window(screen.0, screen.1);
    });
    assert!(hidden.is_empty(), "{}", hidden.join("\n"));
}

fn no_screen_scrolls_sideways_or_hides_a_control_at_any_width(engine: Engine) {
    nothing_is_hidden(engine, LARGE, &SIZES);
}

/// A page that is zoomed is laid out as in a smaller window; only what is drawn is larger. A window is that small
/// only where the screen is, from which the app takes a title bar and a task bar.
fn no_screen_scrolls_sideways_or_hides_a_control_at_200_percent(engine: Engine) {
    let (width, height) = (1024 / 2, 700 / 2);
    nothing_is_hidden(engine, (width, height + 80), &[(width, height)]);
}
