//! The text's size: chosen by keys, by the menu or in Settings, kept, and everything usable at its largest.

use ficha_tests::{
    app::{App, AppOptions},
    display::keysyms,
    keys,
};
use practice::{Fault, Options, Target};
use serde_json::json;

use super::scene::{HERNANDEZ, NUNEZ, Scene};

/// Waits until everything is drawn at so many percent.
#[track_caller]
fn is_drawn_at(app: &App, percent: u64) {
    app.wait_with(
        &format!("text at {percent} %"),
        "return Math.round(devicePixelRatio * 100) === given[0] || Math.round(outerWidth / innerWidth * 100) === given[0]",
        &json!([percent]),
    );
}

#[track_caller]
fn says_size(app: &App, percent: &str) {
    app.wait_with(
        "Settings to show the size",
        "return document.querySelector('[name=textSize]').value === given[0]",
        &json!([percent]),
    );
}

fn set(app: &App, percent: u64) {
    let before = app.command("start", &json!({})).expect("start answers");
    let mut settings = before["settings"].clone();
    settings["textSize"] = json!(percent);
    app.command("set_settings", &json!({ "settings": settings }))
        .expect("a size can be chosen");
    is_drawn_at(app, percent);
}

#[test]
fn keys_change_the_size_step_by_step_and_it_is_kept() {
    let mut scene = Scene::connected();
    let app = &scene.app;
    for key in ["+", "=", keys::NUMPAD_PLUS] {
        app.press(&format!("{}{key}", keys::CONTROL));
    }
    is_drawn_at(app, 150);
    app.says(".announcer", "150");
    app.press(&format!("{}{}", keys::CONTROL, keys::NUMPAD_MINUS));
    is_drawn_at(app, 125);
    app.press(&format!("{}-", keys::CONTROL));
    is_drawn_at(app, 110);
    scene.app.restart();
    is_drawn_at(&scene.app, 110);
    scene.app.screen("find");
    scene.app.press(&format!("{}0", keys::CONTROL));
    is_drawn_at(&scene.app, 100);
    for _ in 0..4 {
        scene.app.press(&format!("{}-", keys::CONTROL));
    }
    is_drawn_at(&scene.app, 80);
    scene
        .app
        .press(&format!("{}{}", keys::CONTROL, keys::NUMPAD_ZERO));
    is_drawn_at(&scene.app, 100);
}

#[test]
fn changing_the_size_keeps_what_is_typed_and_works_over_a_question() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Otra");
    scene.app.paste_into("password", "sin enviar");
    scene.app.press(&format!("{}+", keys::CONTROL));
    is_drawn_at(&scene.app, 110);
    assert_eq!(scene.app.value("name"), "Familia Otra");
    assert_eq!(scene.app.value("password"), "sin enviar");
    scene.app.go("#/find");
    scene.app.see("dialog[open]");
    scene.app.press(&format!("{}+", keys::CONTROL));
    is_drawn_at(&scene.app, 125);
    assert_eq!(scene.app.count("dialog[open]"), 1);
}

#[test]
fn the_menu_and_the_settings_change_it_too() {
    let scene = Scene::connected();
    let app = &scene.app;
    app.go("#/settings");
    app.screen("settings");
    app.set("textSize", "150");
    is_drawn_at(app, 150);
    let only_menu =
        "window.addEventListener('keydown', (event) => event.stopImmediatePropagation(), true)";
    app.js(only_menu, &json!([]));
    app.strike(&[keysyms::CONTROL, keysyms::EQUAL]);
    is_drawn_at(app, 175);
    says_size(app, "175");
    app.strike(&[keysyms::CONTROL, keysyms::MINUS]);
    is_drawn_at(app, 150);
    app.strike(&[keysyms::CONTROL, keysyms::ZERO]);
    is_drawn_at(app, 100);
    says_size(app, "100");
}

/// What is cut at the side, wider than its place, or so high that it leaves the screen's own part no room.
const CRAMPED: &str = "
    const problems = [];
    const wide = innerWidth + 0.5;
    const outlet = document.querySelector('.outlet') ?? document.body;
    if (outlet.scrollWidth > outlet.clientWidth) problems.push('scrolls sideways');
    if (document.documentElement.scrollWidth > innerWidth) problems.push('the page scrolls sideways');
    for (const at of document.querySelectorAll('body *')) {
      const { left, right, width, height } = at.getBoundingClientRect();
      const hidden = width <= 1 || height <= 1 || at.closest('.visually-hidden, .offscreen, .skip, .caption-cut, svg') !== null;
      if (!hidden && (right > wide || left < -0.5)) problems.push(`cut: ${at.tagName}.${at.className}`);
      const scrolls = ['auto', 'scroll'].includes(getComputedStyle(at).overflowX);
      if (scrolls && at.scrollWidth > at.clientWidth + 1) problems.push(`scrolls: ${at.tagName}.${at.className}`);
    }
    const height = (selector) => document.querySelector(selector)?.getBoundingClientRect().height ?? 0;
    const bar = document.querySelector('.action-bar');
    const stuck = bar !== null && getComputedStyle(bar).position === 'sticky' ? height('.action-bar') : 0;
    const left = outlet.clientHeight - stuck;
    if (left < innerHeight / 2) problems.push(`only ${left} of ${innerHeight} px are left`);
    return problems.slice(0, 8)";

