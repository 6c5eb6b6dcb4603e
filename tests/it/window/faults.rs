use std::{collections::BTreeMap, time::Duration};

use practice::{Fault, Target};
use serde_json::json;

use super::scene::{NUNEZ, Scene};

/// What the window must say about an update with a fault, and whether the server applied it.
struct Case {
    fault: Fault,
    outcome: &'static str,
    applied: bool,
    /// Words that only this kind of failure gets.
    words: &'static str,
}

fn case(fault: Fault, outcome: &'static str, words: &'static str) -> Case {
    let applied = fault.applies();
    Case {
        fault,
        outcome,
        applied,
        words,
    }
}

const READ_BACK: &str = "Se consultó Quentli otra vez: el cambio quedó hecho";
const CONFIRMED: &str = "Quentli lo confirmó";
const NOT_UNDERSTOOD: &str = "llegó en una forma que Ficha no entiende";

fn elsewhere() -> Fault {
    Fault::Redirect {
        to: "http://127.0.0.1:9/".to_owned(),
    }
}

fn too_many() -> Fault {
    Fault::RateLimited {
        retry_after: Some("1".to_owned()),
    }
}

/// Applies each fault to one update, and compares what the window says with what the server holds.
fn each_says_what_is_so(cases: Vec<Case>) {
    let scene = Scene::connected();
    for (round, case) in cases.into_iter().enumerate() {
        let name = case.fault.name();
        let before = scene.server.held(NUNEZ)["name"].clone();
        let asked = format!("Familia Núñez {name} {round}");
        scene.rename(NUNEZ, &asked);
        scene.server.play(case.fault.on(Target::Writes));
        let first = scene.update();
        // Why it is not known at once is shown at once.
        let mut shown = scene.app.text("main");
        let outcome = match first.as_str() {
            "unknown" => scene.settled(),
            _ => first,
        };
        assert_eq!(outcome, case.outcome, "{name}\n{}", scene.app.shown());
        shown.push_str(&scene.app.text("main"));
        assert!(
            shown.contains(case.words),
            "{name} lacks {:?}: {shown}",
            case.words
        );
        let read_back = case.outcome == "applied" && case.words != CONFIRMED;
        assert_eq!(shown.contains(READ_BACK), read_back, "{name}: {shown}");

        let held = scene.server.held(NUNEZ)["name"].clone();
        assert_eq!(held == json!(asked), case.applied, "{name}");
        match outcome.as_str() {
            "applied" => assert_eq!(held, json!(asked), "{name}: a wrong claim"),
            _ => assert_eq!(held, before, "{name}: a wrong claim"),
        }
        scene.server.play(None);
        // The next round starts from what the server holds.
        scene.discard(NUNEZ);
    }
}

#[test]
fn a_certain_refusal_says_why_and_that_nothing_changed() {
    each_says_what_is_so(vec![
        case(
            Fault::Unauthorized,
            "refused",
            "Quentli no reconoce la llave.",
        ),
        case(
            Fault::Forbidden,
            "refused",
            "La llave no tiene permiso para esto.",
        ),
        case(
            too_many(),
            "refused",
            "Se consultó a Quentli demasiadas veces seguidas.",
        ),
    ]);
}

#[test]
fn an_unknown_outcome_that_was_not_applied_is_read_back_as_not_done() {
    each_says_what_is_so(vec![
        case(
            Fault::ServerErrorBefore,
            "notApplied",
            "Quentli tuvo un problema.",
        ),
        case(Fault::BadGatewayHtml, "notApplied", "502"),
        case(
            elsewhere(),
            "notApplied",
            "La respuesta no dice si el cambio se hizo; quizá no la dio Quentli.",
        ),
        case(
            Fault::DropBeforeHeaders,
            "notApplied",
            "La conexión se cortó",
        ),
    ]);
}

