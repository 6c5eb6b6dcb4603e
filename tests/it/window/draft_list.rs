//! Unsent drafts, as Find lists them.

use ficha_tests::{app::files_under, process::until};
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, NUNEZ, Scene};

/// Types a name, and leaves it unsent.
fn draft(scene: &Scene, id: &str, name: &str) {
    scene.open(id);
    scene.app.type_into("name", name);
    scene.app.says(".action-says", "Borrador guardado");
    scene.to_find();
}

fn listed(scene: &Scene) -> Value {
    scene.app.see("[data-drafts]");
    scene.app.js(
        "return Array.from(document.querySelectorAll('.draft-line [data-draft]'), (line) =>
           [line.dataset.draft, line.querySelector('.hit-name').textContent.trim()])",
        &json!([]),
    )
}

fn discard_in_list(scene: &Scene, id: &str) {
    scene.app.click(&format!(
        ".draft-line:has([data-draft='{id}']) [data-action=drop-draft]"
    ));
    scene.app.click("dialog[open] [data-action=answer-drop]");
}

#[test]
fn drafts_are_listed_with_their_families_and_those_of_deleted_families_can_be_read_and_discarded() {
    let scene = Scene::connected();
    assert_eq!(scene.app.count("[data-drafts]"), 0);
    draft(&scene, NUNEZ, "Familia Núñez Peralta");
    draft(&scene, HERNANDEZ, "Familia Hernández Gil");
    let held = scene.server.held(HERNANDEZ);
    let hernandez = held["name"].as_str().expect("it has a name");
    assert_eq!(
        listed(&scene),
        json!([[HERNANDEZ, hernandez], [NUNEZ, "Familia Núñez Pérez"]]),
        "the latest first, under the names that Quentli has"
    );

    // Quentli no longer has a family with this id.
    scene
        .server
        .change(HERNANDEZ, "id", json!("cm4k6c1mq001brtqtdeleted0"));
    scene.app.click(&format!("[data-draft='{HERNANDEZ}']"));
    scene.app.see("[data-error=notFound]");
    scene.app.says("[data-kept-draft]", "Familia Hernández Gil");
    scene
        .app
        .click("[data-kept-draft] [data-action=drop-draft]");
    scene.app.click("dialog[open] [data-action=answer-drop]");
    scene.app.screen("find");
    assert_eq!(listed(&scene), json!([[NUNEZ, "Familia Núñez Pérez"]]));

    discard_in_list(&scene, NUNEZ);
    scene.app.wait(
        "the list to go",
        "return document.querySelector('[data-drafts]') === null
           && document.querySelector('dialog[open]') === null",
    );
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

#[test]
fn a_discard_that_fails_is_shown_and_the_draft_stays_listed() {
    let scene = Scene::connected();
    draft(&scene, NUNEZ, "Familia Núñez Peralta");
    let files = files_under(scene.app.files());
    let journal = files.iter().find(|file| file.ends_with("journal.db"));
    std::fs::remove_file(journal.expect("there is a journal")).expect("it can be deleted");
    discard_in_list(&scene, NUNEZ);
    scene.app.says(
        "[data-drafts] [data-error=journalGone]",
        "No se pudo descartar",
    );
    assert_eq!(listed(&scene), json!([[NUNEZ, "Familia Núñez Pérez"]]));
}

/// Draws the list that the core would give for these lines.
fn draw(scene: &Scene, lines: &Value) {
    let drawn = scene.app.browser().run_async(
        "const [lines] = arguments;
         import('/find/draft-list.js').then(({ draftList }) => {
           document.querySelector('.results').replaceChildren(draftList(lines, new AbortController().signal, () => {}, { up: () => {} }));
           done(true);
         }, (error) => done(String(error)))",
        &json!([lines]),
    );
    assert_eq!(drawn, Ok(json!(true)));
}

fn line(key: i64, name: &str, state: &str) -> Value {
    json!({
        "id": NUNEZ, "key": key, "name": name, "savedAt": "2026-01-10T12:00:00.000Z", "kept": "disk",
        "state": state,
    })
}

#[test]
fn a_draft_that_cannot_be_read_says_why_and_whether_it_may_be_read_one_day() {
    let scene = Scene::connected();
    let states = [
        ("readable", "Borrador del 10 de enero de 2026"),
        ("damaged", "Está dañado"),
        ("keyUnused", "cuando lo desbloquee"),
        ("keyElsewhere", "quizá la de otra computadora"),
        ("keyGone", "no se puede recuperar"),
    ];
    let lines: Vec<Value> = (900..)
        .zip(states)
        .map(|(key, (state, _))| line(key, "Familia Núñez Pérez", state))
        .collect();
    draw(&scene, &json!(lines));
    for (state, words) in states {
        let at = format!("[data-draft-state={state}]");
        scene.app.says(&at, words);
        let links = scene.app.count(&format!("{at} a"));
        assert_eq!(links, usize::from(state == "readable"), "{state}");
        scene.app.click(&format!("{at} [data-action=drop-draft]"));
        let asked = scene.app.text("dialog[open]");
        let comes_back = ["keyUnused", "keyElsewhere"].contains(&state);
        assert_eq!(
            asked.contains("se pierde también allí"),
            comes_back,
            "{state}: {asked}"
        );
        scene.app.press(ficha_tests::keys::ESCAPE);
        scene.app.wait(
            "the question to be gone",
            "return document.querySelector('dialog[open]') === null",
        );
    }
}

#[test]
fn names_of_drafts_mirror_and_push_away_nothing_and_many_leave_the_others_in_sight() {
    let scene = Scene::connected();
    let mut lines = vec![
        line(1, "\u{202E}drawkcab עברית", "readable"),
        line(2, &"Ñ".repeat(100_000), "readable"),
        line(3, "  \u{200B} ", "readable"),
        line(4, "<b>Núñez</b>\u{2028}\u{0007}", "keyGone"),
    ];
    lines.extend((5..=300).map(|key| line(key, "Familia Núñez Pérez", "readable")));
    draw(&scene, &json!(lines));
    let at_first = scene.app.js(
        "return [document.querySelectorAll('.draft-line').length,
           document.querySelector('.outlet').scrollWidth > document.querySelector('.outlet').clientWidth,
           Array.from(document.querySelectorAll('.draft-line')).every((line) => {
             const { left, right } = line.querySelector('button').getBoundingClientRect();
             return left >= 0 && right <= innerWidth;
           })]",
        &json!([]),
    );
    assert_eq!(at_first, json!([10, false, true]));
    let names = listed(&scene);
    assert_eq!(names[2][1], "(sin nombre)");
    assert_eq!(names[3][1], "<b>Núñez</b>");
    assert!(
        names[1][1]
            .as_str()
            .is_some_and(|name| name.chars().count() <= 120)
    );
    scene.app.says("[data-action=all-drafts]", "300");
    scene.app.click("[data-action=all-drafts]");
    until("all to be listed", || {
        (scene.app.count(".draft-line") == 300).then_some(())
    });
    assert_eq!(scene.app.count("[data-action=all-drafts]"), 0);
}
