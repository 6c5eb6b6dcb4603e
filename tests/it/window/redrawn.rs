//! What looks the same is not drawn again: neither under a pointer, nor under the focus, nor for a screen reader.

use ficha_tests::{gesture::Gesture, keys};
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// The middle of an element, which is scrolled to the middle of the screen.
fn middle(scene: &Scene, selector: &str) -> (i64, i64) {
    scene.app.see(selector);
    let at = scene.app.js(
        "const at = document.querySelector(arguments[0]);
         at.scrollIntoView({ block: 'center' });
         const { left, top, width, height } = at.getBoundingClientRect();
         return [Math.round(left + width / 2), Math.round(top + height / 2)]",
        &json!([selector]),
    );
    (at[0].as_i64().unwrap(), at[1].as_i64().unwrap())
}

/// Presses and releases the button there once, whatever that changes meanwhile.
fn click_at(scene: &Scene, selector: &str) {
    let there = middle(scene, selector);
    scene
        .app
        .perform("click once", &Gesture::clicks(there, &[]));
}

#[test]
fn the_first_click_on_a_suggestion_takes_it() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "nunez@gmial.com");
    click_at(&scene, "[data-field=email] [data-action=use-found]");
    scene.app.wait(
        "the suggestion to be taken",
        "return document.querySelector('[name=email]').value === 'nunez@gmail.com'",
    );
}

#[test]
fn tab_leads_to_a_suggestion_from_either_side_and_enter_takes_it() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "nunez@gmial.com");
    scene.app.see("[data-field=email] [data-action=use-found]");
    let is_there = "return document.activeElement.dataset.action === 'use-found'";
    for _ in 0..4 {
        scene.app.press(keys::TAB);
        if scene.app.js(is_there, &json!([])) == json!(true) {
            break;
        }
    }
    scene.app.press(keys::TAB);
    assert_eq!(
        scene
            .app
            .js("return document.activeElement.name", &json!([])),
        "secondaryPhoneNumber"
    );
    scene.app.press(&format!("{}{}", keys::SHIFT, keys::TAB));
    assert_eq!(
        scene.app.js(is_there, &json!([])),
        true,
        "{}",
        scene.app.shown()
    );
    scene.app.press(keys::ENTER);
    scene.app.wait(
        "the suggestion to be taken",
        "return document.querySelector('[name=email]').value === 'nunez@gmail.com'",
    );
}

#[test]
fn the_focus_stays_on_a_suggestion_that_is_replaced_by_another() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("email", "nunez@gmial.com");
    scene.app.see("[data-field=email] [data-action=use-found]");
    // What was typed last is checked only once the focus is elsewhere.
    scene.app.js(
        "const box = document.querySelector('[name=email]');
         box.value = 'nunez@hotmial.com';
         box.dispatchEvent(new Event('input', { bubbles: true }));
         document.querySelector('[data-field=email] [data-action=use-found]').focus();",
        &json!([]),
    );
    scene
        .app
        .says("[data-field=email] .field-notice", "hotmail");
    let within = "return document.activeElement.closest('[data-field=email]') !== null";
    assert_eq!(scene.app.js(within, &json!([])), true, "the focus is lost");
}

#[test]
fn a_switch_below_a_bad_phone_number_moves_at_the_first_click() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    let is_on = "return document.querySelector('[name=phoneNumberVerified]').checked";
    let before = scene.app.js(is_on, &json!([]));
    scene.app.type_into("phoneNumber", "5512345");
    scene.app.wait(
        "what was typed to be checked",
        "return document.querySelector('main[data-checking]') === null",
    );
    click_at(&scene, "[name=phoneNumberVerified]");
    scene
        .app
        .says("[data-field=phoneNumber] .error", "faltan dígitos");
    assert_ne!(scene.app.js(is_on, &json!([])), before);
}

#[test]
fn changing_theme_or_language_leaves_settings_where_it_was() {
    let scene = Scene::connected();
    scene.app.set_window(1024, 500);
    scene.app.go("#/settings");
    scene.app.screen("settings");
    let place = |name: &str, value: &str| {
        scene.app.js(
            "const at = document.querySelector(`[name=${arguments[0]}][value=${arguments[1]}]`);
             return [Math.round(at.closest('label').getBoundingClientRect().top), document.activeElement === at, document.querySelector('.outlet').scrollTop > 0]",
            &json!([name, value]),
        )
    };
    // By mouse, and where the engine gives no focus to what is clicked.
    for (name, value, unfocused) in [
        ("theme", "dark", false),
        ("theme", "light", true),
        ("language", "en", false),
        ("language", "es", true),
    ] {
        click_at(&scene, &format!("label:has([name={name}][value=system])"));
        scene.app.wait_until_still();
        let there = middle(&scene, &format!("label:has([name={name}][value={value}])"));
        let top = place(name, value)[0].clone();
        if unfocused {
            scene.app.js(
                "document.activeElement.blur();
                 document.querySelector(`[name=${arguments[0]}][value=${arguments[1]}]`).click()",
                &json!([name, value]),
            );
        } else {
            scene.app.perform("choose", &Gesture::clicks(there, &[]));
        }
        scene.app.wait_with(
            "the choice",
            "const root = document.documentElement;
             return (root.dataset.theme === given[0] || root.lang === given[0]) && document.querySelector('main[data-ready=true]')",
            &json!([value]),
        );
        scene.app.wait_until_still();
        assert_eq!(
            place(name, value),
            json!([top, true, true]),
            "{name} {value}"
        );
    }
}

