//! The gesture that opens Review never sends: not by mouse, not by key, at no size of the window.

use ficha_tests::{app::AppOptions, display::keysyms, engine::Engine, gesture::Gesture, keys};
use practice::{Fault, Options, Target};
use serde_json::{Value, json};

use super::scene::{NUNEZ, Scene};

// Not those whose pauses are nearly as long as the calm that Update waits for, to which Chromium's driver adds what
// the page takes, and not those that hold a key of the keyboard, which Chromium without a screen does not have.
on_both_engines![
    a_double_click_on_review_sends_nothing_at_any_width,
    impatient_clicking_on_review_sends_nothing,
    review_and_update_never_share_a_place,
    a_double_click_on_update_that_is_refused_sends_once,
    a_question_takes_no_press_that_was_meant_for_what_it_covers,
    after_an_overlay_on_review_closes_update_waits_again,
    the_gesture_that_sends_does_not_take_the_result_away,
];

const WIDTHS: [u32; 6] = [640, 900, 1100, 1180, 1280, 1920];
/// Between the two presses of a double click, in milliseconds.
const GAPS: [u64; 5] = [100, 200, 300, 400, 500];

fn scene(engine: Engine, language: &'static str) -> Scene {
    let options = AppOptions {
        engine,
        language,
        screen: (1920, 1080),
        ..AppOptions::default()
    };
    let scene = Scene::first_start(Options::default(), &options);
    scene.connect();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-field=name][data-changed=true]");
    scene
}

pub(crate) fn resize(scene: &Scene, width: u32, height: u32) {
    scene.app.set_window(width, height);
    scene.app.wait_with(
        "the window to have its size",
        "return innerWidth === given[0]",
        &json!([width]),
    );
    scene.app.wait_until_still();
}

/// The rectangle of an element: left, top, right, bottom.
fn rectangle(scene: &Scene, selector: &str) -> [f64; 4] {
    scene.app.see(selector);
    let sides = scene.app.js(
        "const { left, top, right, bottom } = document.querySelector(arguments[0]).getBoundingClientRect();
         return [left, top, right, bottom]",
        &json!([selector]),
    );
    std::array::from_fn(|side| sides[side].as_f64().expect("a side is a number"))
}

#[expect(clippy::cast_possible_truncation, reason = "pixels of a screen")]
pub(crate) fn middle(scene: &Scene, selector: &str) -> (i64, i64) {
    let [left, top, right, bottom] = rectangle(scene, selector);
    (
        f64::midpoint(left, right) as i64,
        f64::midpoint(top, bottom) as i64,
    )
}

/// Once Update takes presses again, whatever the gesture could do is done.
#[track_caller]
fn nothing_was_sent(scene: &Scene, gesture: &str) {
    scene.app.wait(
        "Update to be ready, or a result",
        "return document.querySelector('[data-action=update][data-armed=true], main[data-screen=result][data-ready]') !== null",
    );
    assert_eq!(scene.server.patches(), Vec::<Value>::new(), "{gesture}");
    scene.app.screen("review");
}

fn back_to_edit(scene: &Scene) {
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
}

fn a_double_click_on_review_sends_nothing_at_any_width(engine: Engine) {
    let scene = scene(engine, "es_MX.UTF-8");
    for width in WIDTHS {
        resize(&scene, width, 820);
        for gap in GAPS {
            let review = middle(&scene, "[data-action=review]");
            scene
                .app
                .perform("double-click Review", &Gesture::clicks(review, &[gap]));
            scene.app.screen("review");
            nothing_was_sent(&scene, &format!("{gap} ms between clicks at {width} px"));
            back_to_edit(&scene);
        }
    }
}

fn impatient_clicking_on_review_sends_nothing(engine: Engine) {
    let scene = scene(engine, "es_MX.UTF-8");
    let review = middle(&scene, "[data-action=review]");
    let clicks = Gesture::clicks(review, &[120; 8]);
    scene.app.perform("click Review nine times", &clicks);
    nothing_was_sent(&scene, "nine clicks");
}

fn review_and_update_never_share_a_place(engine: Engine) {
    for language in ["es_MX.UTF-8", "en_US.UTF-8"] {
        let scene = scene(engine, language);
        for (height, text) in [(480, "100%"), (820, "100%"), (820, "200%")] {
            scene.app.js(
                "document.documentElement.style.fontSize = arguments[0]",
                &json!([text]),
            );
            for width in WIDTHS {
                resize(&scene, width, height);
                let review = rectangle(&scene, "[data-action=review]");
                scene.review();
                let update = rectangle(&scene, "[data-action=update]");
                let apart = review[2] <= update[0]
                    || update[2] <= review[0]
                    || review[3] <= update[1]
                    || update[3] <= review[1];
                assert!(
                    apart,
                    "{language}, {width} x {height}, text {text}: {review:?} and {update:?}"
                );
                back_to_edit(&scene);
            }
        }
    }
}

