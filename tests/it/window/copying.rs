//! Whatever is needed elsewhere is copied with one click.

use ficha_tests::keys;
use practice::Options;
use serde_json::json;

use super::scene::{NUNEZ, Scene};

#[test]
fn ids_phones_and_emails_are_copied_with_one_click_as_quentli_holds_them() {
    let scene = Scene::connected();
    let app = &scene.app;
    scene.open(NUNEZ);
    let held = scene.server.held(NUNEZ);
    for field in ["phoneNumber", "email", "username"] {
        app.click(&format!("[data-copy={field}]"));
        app.see(&format!("[data-copy={field}][data-copied]"));
        assert_eq!(json!(app.clipboard()), held[field], "{field}");
    }
    app.click(".facts [aria-label='Copiar: Id']");
    app.says(".announcer", "Copiado");
    assert_eq!(app.clipboard(), NUNEZ);
    // Copying is not editing.
    assert_eq!(app.count("[data-changed=true]"), 0);
}

#[test]
fn what_is_typed_is_what_is_copied_and_an_empty_field_offers_nothing() {
    let scene = Scene::connected();
    let app = &scene.app;
    scene.open(NUNEZ);
    let hidden = "return document.querySelector('[data-copy=secondaryPhoneNumber]').hidden";
    assert_eq!(app.js(hidden, &json!([])), true);
    app.type_into("secondaryPhoneNumber", "55 9999 0000");
    app.click("[data-copy=secondaryPhoneNumber]");
    app.see("[data-copy=secondaryPhoneNumber][data-copied]");
    assert_eq!(app.clipboard(), "55 9999 0000");
    app.click("[data-undo=secondaryPhoneNumber]");
    app.wait("the button to go", hidden);
    app.click("[data-clear=phoneNumber]");
    app.wait(
        "the button of a cleared field to go",
        "return document.querySelector('[data-copy=phoneNumber]').hidden",
    );
}

#[test]
fn copying_is_the_next_stop_after_its_field_and_says_what_it_copies() {
    let scene = Scene::connected();
    let app = &scene.app;
    scene.open(NUNEZ);
    app.press(&format!("{}1", keys::ALT));
    app.press(keys::TAB);
    let at = "return document.activeElement.getAttribute('aria-label')";
    assert_eq!(app.js(at, &json!([])), "Copiar: Teléfono de WhatsApp");
    let seen = "const caption = document.activeElement.querySelector('.copy-caption');
         return getComputedStyle(caption).visibility + ' ' + getComputedStyle(document.activeElement).opacity";
    assert_eq!(app.js(seen, &json!([])), "visible 1");
    app.press(keys::ENTER);
    app.says(".copy-button:focus", "Copiado");
    assert_eq!(
        json!(app.clipboard()),
        scene.server.held(NUNEZ)["phoneNumber"]
    );
}

#[test]
fn a_result_offers_what_quentli_holds_now() {
    let scene = Scene::connected_to(Options {
        require_code: false,
        ..Options::default()
    });
    scene.open(NUNEZ);
    scene.app.type_into("phoneNumber", "55 9999 0000");
    scene.review();
    assert_eq!(scene.update(), "applied");
    scene
        .app
        .click("[data-result-of=phoneNumber] [data-action=copy]");
    scene.app.see("[data-result-of=phoneNumber] [data-copied]");
    assert_eq!(scene.app.clipboard(), "+525599990000");
    scene.app.screen("result");
}
