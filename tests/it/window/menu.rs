//! The native menu, opened and walked through with the keyboard.

use ficha_tests::{app::App, display::keysyms};
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// Chooses the entry of Edit that is this many below the first; separators count for nothing.
fn choose_from_edit(app: &App, down: usize) {
    app.strike(&[keysyms::F10]);
    app.strike(&[keysyms::RIGHT]);
    for _ in 0..=down {
        app.strike(&[keysyms::DOWN]);
    }
    app.strike(&[keysyms::RETURN]);
}

fn becomes(app: &App, value: &str) {
    app.wait_with(
        &format!("the name to be {value:?}"),
        "return document.querySelector('[name=name]').value === given[0]",
        &json!([value]),
    );
}

#[test]
fn typing_is_undone_and_done_again_from_the_menu() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    let before = scene.app.value("name");
    scene.app.click("[name=name]");
    scene.app.paste_into("name", "Familia Otra");
    choose_from_edit(&scene.app, 0);
    becomes(&scene.app, &before);
    choose_from_edit(&scene.app, 1);
    becomes(&scene.app, "Familia Otra");
}

#[test]
fn text_is_cut_and_pasted_from_the_menu() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    let before = scene.app.value("name");
    scene.app.click("[name=name]");
    choose_from_edit(&scene.app, 5);
    choose_from_edit(&scene.app, 2);
    becomes(&scene.app, "");
    choose_from_edit(&scene.app, 4);
    becomes(&scene.app, &before);
    choose_from_edit(&scene.app, 4);
    becomes(&scene.app, &before.repeat(2));
}