/// Controls that are under something when they get the focus. The engine scrolls to them a frame later.
const COVERED: &str = "
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const root = document.querySelector('dialog[open]') ?? document.querySelector('main');
    const begin = document.activeElement;
    const look = async () => {
      const problems = [];
      for (const at of [...root.querySelectorAll('a[href], button, input, select, textarea, summary')].slice(0, 60)) {
        if (at.getClientRects().length === 0 || at.disabled || at.closest('[inert], .visually-hidden, .offscreen')) continue;
        at.focus();
        if (document.activeElement !== at) continue;
        await frame();
        await frame();
        // A list may have been drawn anew meanwhile.
        if (!at.isConnected) continue;
        const seen = at.labels?.[0] ?? at;
        const { left, top, width, height } = seen.getBoundingClientRect();
        const on = document.elementFromPoint(left + Math.min(width / 2, 30), top + Math.min(height / 2, 10));
        const is = on !== null && (seen.contains(on) || at.contains(on) || on.contains(at));
        if (!is) problems.push(`${at.tagName} ${at.name ?? ''} ${at.dataset.action ?? at.textContent.slice(0, 20)} at ${Math.round(left)},${Math.round(top)} is under ${on?.tagName}.${on?.className}`);
      }
      begin?.focus?.();
      await frame();
      return problems.slice(0, 8);
    };
    look().then(done)";

#[track_caller]
fn is_usable(app: &App, place: &str) {
    app.wait_until_still();
    let cramped = app.js(CRAMPED, &json!([]));
    assert_eq!(cramped, json!([]), "{place}\n{}", app.shown());
    let covered = app.browser().run_async(COVERED, &json!([]));
    assert_eq!(covered, Ok(json!([])), "{place}\n{}", app.shown());
}

fn twice_as_large(language: &'static str) -> Scene {
    let options = AppOptions {
        language,
        screen: (1024, 700),
        ..AppOptions::default()
    };
    let scene = Scene::first_start(
        Options {
            require_code: false,
            ..Options::default()
        },
        &options,
    );
    set(&scene.app, 200);
    scene
}

fn every_screen_is_usable(language: &'static str) {
    let scene = twice_as_large(language);
    let app = &scene.app;
    is_usable(app, "start");
    app.go("#/connect");
    app.screen("connect");
    app.unfold("[name=server]");
    is_usable(app, "connect");
    // Clicks of the driver do not know of the size.
    set(app, 100);
    scene.connect();
    set(app, 200);
    is_usable(app, "find");
    app.paste_into("search", "martinez");
    app.see("[data-hit], .hit");
    is_usable(app, "find, with hits");

    scene.open(NUNEZ);
    app.unfold("[name=password]");
    is_usable(app, "edit");
    app.paste_into("name", "Familia Núñez Peralta de la Santísima Trinidad");
    app.paste_into("phoneNumber", "55 1234 0000");
    app.paste_into("email", "no-es-un-correo");
    app.see("[data-field=name][data-changed=true]");
    app.press(&format!("{}s", keys::CONTROL));
    app.see("[data-error-summary]");
    is_usable(app, "edit, with an error");
    app.go("#/find");
    app.see("dialog[open]");
    is_usable(app, "a question");
    app.press(keys::ESCAPE);
    app.paste_into("email", "otra@escuela.mx");
    app.see("[data-field=email][data-changed=true]");
    app.wait(
        "the check",
        "return document.querySelector('main[data-checking]') === null",
    );
    app.press(&format!("{}s", keys::CONTROL));
    app.screen("review");
    is_usable(app, "review");
    app.armed("[data-action=update]");
    app.press(keys::ENTER);
    app.screen("result");
    is_usable(app, "result");

    scene
        .server
        .play(Fault::ServerErrorBefore.on(Target::Writes));
    scene.open(HERNANDEZ);
    app.paste_into("name", "Familia Hernández");
    app.see("[data-field=name][data-changed=true]");
    app.wait(
        "the check",
        "return document.querySelector('main[data-checking]') === null",
    );
    app.press(&format!("{}s", keys::CONTROL));
    app.screen("review");
    app.armed("[data-action=update]");
    app.press(keys::ENTER);
    app.screen("result");
    is_usable(app, "an unknown result");
    scene.server.play(None);

    for place in ["settings", "help"] {
        app.go(&format!("#/{place}"));
        app.screen(place);
        is_usable(app, place);
    }
}

#[test]
fn every_screen_is_usable_at_twice_the_size_in_spanish() {
    every_screen_is_usable("es_MX.UTF-8");
}

#[test]
fn every_screen_is_usable_at_twice_the_size_in_english() {
    every_screen_is_usable("en_US.UTF-8");
}
