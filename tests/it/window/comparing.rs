//! The family that already has a value opens beside the one being edited.

use ficha_tests::keys;
use practice::{Fault, Options, Target};
use serde_json::json;

use super::{
    double_click::resize,
    scene::{HERNANDEZ, NUNEZ, Scene},
};

/// An update that Quentli refused because another family has the username.
fn refused() -> Scene {
    let scene = Scene::connected_to(Options {
        require_code: false,
        ..Options::default()
    });
    scene.open(NUNEZ);
    scene.app.type_into("username", "12873");
    scene.review();
    assert_eq!(scene.update(), "refused");
    scene
}

fn compare(scene: &Scene) {
    scene.app.click(&format!("[data-clash={HERNANDEZ}]"));
    scene.app.see("[data-compared=username]");
}

#[test]
fn the_other_family_is_shown_beside_this_one_and_the_draft_stays() {
    let scene = refused();
    let app = &scene.app;
    compare(&scene);
    app.screen("review");
    let shown = app.text("[data-comparison]");
    for family in ["Familia Núñez Pérez", "Hernández"] {
        assert!(shown.contains(family), "{shown}");
    }
    let differs = |name: &str| {
        let attribute =
            "return document.querySelector(`[data-compared='${arguments[0]}']`).dataset.differs";
        app.js(attribute, &json!([name]))
    };
    assert_eq!(differs("username"), "false", "what is typed is theirs");
    assert_eq!(differs("name"), "true");
    app.says("[data-compared=username]", "(sin enviar)");
    app.says("[data-compared=name]", "distinto");
    assert_eq!(
        app.count("[data-comparison] :is(input, select, textarea)"),
        0
    );
    assert_eq!(scene.server.patches().len(), 1, "comparing sends nothing");
    assert_eq!(
        app.command("drafts", &json!({}))
            .unwrap()
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let recent = app.command("recent", &json!({})).unwrap();
    assert_eq!(recent.as_array().unwrap().len(), 1, "it was not opened");

    app.click("[data-action=close-comparison]");
    assert_eq!(app.count("[data-comparison]"), 0);
    assert_eq!(app.count(&format!("[data-clash={HERNANDEZ}]:focus")), 1);
}

#[test]
fn opening_the_other_family_asks_about_the_draft_and_this_one_leads_back_to_it() {
    let scene = refused();
    let app = &scene.app;
    compare(&scene);
    app.click(&format!("[data-open={HERNANDEZ}]"));
    app.click("dialog[open] [data-action=answer-stay]");
    app.screen("review");
    app.click(&format!("[data-open={NUNEZ}]"));
    app.screen("edit");
    assert_eq!(app.value("username"), "12873");
    app.go(&format!("#/customer/{NUNEZ}/review"));
    app.screen("review");
}

#[test]
fn at_640_pixels_and_by_keyboard_it_can_be_used() {
    let scene = refused();
    let app = &scene.app;
    resize(&scene, 640, 480);
    // A window without a window manager may lose the keyboard's attention as it is resized: `:focus` matches nothing then.
    let is_at = |selector: &str| {
        let at = "return document.activeElement.matches(arguments[0])";
        app.js(at, &json!([selector])) == true
    };
    let focus = "document.querySelector('[data-clash]').focus()";
    app.js(focus, &json!([]));
    app.press(keys::ENTER);
    app.see("[data-compared=username]");
    assert!(is_at("[data-comparison] h2"));
    let fits = "const at = document.querySelector('.outlet');
         const cells = document.querySelectorAll('[data-compared=name] td');
         const [mine, other] = Array.from(cells, (cell) => cell.getBoundingClientRect());
         return at.scrollWidth <= at.clientWidth && mine.bottom <= other.top";
    assert_eq!(app.js(fits, &json!([])), true, "one above the other");
    app.press(keys::TAB);
    assert!(is_at(&format!("[data-open={NUNEZ}]")));
    app.press(keys::TAB);
    assert!(is_at(&format!("[data-open={HERNANDEZ}]")));
    app.press(keys::TAB);
    app.press(keys::ENTER);
    app.wait(
        "the comparison to close",
        "return document.querySelector('[data-comparison]') === null",
    );
    app.screen("review");
}

#[test]
fn where_the_other_family_cannot_be_read_it_says_why_and_can_be_tried_again() {
    let scene = refused();
    let app = &scene.app;
    scene.server.play(Fault::Forbidden.on(Target::Reads));
    app.click(&format!("[data-clash={HERNANDEZ}]"));
    app.see("[data-comparison] [data-error=forbidden]");
    scene.server.play(None);
    app.click("[data-comparison] [data-action=retry]");
    app.see("[data-compared=username]");
}
