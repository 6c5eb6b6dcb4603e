//! What the page says is true at that moment, and is said where it is heard.

use practice::{Fault, Target};
use serde_json::{Value, json};

use super::environments::pretend;
use super::scene::{NUNEZ, Scene};

const MINE: &str = "Familia Núñez Peralta";

/// Sentences that were true before something was sent.
const BEFORE_SENDING: [&str; 2] = ["Todavía no se env", "No se envió nada"];

#[track_caller]
fn nothing_is_said_to_be_unsent(scene: &Scene) {
    let said = scene.app.text("main");
    for words in BEFORE_SENDING {
        assert!(!said.contains(words), "{words:?} in: {said}");
    }
}

#[test]
fn after_a_refusal_review_does_not_say_that_nothing_was_sent() {
    let scene = Scene::connected();
    let at = json!("2026-01-10T12:00:00.000Z");
    scene.server.change(NUNEZ, "archivedAt", at);
    scene.server.play(Fault::Forbidden.on(Target::Writes));
    scene.rename(NUNEZ, MINE);
    scene.app.click("[name=archivedConfirmed]");
    assert_eq!(scene.update(), "refused");
    assert_eq!(scene.server.patches().len(), 1);
    nothing_is_said_to_be_unsent(&scene);
    // The box is unticked again: it asks for itself, and claims nothing.
    scene.app.click("[name=archivedConfirmed]");
    scene.app.click("[data-action=update]");
    scene.app.says("[data-archived]", "Marque esta casilla");
    nothing_is_said_to_be_unsent(&scene);
    assert_eq!(scene.server.patches().len(), 1);
}

#[test]
fn what_was_refused_is_not_called_unsent_when_it_is_left() {
    let scene = Scene::connected();
    scene.server.play(Fault::Forbidden.on(Target::Writes));
    scene.rename(NUNEZ, MINE);
    assert_eq!(scene.update(), "refused");
    let asks: [fn(&Scene); 2] = [
        |scene| scene.app.go("#/find"),
        |scene| scene.app.ask_to_close(),
    ];
    for ask in asks {
        ask(&scene);
        let asked = scene.app.text("dialog[open]");
        assert!(asked.contains("no aceptó"), "{asked}");
        for words in ["sin enviar", "no se env"] {
            assert!(!asked.contains(words), "{words:?} in: {asked}");
        }
        scene.app.click("dialog[open] [data-action=answer-stay]");
    }
    // What is typed from here on was not sent.
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    scene.app.type_into("email", "otra@example.com");
    scene.app.says(".action-says", "2 cambios");
    scene.app.go("#/find");
    scene.app.says("dialog[open]", "2 datos sin enviar");
}

#[test]
fn what_may_be_in_quentli_is_not_called_unsent_when_it_is_left() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, MINE);
    scene
        .server
        .play(Fault::Late { after: None }.on(Target::Writes));
    assert_eq!(scene.update(), "unknown");
    scene.server.play(None);
    scene.app.click("[data-action=open-record]");
    scene.app.screen("edit");
    scene.app.type_into("email", "otra@example.com");
    scene.app.says(".action-says", "2 cambios");
    scene.app.go("#/find");
    let asked = scene.app.text("dialog[open]");
    assert!(asked.contains("2 datos sin confirmar"), "{asked}");
    assert!(!asked.contains("no se env"), "{asked}");
}

#[test]
fn what_may_not_have_left_yet_is_not_said_to_be_sent() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, MINE);
    // The record is read again before anything is sent.
    scene.server.play(Fault::Stuck.on(Target::Reads));
    scene.app.click("[data-action=update]");
    scene.app.says(".action-says [role=status]", "respuesta");
    let said = scene.app.text(".action-says");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
    assert!(!said.contains("Enviado"), "{said}");
    scene.server.play(None);
}

#[test]
fn after_a_conflict_review_does_not_offer_what_it_no_longer_does() {
    let scene = Scene::connected();
    scene.rename(NUNEZ, MINE);
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez del Encino"));
    assert_eq!(scene.update(), "conflict");
    let said = scene.app.text("main");
    for words in ["Se enviará", "Revisar antes de enviar"] {
        assert!(!said.contains(words), "{words:?} in: {said}");
    }
    assert_eq!(scene.app.count("main h1"), 1);
}

#[test]
fn waiting_for_the_keychain_is_announced() {
    let scene = Scene::connected();
    let done = scene.app.browser().run_async(
        "import('/state/app.js').then(({ app }) => { app.session = null; done(true); })",
        &json!([]),
    );
    assert_eq!(done, Ok(json!(true)));
    scene.app.go("#/keychain");
    scene.app.wait(
        "an empty region that is listened to",
        "const region = document.querySelector('main [role=status]');
         window.region = region;
         return region !== null && region.textContent === ''",
    );
    scene.app.says("main h1", "Esperando al llavero");
    let said = scene.app.js(
        "return [window.region.isConnected, window.region.textContent, document.activeElement.tagName]",
        &json!([]),
    );
    assert_eq!(said[0], true, "the region was replaced");
    let words = said[1].as_str().unwrap_or_default();
    assert!(words.contains("pide la contraseña"), "{words}");
    assert_eq!(said[2], "H1");
}

#[test]
fn production_is_named_with_what_it_means() {
    let scene = Scene::connected();
    pretend(&scene, "production", "Colegio Las Jacarandas");
    for width in [640, 1024] {
        scene.app.set_window(width, 700);
        scene.app.wait_until_still();
        scene.app.says("header.band", "PRODUCCIÓN · DATOS REALES");
        let fits = "const at = document.querySelector('.band-word');
             const { left, right } = at.getBoundingClientRect();
             return left >= 0 && right <= innerWidth && at.scrollWidth <= at.clientWidth + 1";
        assert_eq!(scene.app.js(fits, &json!([])), true, "at {width} px");
    }
    scene.rename(NUNEZ, MINE);
    assert_eq!(
        scene.app.text("[data-action=update]").trim(),
        "Actualizar en PRODUCCIÓN: Familia Núñez Pérez"
    );
    let title = scene.app.js("return document.title", &json!([]));
    assert!(!title.as_str().unwrap().contains("DATOS"), "{title}");
}