#[test]
fn an_unknown_outcome_that_was_applied_is_read_back_as_done() {
    each_says_what_is_so(vec![
        case(
            Fault::ServerErrorAfter,
            "applied",
            "Quentli tuvo un problema.",
        ),
        case(
            Fault::DropMidBodyAfterApplying,
            "applied",
            "La conexión se cortó antes de recibir la respuesta completa.",
        ),
        case(Fault::TruncatedJson, "applied", NOT_UNDERSTOOD),
        case(Fault::WrongType, "applied", NOT_UNDERSTOOD),
        case(Fault::HugeBody, "applied", "demasiado grande"),
        case(Fault::Gzip, "applied", NOT_UNDERSTOOD),
        case(Fault::Slow(Duration::from_secs(1)), "applied", CONFIRMED),
    ]);
}

#[test]
fn a_server_that_never_answers_is_read_back_as_not_done() {
    each_says_what_is_so(vec![case(
        Fault::Stuck,
        "notApplied",
        "Quentli no contestó a tiempo.",
    )]);
}

#[test]
fn a_server_that_applies_and_never_answers_is_read_back_as_done() {
    each_says_what_is_so(vec![case(
        Fault::StuckAfterApplying,
        "applied",
        "Quentli no contestó a tiempo.",
    )]);
}

#[test]
fn reading_a_family_fails_in_the_words_of_its_own_fault() {
    let scene = Scene::connected();
    let mut seen: BTreeMap<String, (&str, &str)> = BTreeMap::new();
    for (fault, words) in [
        (Fault::Unauthorized, "Quentli no reconoce la llave."),
        (Fault::Forbidden, "La llave no tiene permiso"),
        (too_many(), "demasiadas veces"),
        (Fault::ServerErrorBefore, "Quentli no está disponible"),
        (Fault::BadGatewayHtml, "502"),
        (Fault::ServerErrorAfter, "Quentli no está disponible"),
        (Fault::DropBeforeHeaders, "La conexión se cortó"),
        (Fault::DropMidBodyAfterApplying, "La conexión se cortó"),
        (Fault::TruncatedJson, NOT_UNDERSTOOD),
        (Fault::WrongType, NOT_UNDERSTOOD),
        (Fault::HugeBody, "demasiado grande"),
        (elsewhere(), "La respuesta venía de otra dirección"),
        (Fault::Gzip, "Contestó otra cosa"),
    ] {
        let name = fault.name();
        scene.server.play(fault.on(Target::Reads));
        scene.app.go(&format!("#/customer/{NUNEZ}"));
        scene.app.wait_with(
            name,
            "const error = document.querySelector('main [data-error]');
             return error !== null && error.innerText.includes(given[0])",
            &json!([words]),
        );
        let shown = scene.app.text("main [data-error]");
        // Faults with the same remedy may read the same.
        if let Some((other, theirs)) = seen.insert(shown.clone(), (name, words)) {
            assert_eq!(words, theirs, "{name} reads as {other}: {shown}");
        }
        scene.server.play(None);
        scene.app.go("#/find");
        scene.app.screen("find");
    }
    assert_eq!(scene.server.patches(), Vec::<serde_json::Value>::new());
}

#[test]
fn a_family_that_is_slow_to_come_is_waited_for_in_words() {
    let scene = Scene::connected();
    let slow = Fault::Slow(Duration::from_secs(5));
    scene.server.play(slow.on(Target::Reads));
    scene.app.go(&format!("#/customer/{NUNEZ}"));
    scene.app.says("main", "Quentli tarda en contestar.");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
}

#[test]
fn a_family_that_never_comes_can_be_left() {
    let scene = Scene::connected();
    scene.server.play(Fault::Stuck.on(Target::Reads));
    scene.app.go(&format!("#/customer/{NUNEZ}"));
    scene.app.says("main", "Quentli tarda en contestar.");
    scene.server.play(None);
    scene.app.click("main [data-action=stop]");
    scene.app.screen("find");
}