/// Notes each live region that is written anew though it says the same.
fn watch_live_regions(scene: &Scene) {
    scene.app.js(
        "window.repeated = [];
         const said = new Map();
         const live = '[role=status], [role=alert], [aria-live]';
         for (const region of document.querySelectorAll(live)) said.set(region, region.textContent);
         new MutationObserver((records) => {
           const touched = new Set(records.flatMap(({ target }) => {
             const region = (target instanceof Element ? target : target.parentElement)?.closest(live);
             return region ? [region] : [];
           }));
           for (const region of touched) {
             if (said.get(region) === region.textContent) window.repeated.push(`${region.className}: ${region.textContent}`);
             said.set(region, region.textContent);
           }
         }).observe(document.body, { childList: true, characterData: true, subtree: true });",
        &json!([]),
    );
}

#[track_caller]
fn nothing_was_repeated(scene: &Scene) {
    scene.app.wait_until_still();
    assert_eq!(
        scene.app.js("return window.repeated", &json!([])),
        json!([])
    );
}

/// Sets a part of the shared state again, as any answer of the core does.
fn refresh(scene: &Scene) {
    let done = scene.app.browser().run_async(
        "import('/state/app.js').then(({ app }) => {
           app.session = { ...app.session };
           done(true);
         })",
        &json!([]),
    );
    assert_eq!(done, Ok(json!(true)));
}

#[test]
fn a_live_region_that_says_the_same_is_not_written_again() {
    let scene = Scene::connected();
    watch_live_regions(&scene);
    refresh(&scene);
    nothing_was_repeated(&scene);

    scene.open(NUNEZ);
    watch_live_regions(&scene);
    scene.app.click("[name=name]");
    for letter in "abc".chars() {
        scene.app.press(&letter.to_string());
        scene.app.says(".action-count", "1 cambio");
        scene.app.wait(
            "what was typed to be checked",
            "return document.querySelector('main[data-checking]') === null",
        );
    }
    scene.app.type_into("email", "nunez@gmial.com");
    scene.app.says("[data-field=email] .field-notice", "gmail");
    for letter in "xyz".chars() {
        scene.app.press(keys::TAB);
        scene.app.press(&letter.to_string());
    }
    scene.app.wait(
        "what was typed to be checked",
        "return document.querySelector('main[data-checking]') === null",
    );
    nothing_was_repeated(&scene);
}

#[test]
fn the_rail_and_the_band_keep_the_focus_when_the_window_is_refreshed() {
    let scene = Scene::connected();
    for selector in [".rail a[href='#/settings']", "[data-action=practice-now]"] {
        scene.app.js(
            "window.before = document.querySelector(arguments[0]); window.before.focus()",
            &json!([selector]),
        );
        refresh(&scene);
        let is_there = "return document.activeElement === document.querySelector(arguments[0])
             && document.activeElement === window.before";
        assert_eq!(
            scene.app.js(is_there, &json!([selector])),
            true,
            "{selector}"
        );
    }
    // What has to look different keeps the focus too.
    let done = scene.app.browser().run_async(
        "document.querySelector(\".rail a[href='#/help']\").focus();
         import('/state/app.js').then(({ app }) => {
           app.session = { ...app.session, memoryOnly: true };
           done(document.activeElement.getAttribute('href'));
         })",
        &json!([]),
    );
    assert_eq!(done, Ok(json!("#/help")));
    scene.app.says("header.band", "Sin llavero");
}

#[test]
fn a_press_on_the_rail_counts_though_the_window_is_refreshed_meanwhile() {
    let scene = Scene::connected();
    scene.app.js(
        "document.querySelector('.rail').addEventListener('pointerdown', () => {
           import('/state/app.js').then(({ app }) => { app.session = { ...app.session }; window.refreshed = true; });
         }, { capture: true })",
        &json!([]),
    );
    click_at(&scene, ".rail a[href='#/settings']");
    scene.app.screen("settings");
}
