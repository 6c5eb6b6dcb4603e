//! Closing the window asks first whenever something would be lost.

use ficha_tests::{app::AppOptions, display::keysyms, keys, process::until, session::Situation};
use practice::{Fault, Options, Target};
use serde_json::json;

use super::{
    run::start_held,
    scene::{HERNANDEZ, NUNEZ, Scene},
};

/// A window with a family in which something was typed.
fn typed() -> Scene {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-field=name][data-changed=true]");
    scene
}

fn quit(scene: &Scene) {
    scene.app.strike(&[keysyms::CONTROL, keysyms::Q]);
}

/// Waits until the page asks for this many answers at once.
fn questions(scene: &Scene, count: usize) {
    scene.app.wait_with(
        "the questions",
        "return document.querySelectorAll('dialog[open]').length === given[0]",
        &json!([count]),
    );
}

fn asks(scene: &Scene, words: &str) {
    scene.app.wait_with(
        words,
        "return Array.from(document.querySelectorAll('dialog[open]')).at(-1)?.innerText.includes(given[0]) === true",
        &json!([words]),
    );
}

/// Chooses an answer that closes the window, without making the driver wait for it.
fn close_with(scene: &Scene, answer: &str) {
    let button = format!("dialog[open] [data-action={answer}]");
    scene.app.armed(&button);
    scene.app.js(
        "setTimeout(() => document.querySelector(arguments[0]).click(), 50)",
        &json!([button]),
    );
    scene.app.wait_until_gone();
}

fn stay(scene: &Scene) {
    scene.app.click("dialog[open] [data-action=answer-stay]");
    questions(scene, 0);
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
}

#[test]
fn quitting_asks_each_time_it_is_pressed() {
    let scene = typed();
    for _ in 0..3 {
        quit(&scene);
        asks(&scene, "Conservar el borrador y cerrar");
        stay(&scene);
        scene.app.ask_to_close();
        asks(&scene, "Conservar el borrador y cerrar");
        stay(&scene);
    }
    quit(&scene);
    asks(&scene, "Conservar el borrador y cerrar");
    close_with(&scene, "answer-keep");
}

/// Counts the close requests that reached the page.
const COUNT_WISHES: &str = "
    window.wishes = 0;
    const before = window.fetch;
    window.fetch = async (address, ...rest) => {
      const answer = await before(address, ...rest);
      if (String(address?.url ?? address).endsWith('/closing')) window.wishes += 1;
      return answer;
    };";

#[test]
fn a_question_without_an_answer_holds_the_window_however_often_it_is_pressed() {
    let scene = typed();
    scene.app.js(COUNT_WISHES, &json!([]));
    scene.app.ask_to_close();
    asks(&scene, "Conservar el borrador y cerrar");
    for round in 1..4 {
        // Longer than a page may hang: the page answers, and only the user does not.
        scene.app.pass(60);
        let wishes = scene.app.js("return window.wishes", &json!([]));
        if round % 2 == 0 {
            quit(&scene);
        } else {
            scene.app.ask_to_close();
        }
        scene.app.wait_with(
            "the wish to be heard",
            "return window.wishes > given[0]",
            &json!([wishes]),
        );
        questions(&scene, 1);
    }
    stay(&scene);
}

#[test]
fn the_question_comes_over_another_that_is_open() {
    let scene = typed();
    scene.app.go("#/find");
    asks(&scene, "Conservar el borrador y salir");
    scene.app.ask_to_close();
    questions(&scene, 2);
    asks(&scene, "Conservar el borrador y cerrar");
    scene.app.press(keys::ESCAPE);
    questions(&scene, 1);
    asks(&scene, "Conservar el borrador y salir");
    quit(&scene);
    questions(&scene, 2);
    scene.app.press(keys::ESCAPE);
    questions(&scene, 1);
    stay(&scene);
}

#[test]
fn during_a_send_the_question_is_about_its_answer() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene.server.play(Fault::Stuck.on(Target::Writes));
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(1);
    for _ in 0..2 {
        quit(&scene);
        asks(&scene, "El envío todavía no tiene respuesta");
        scene.app.click("dialog[open] [data-action=answer-stay]");
        questions(&scene, 0);
        scene.app.ask_to_close();
        asks(&scene, "El envío todavía no tiene respuesta");
        scene.app.click("dialog[open] [data-action=answer-stay]");
        questions(&scene, 0);
    }
    scene.app.ask_to_close();
    asks(&scene, "El envío todavía no tiene respuesta");
    close_with(&scene, "answer-keep");
}