#[test]
fn pressing_the_keys_of_review_again_sends_nothing() {
    let scene = scene(Engine::WebKit, "es_MX.UTF-8");
    let chord = format!("{}{}", keys::CONTROL, keys::ENTER);
    for gap in GAPS {
        scene
            .app
            .perform("press Ctrl+Enter twice", &Gesture::chords(&chord, &[gap]));
        nothing_was_sent(&scene, &format!("Ctrl+Enter twice, {gap} ms apart"));
        back_to_edit(&scene);

        scene.app.press(&chord);
        scene.app.screen("review");
        // Pressed again, they move the focus to Update.
        scene.app.press(&chord);
        scene
            .app
            .perform("press Enter twice", &Gesture::chords(keys::ENTER, &[gap]));
        nothing_was_sent(&scene, &format!("Enter twice on Update, {gap} ms apart"));
        scene.app.press(keys::ESCAPE);
        scene.app.screen("edit");
    }
    scene.app.press(&chord);
    scene.app.screen("review");
    scene.app.press(&chord);
    scene.app.press(" ");
    nothing_was_sent(&scene, "Space on Update at once");
    scene.app.press(" ");
    assert_eq!(scene.outcome(), "applied");
    assert_eq!(scene.server.patches().len(), 1);
}

#[test]
fn enter_held_on_review_sends_nothing_until_it_is_pressed_again() {
    let scene = scene(Engine::WebKit, "es_MX.UTF-8");
    scene.app.js(
        "document.querySelector('[data-action=review]').focus();
         window.repeats = 0;
         addEventListener('keydown', (event) => { if (event.repeat) window.repeats += 1; }, true);",
        &json!([]),
    );
    scene.app.holding(keysyms::RETURN, || {
        scene.app.screen("review");
        scene.app.js(
            "document.querySelector('[data-action=update]').focus();
             window.repeats = 0;",
            &json!([]),
        );
        // The keyboard repeats about 25 times a second: longer than the calm that Update waits for.
        scene
            .app
            .wait("the key to repeat", "return window.repeats > 40");
        assert_eq!(
            scene.app.count("[data-action=update][data-armed=false]"),
            1,
            "{}",
            scene.app.shown()
        );
    });
    nothing_was_sent(&scene, "Enter held");
}

#[test]
fn a_key_held_since_it_led_to_update_never_presses_it() {
    let scene = scene(Engine::WebKit, "es_MX.UTF-8");
    scene.review();
    scene.app.armed("[data-action=update]");
    scene.app.js(
        "window.repeats = 0;
         addEventListener('keydown', (event) => { if (event.repeat) window.repeats += 1; }, true);",
        &json!([]),
    );
    // Its first press is the shortcut that leads to Update, which takes presses by now.
    let chord = [keysyms::CONTROL, keysyms::RETURN];
    scene.app.holding_last_of(&chord, || {
        scene.app.wait(
            "the key to repeat",
            "return window.repeats > 10 || document.querySelector('main').dataset.screen !== 'review'",
        );
    });
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
    scene.app.screen("review");
    assert_eq!(
        scene.app.count("[data-action=update]:focus"),
        1,
        "{}",
        scene.app.shown()
    );
    scene.app.armed("[data-action=update]");
    scene.app.press(keys::ENTER);
    assert_eq!(scene.outcome(), "applied");
    assert_eq!(scene.server.patches().len(), 1);
}

fn a_double_click_on_update_that_is_refused_sends_once(engine: Engine) {
    let scene = scene(engine, "es_MX.UTF-8");
    scene.server.play(Fault::Unauthorized.on(Target::Writes));
    scene.review();
    for (sent, gap) in (1..).zip(GAPS) {
        scene.app.armed("[data-action=update]");
        let update = middle(&scene, "[data-action=update]");
        scene
            .app
            .perform("double-click Update", &Gesture::clicks(update, &[gap]));
        scene.app.see("[data-outcome=refused]");
        scene.app.armed("[data-action=update]");
        assert_eq!(
            scene.server.patches().len(),
            sent,
            "{gap} ms between clicks"
        );
    }
}

