//! How few keys, or clicks, the main job takes.

use ficha_tests::{
    engine::Engine,
    keys,
    presses::{change_a_phone, letters_of_one},
};
use practice::Options;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

on_both_engines![one_phone_number_takes_twenty_two_presses_from_find_to_find,];

fn one_phone_number_takes_twenty_two_presses_from_find_to_find(engine: Engine) {
    let scene = Scene::connected_on(
        engine,
        Options {
            require_code: false,
            ..Options::default()
        },
    );
    let families = scene.server.practice().families();
    let name = |family: &serde_json::Value| family["name"].as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = families.iter().map(name).collect();
    let (index, letters) = letters_of_one(&scene.app, &names, 7);

    let presses = change_a_phone(&scene.app, &letters, "5512340000");
    assert!(presses <= 22, "{presses} presses");
    let id = families[index]["id"].as_str().unwrap();
    assert_eq!(scene.server.held(id)["phoneNumber"], json!("+525512340000"));
    // The next family begins where this one did.
    let ready = "const at = document.activeElement;
         return at.name === 'search' && at.selectionEnd - at.selectionStart === at.value.length";
    scene.app.wait("the search to be begun anew", ready);
}

#[test]
fn by_mouse_one_phone_number_takes_five_clicks() {
    let scene = Scene::connected_to(Options {
        require_code: false,
        ..Options::default()
    });
    let app = &scene.app;
    let focused = "return document.activeElement.name === 'search'";
    app.wait("the search to be focused", focused);
    app.js(
        "window.clicks = 0;
         addEventListener('click', () => { window.clicks += 1; }, true);",
        &json!([]),
    );
    // Typing takes no click before it.
    app.browser().keys("0000128765").expect("keys are typed");
    let family = format!("a[href='#/customer/{NUNEZ}']");
    app.see(&family);
    app.click(&family);
    app.screen("edit");
    app.click("[name=phoneNumber]");
    app.press(&format!("{}a", keys::CONTROL));
    app.browser().keys("5512340000").expect("keys are typed");
    app.see("[data-field=phoneNumber][data-changed=true]");
    app.click("[data-action=review]");
    app.screen("review");
    app.click("[data-action=update]");
    assert_eq!(scene.outcome(), "applied");
    app.click("[data-action=next]");
    app.screen("find");
    assert_eq!(app.js("return window.clicks", &json!([])), 5);
    // The next family begins where this one did.
    app.wait("the search to be focused", focused);
    assert_eq!(
        scene.server.held(NUNEZ)["phoneNumber"],
        json!("+525512340000")
    );
}
