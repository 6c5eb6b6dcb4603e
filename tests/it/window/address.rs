use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// WebKit takes 100 of these in 10 seconds, and each way from screen to screen needs two.
#[test]
fn a_person_in_a_hurry_still_gets_from_screen_to_screen() {
    let scene = Scene::connected();
    scene.app.js(
        "try { for (;;) history.replaceState(null, '', location.hash); } catch {}",
        &json!([]),
    );
    scene.open(NUNEZ);
    scene.app.go("#/find");
    scene.app.screen("find");
    scene.open(NUNEZ);
}
