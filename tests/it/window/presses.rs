//! How few keys the main job takes.

use ficha_tests::{
    engine::Engine,
    presses::{change_a_phone, letters_of_one},
};
use practice::Options;
use serde_json::json;

use super::scene::Scene;

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
