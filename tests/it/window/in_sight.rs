//! What goes wrong is shown where it can be seen, wherever the window was scrolled to.

use ficha_tests::app::AppOptions;
use practice::{Fault, Options, Target};
use serde_json::{Value, json};

use super::scene::{KEY, NUNEZ, Scene};

/// A window in which little of a page can be seen at once.
fn small() -> Scene {
    let options = AppOptions {
        screen: (640, 480),
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    scene.connect();
    scene
}

/// From now on the page's calls of this command fail.
fn refuse(scene: &Scene, command: &str) {
    scene.app.js(
        "const before = window.fetch;
         const [command] = arguments;
         window.fetch = (address, ...rest) => {
           if (!String(address?.url ?? address).endsWith(`/${command}`)) return before(address, ...rest);
           const error = { code: 'internal', message: null, status: null, retryAfterSeconds: null, host: null, problems: [] };
           return Promise.resolve(new Response(JSON.stringify(error), { headers: { 'Content-Type': 'application/json', 'Tauri-Response': 'error' } }));
         };",
        &json!([command]),
    );
}

fn scroll_to_end(scene: &Scene) {
    scene.app.js(
        "const room = document.querySelector('.outlet'); room.scrollTop = room.scrollHeight",
        &json!([]),
    );
}

/// Clicks without scrolling to the button first, as a key would.
fn press(scene: &Scene, selector: &str) {
    scene.app.armed(selector);
    scene.app.js(
        "document.querySelector(arguments[0]).click()",
        &json!([selector]),
    );
}

/// Its heading is on the screen, uncovered, and a screen reader announces it.
#[track_caller]
fn is_in_sight(scene: &Scene, selector: &str) {
    scene.app.see(selector);
    scene.app.wait_until_still();
    let found = scene.app.js(
        "const at = document.querySelector(arguments[0]);
         const { left, top, bottom } = (at.querySelector('h2, .notice-title') ?? at).getBoundingClientRect();
         const covers = [top + 3, bottom - 3].map((y) => document.elementFromPoint(left + 4, y));
         return [covers.every((one) => one !== null && at.contains(one)), at.closest('[role=alert]') !== null, top]",
        &json!([selector]),
    );
    assert_eq!(found[0], true, "{selector} is out of sight: {found}");
    assert_eq!(found[1], true, "{selector} is not announced");
}

#[test]
fn on_edit_where_a_field_far_below_is_typed_into() {
    let scene = small();
    scene.open(NUNEZ);
    refuse(&scene, "edit");
    let place = |scene: &Scene| {
        let top = "return Math.round(document.activeElement.getBoundingClientRect().top)";
        scene.app.js(top, &json!([]))
    };
    scene.app.js(
        "const box = document.querySelector('[name=username]');
         box.scrollIntoView({ block: 'center' });
         box.focus({ preventScroll: true });",
        &json!([]),
    );
    let before = place(&scene);
    for letter in ["a", "b"] {
        scene.app.press(letter);
        scene.app.see("[data-error=internal]");
        is_in_sight(&scene, "[data-error=internal]");
        assert_eq!(place(&scene), before, "the field moves under the hands");
    }
}

#[test]
fn an_error_goes_once_what_failed_works_again() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.js("window.atFirst = window.fetch", &json!([]));
    refuse(&scene, "edit");
    scene.app.paste_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-error=internal]");
    scene.app.js("window.fetch = window.atFirst", &json!([]));
    scene.app.click("[data-error=internal] [data-action=retry]");
    scene.app.says(".action-says", "Borrador guardado");
    assert_eq!(scene.app.count("[data-error]"), 0);
}

#[test]
fn on_edit_where_discarding_fails() {
    let scene = small();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    refuse(&scene, "discard");
    scene.app.click("[data-action=discard]");
    scroll_to_end(&scene);
    scene.app.click("dialog[open] [data-action=answer-drop]");
    is_in_sight(&scene, "[data-error=internal]");
}

#[test]
fn on_review_and_its_refusals() {
    let scene = small();
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    refuse(&scene, "update");
    scroll_to_end(&scene);
    press(&scene, "[data-action=update]");
    is_in_sight(&scene, "[data-error=internal]");
}

#[test]
fn on_review_where_quentli_refuses() {
    let scene = small();
    scene.server.play(Fault::Forbidden.on(Target::Writes));
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scroll_to_end(&scene);
    press(&scene, "[data-action=update]");
    is_in_sight(&scene, "[data-refusal]");
}