#[test]
fn only_a_page_that_hangs_does_not_hold_the_window() {
    let scene = typed();
    // It gets the request and never answers it.
    scene.app.js(
        "window.unanswered = 0;
         const before = window.fetch;
         window.fetch = (address, ...rest) => {
           if (!String(address?.url ?? address).endsWith('/closing')) return before(address, ...rest);
           window.unanswered += 1;
           return new Promise(() => {});
         };",
        &json!([]),
    );
    for wishes in [1, 2] {
        scene.app.ask_to_close();
        scene.app.wait_with(
            "the page to hear the wish",
            "return window.unanswered === given[0]",
            &json!([wishes]),
        );
    }
    scene.app.pass(6);
    quit(&scene);
    scene.app.wait_until_gone();
}

#[test]
fn everything_that_would_be_lost_is_named() {
    let options = AppOptions {
        keychain: Situation::NoBus,
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    scene.app.click("[data-action=practice]");
    scene.app.screen("find");
    let type_a_name = |id: &str| {
        scene.open(id);
        let title = scene.app.text("h1");
        scene.app.type_into("name", "Familia Peralta");
        scene.app.says(".action-says", "1 cambio");
        title
    };
    let first = type_a_name(NUNEZ);
    scene.to_find();
    let second = type_a_name(HERNANDEZ);
    scene.app.ask_to_close();
    asks(&scene, "2 datos sin enviar");
    asks(&scene, &first);
    scene.app.click("dialog[open] [data-action=answer-stay]");
    questions(&scene, 0);

    scene.to_find();
    scene.app.ask_to_close();
    asks(&scene, "2 datos sin enviar");
    asks(&scene, "Se pierde");
    asks(&scene, &first);
    asks(&scene, &second);
    scene.app.click("dialog[open] [data-action=answer-stay]");
    questions(&scene, 0);

    scene.open(HERNANDEZ);
    scene.review();
    let stuck = scene.app.command("set_fault", &json!({ "fault": "stuck" }));
    stuck.expect("a fault can be played");
    scene.app.click("[data-action=update]");
    scene.app.see("[data-action=update][aria-busy=true]");
    scene.app.ask_to_close();
    asks(&scene, "El envío todavía no tiene respuesta");
    asks(&scene, &first);
    scene.app.click("dialog[open] [data-action=answer-stay]");
}

#[test]
fn nothing_is_discarded_before_the_last_question_is_answered() {
    let mut scene = Scene::connected();
    start_held(&scene, 40);
    scene.open(NUNEZ);
    let before = scene.app.value("name");
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-field=name][data-changed=true]");
    let discard = |scene: &Scene, words: &str| {
        asks(scene, words);
        scene.app.armed("dialog[open] [data-action=answer-drop]");
        scene.app.click("dialog[open] [data-action=answer-drop]");
        asks(scene, "actualización en curso");
    };
    scene.app.ask_to_close();
    discard(&scene, "Conservar el borrador y cerrar");
    stay(&scene);
    scene.app.click(".band [data-action=practice-now]");
    discard(&scene, "Conservar el borrador y salir");
    stay(&scene);
    scene.app.see("[data-field=name][data-changed=true]");
    scene.app.ask_to_close();
    discard(&scene, "Conservar el borrador y cerrar");
    close_with(&scene, "answer-keep");
    scene.server.practice().release_answers();
    scene.app.restart();
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), before);
}

#[test]
fn closing_ends_the_journal_so_that_the_next_start_need_not_look_it_through() {
    let scene = typed();
    quit(&scene);
    questions(&scene, 1);
    let log = ficha_tests::app::files_under(scene.app.files())
        .into_iter()
        .find(|file| file.ends_with("journal.db-wal"))
        .expect("the journal has a log");
    let length = || std::fs::metadata(&log).map_or(0, |log| log.len());
    assert_ne!(length(), 0);
    close_with(&scene, "answer-keep");
    until("the log to be empty", || (length() == 0).then_some(()));
}