#[test]
fn a_press_that_began_on_review_does_not_end_on_update() {
    let scene = scene(Engine::WebKit, "es_MX.UTF-8");
    let chord = format!("{}{}", keys::CONTROL, keys::ENTER);
    scene.app.press(&chord);
    scene.app.screen("review");
    // Impatient presses restart the calm.
    let update = middle(&scene, "[data-action=update]");
    scene.app.perform(
        "click Update five times",
        &Gesture::clicks(update, &[400; 4]),
    );
    nothing_was_sent(&scene, "five clicks on Update, 400 ms apart");
    scene.app.click("[data-action=update]");
    assert_eq!(scene.outcome(), "applied");
    assert_eq!(scene.server.patches().len(), 1);
}

fn a_question_takes_no_press_that_was_meant_for_what_it_covers(engine: Engine) {
    let scene = scene(engine, "es_MX.UTF-8");
    let open = "
        document.querySelector('[data-action=discard]').click();
        document.querySelector('dialog[open] [data-action=answer-drop]').click();
        return document.querySelector('dialog[open]') !== null";
    assert_eq!(scene.app.js(open, &json!([])), true, "answered at once");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");
}

fn after_an_overlay_on_review_closes_update_waits_again(engine: Engine) {
    let scene = scene(engine, "es_MX.UTF-8");
    scene.review();
    scene.app.armed("[data-action=update]");
    scene.app.go("#/find");
    scene.app.see("dialog[open]");
    let stay = "
        document.querySelector('dialog[open] [data-action=answer-stay]').click();
        return document.querySelector('[data-action=update]').dataset.armed";
    assert_eq!(scene.app.js(stay, &json!([])), "false", "after a question");

    scene.app.armed("[data-action=update]");
    scene.app.js(
        "const update = document.querySelector('[data-action=update]');
         new MutationObserver(() => { window.waited = true; }).observe(update, { attributes: true });",
        &json!([]),
    );
    scene.app.press(keys::F1);
    scene.app.screen("help");
    scene.app.press(keys::ESCAPE);
    scene.app.screen("review");
    scene.app.armed("[data-action=update]");
    assert_eq!(
        scene.app.js("return window.waited", &json!([])),
        true,
        "after the guide"
    );
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

/// The result of the update is on the screen, and stays there.
#[track_caller]
fn the_result_stays(scene: &Scene, gesture: &str) {
    scene.app.wait(
        "a result that can be left, or another screen",
        "const main = document.querySelector('main[data-ready]');
         return main !== null && main.dataset.screen !== 'review'
           && (main.dataset.screen !== 'result' || main.querySelector('[data-armed=true]') !== null)",
    );
    assert_eq!(
        scene.app.count("main[data-screen=result]"),
        1,
        "{gesture}: {}",
        scene.app.shown()
    );
}

fn the_gesture_that_sends_does_not_take_the_result_away(engine: Engine) {
    let scene = scene(engine, "es_MX.UTF-8");
    let send_again = |name: &str| {
        scene.to_find();
        scene.rename(NUNEZ, name);
        scene.app.armed("[data-action=update]");
    };
    let focus = "document.querySelector('[data-action=update]').focus()";
    for (width, gap) in WIDTHS.into_iter().zip([100, 200, 300, 400, 100, 300]) {
        resize(&scene, width, 820);
        send_again(&format!("Familia a {width}"));
        let update = middle(&scene, "[data-action=update]");
        let clicks = Gesture::clicks(update, &[gap]);
        scene.app.perform("double-click Update", &clicks);
        the_result_stays(&scene, &format!("{gap} ms between clicks at {width} px"));
    }
    for gap in [100, 300] {
        send_again(&format!("Familia tras {gap}"));
        scene.app.js(focus, &json!([]));
        let enters = Gesture::chords(keys::ENTER, &[gap]);
        scene.app.perform("press Enter twice", &enters);
        the_result_stays(&scene, &format!("Enter twice, {gap} ms apart"));
    }
}

#[test]
fn enter_held_on_update_does_not_take_the_result_away() {
    let scene = scene(Engine::WebKit, "es_MX.UTF-8");
    scene.review();
    scene.app.armed("[data-action=update]");
    scene.app.js(
        "document.querySelector('[data-action=update]').focus();
         window.repeats = 0;
         addEventListener('keydown', (event) => { if (event.repeat) window.repeats += 1; }, true);",
        &json!([]),
    );
    scene.app.holding(keysyms::RETURN, || {
        scene
            .app
            .wait("the key to repeat", "return window.repeats > 40");
    });
    the_result_stays(&scene, "Enter held");
    scene.app.armed("[data-action=next]");
    scene.app.press(keys::ENTER);
    scene.app.screen("find");
}