#[test]
fn on_the_result() {
    let scene = small();
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene
        .server
        .play(Fault::Late { after: None }.on(Target::Writes));
    assert_eq!(scene.update(), "unknown");
    refuse(&scene, "give_up");
    scene.app.click("[data-action=give-up]");
    scene.app.js(
        "document.querySelector('.outlet').scrollTop = 0",
        &json!([]),
    );
    scene.app.click("dialog[open] [data-action=answer-giveUp]");
    is_in_sight(&scene, "[data-error=internal]");
}

#[test]
fn on_settings() {
    let scene = small();
    scene.app.go("#/settings");
    scene.app.screen("settings");
    for command in ["erase", "forget_connection", "open_diagnostics"] {
        refuse(&scene, command);
    }
    scene.app.click("[data-action=erase]");
    scroll_to_end(&scene);
    scene.app.click("dialog[open] [data-action=answer-erase]");
    is_in_sight(&scene, "[data-setting=privacy] [data-error]");
    scene.app.click("[data-action=forget]");
    scroll_to_end(&scene);
    scene.app.click("dialog[open] [data-action=answer-forget]");
    is_in_sight(&scene, "[data-setting=schools] [data-error]");
    press(&scene, "[data-action=open-diagnostics]");
    is_in_sight(&scene, "[data-setting=diagnostics] [data-error]");
}

#[test]
fn on_settings_where_an_address_is_refused() {
    let scene = small();
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.choose("proxy", "manual");
    scene.app.type_into("proxyAddress", "http://");
    press(&scene, "[data-action=save-proxy]");
    scene.app.says("#error-proxy", "no está bien escrita");
    is_in_sight(&scene, "#error-proxy");
}

#[test]
fn on_connect() {
    let scene = small();
    scene.fill_connection(&scene.server.practice().url(), KEY);
    refuse(&scene, "probe_connection");
    press(&scene, "[data-action=probe]");
    is_in_sight(&scene, "[data-error=internal]");
    // At a control, and in the summary above all of them.
    scene.app.paste_into("key", "");
    scroll_to_end(&scene);
    press(&scene, "[data-action=save]");
    is_in_sight(&scene, "[data-error-summary]");
}

#[test]
fn on_find() {
    let scene = small();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.says(".action-says", "Borrador guardado");
    scene.to_find();
    refuse(&scene, "drop_draft");
    scene.app.see("[data-families] a[data-hit]");
    scene.app.click("[data-action=drop-draft]");
    scroll_to_end(&scene);
    scene.app.click("dialog[open] [data-action=answer-drop]");
    is_in_sight(&scene, "[data-drafts] [data-error]");
}

/// How much of the list of changes can be seen, in pixels.
fn seen_of_the_list(scene: &Scene) -> Value {
    scene.app.js(
        "document.querySelector('.outlet').scrollTop = 0;
         const list = document.querySelector('#reviewed').getBoundingClientRect();
         const end = document.querySelector('.action-bar').getBoundingClientRect().top;
         return Math.round(Math.min(list.bottom, end) - list.top)",
        &json!([]),
    )
}

#[test]
fn what_will_change_is_in_sight_on_a_small_screen() {
    let scene = small();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.type_into("username", "0000128700");
    scene.app.type_into("phoneNumber", "5512340000");
    scene.review();
    let seen = seen_of_the_list(&scene);
    assert!(seen.as_i64() >= Some(190), "{seen} px");

    // Neither a notice nor a refusal pushes it out.
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    scene.discard(NUNEZ);
    let at = json!("2026-01-10T12:00:00.000Z");
    scene.server.change(NUNEZ, "archivedAt", at);
    scene.server.play(Fault::Forbidden.on(Target::Writes));
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    let seen = seen_of_the_list(&scene);
    assert!(seen.as_i64() >= Some(90), "{seen} px beside a notice");
    scene.app.click("[name=archivedConfirmed]");
    assert_eq!(scene.update(), "refused");
    let seen = seen_of_the_list(&scene);
    assert!(seen.as_i64() >= Some(44), "{seen} px below a refusal");
    refuse(&scene, "update");
    scene.app.click("[data-action=update]");
    scene.app.see("[data-error=internal]");
    let seen = seen_of_the_list(&scene);
    assert!(seen.as_i64() >= Some(44), "{seen} px below an error");
}
