use practice::Options;
use serde_json::json;

use super::scene::{KEY, NUNEZ, Scene, Server};

/// Makes the page believe that the current connection has this environment: the presets' servers are
/// outside this computer, so none of them can be used here.
pub(crate) fn pretend(scene: &Scene, environment: &str, name: &str) {
    let done = scene.app.browser().run_async(
        "const [environment, name] = arguments;
         import('/state/app.js').then(({ app }) => {
           const current = { ...app.session.current, environment, name };
           app.session = { ...app.session, current };
           done(true);
         }, (error) => done(String(error)))",
        &json!([environment, name]),
    );
    assert_eq!(done, Ok(json!(true)));
}

#[test]
fn band_and_send_button_name_the_environment() {
    let scene = Scene::connected();
    for (environment, word, note) in [
        (
            "production",
            "PRODUCCIÓN",
            "lo que se envíe cambia los datos reales",
        ),
        (
            "staging",
            "PRUEBAS",
            "no son los datos reales de la escuela",
        ),
        ("demo", "DEMO", "no son los datos reales de la escuela"),
        ("practice", "PRÁCTICA", "nada sale de esta computadora"),
        ("other", "OTRO SERVIDOR", "http://127.0.0.1"),
    ] {
        scene.rename(NUNEZ, "Familia Núñez Peralta");
        scene.to_find();
        let name = format!("Colegio {environment}");
        pretend(&scene, environment, &name);
        scene.open(NUNEZ);
        scene.review();
        let band = scene
            .app
            .text(&format!("header[data-environment={environment}]"));
        assert!(band.contains(word), "{environment}: {band}");
        assert!(band.contains(note), "{environment}: {band}");
        assert_eq!(
            band.contains(&name),
            environment != "practice",
            "{environment}: {band}"
        );
        let button = format!("[data-action=update][data-environment={environment}]");
        assert_eq!(
            scene.app.text(&button).trim(),
            format!("Actualizar en {word}: Familia Núñez Pérez")
        );
    }
}

#[test]
fn of_several_schools_one_is_in_use_and_each_is_asked_for_its_own() {
    let mut scene = Scene::connected();
    let other = Server::start(Options {
        seed: 2,
        key: Some("sk_test_of_the_other_school".to_owned()),
        ..Options::default()
    });
    other.change(NUNEZ, "name", json!("Familia Núñez del Encino"));
    scene.fill_connection(&other.practice().url(), "sk_test_of_the_other_school");
    scene
        .app
        .type_into("connectionName", "Preescolar Los Encinos");
    scene.app.click("[data-action=save]");
    scene.app.screen("find");
    let in_use = |scene: &Scene, school: &str, family: &str| {
        scene.app.says("[data-environment]", school);
        scene.app.go("#/find");
        scene.app.screen("find");
        scene.app.type_into("search", "0000128765");
        scene.app.says(&format!("[data-hit={NUNEZ}]"), family);
    };
    let (encinos, jacarandas) = ("Preescolar Los Encinos", "Colegio Las Jacarandas");
    in_use(&scene, encinos, "Familia Núñez del Encino");

    // Unsent changes for one school are asked about, and stay that school's.
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.app.go("#/settings");
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene.app.screen("settings");
    assert_eq!(scene.app.count("[data-connection]"), 2);
    scene.app.click("[data-connection] [data-action=choose]");
    in_use(&scene, jacarandas, "Familia Núñez Pérez");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");

    scene.app.restart();
    in_use(&scene, jacarandas, "Familia Núñez Pérez");
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.click("[data-connection] [data-action=choose]");
    in_use(&scene, encinos, "Familia Núñez del Encino");
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "Familia Núñez Peralta");

    for (server, key) in [
        (&scene.server, KEY),
        (&other, "sk_test_of_the_other_school"),
    ] {
        let own = format!("Bearer {key}");
        assert!(
            server
                .practice()
                .requests()
                .iter()
                .all(|sent| sent.header("authorization") == Some(own.as_str()))
        );
    }
}

#[test]
fn a_school_that_is_forgotten_says_what_goes_and_is_gone() {
    let scene = Scene::connected();
    scene.app.go("#/settings");
    scene.app.screen("settings");
    scene.app.click("[data-connection] [data-action=forget]");
    let asked = scene.app.text("dialog[open]");
    for words in ["su llave", "sus borradores", "los envíos sin confirmar"] {
        assert!(asked.contains(words), "{words}: {asked}");
    }
    scene.app.click("dialog[open] [data-action=answer-forget]");
    scene.app.wait(
        "the school to go",
        "return document.querySelector('[data-connection]') === null",
    );
    let session = scene.app.command("session", &json!({}));
    let session = session.expect("the session answers");
    assert_eq!(session["connections"], json!([]));
}
