use ficha_tests::engine::Engine;
use practice::Options;
use serde_json::{Value, json};

use super::scene::{KEY, NUNEZ, Scene};

on_both_engines![
    a_key_that_no_key_can_be_is_refused_at_its_field_and_goes_nowhere,
    a_key_pasted_with_blanks_around_it_is_taken_without_them,
    a_key_with_a_line_break_never_reaches_a_header,
    several_lines_pasted_as_a_key_are_refused_at_the_field_and_none_is_taken,
    several_lines_pasted_as_a_password_are_refused_at_the_field,
    a_wrong_key_and_an_unreachable_host_are_reported_at_their_fields_on_connect,
    a_key_of_another_organization_is_reported_at_its_field_on_connect,
    a_key_of_another_organization_stops_everything,
    an_id_that_cannot_be_one_is_not_asked_for,
    what_breaks_a_fields_rule_stays_typed_and_is_not_sent,
    fields_with_a_form_of_their_own_refuse_markup_emoji_and_right_to_left_text,
    custom_data_without_a_key_or_with_one_key_twice_is_refused_at_its_row,
    a_wrong_code_is_reported_at_the_code_and_the_right_one_still_works,
];

/// The sentence at the control and in the summary, what was typed still there, nothing sent.
#[track_caller]
fn is_refused_at(scene: &Scene, field: &str, typed: Option<&str>, words: &str) {
    let app = &scene.app;
    app.says(&format!("#error-{field}"), words);
    // The field shows it once it is left, the summary once Review was requested.
    app.says("[data-error-summary]", words);
    if let Some(typed) = typed {
        assert_eq!(app.value(field), typed, "{field}: what was typed is gone");
    }
    assert_eq!(
        scene.server.patches(),
        Vec::<Value>::new(),
        "{field}: sent all the same"
    );
}

fn a_key_that_no_key_can_be_is_refused_at_its_field_and_goes_nowhere(engine: Engine) {
    let scene = Scene::first_start(Options::default(), &engine.into());
    let url = scene.server.practice().url();
    // As long as the shortest that no keychain takes.
    let long = format!("sk_{}", "k".repeat(1_277));
    for (key, words) in [
        ("", "Falta la llave."),
        ("   ", "Falta la llave."),
        ("sk_test_12 34", "espacios o saltos de línea"),
        ("sk_test_ñandú", "caracteres que no corresponden"),
        ("sk_test_“12”", "caracteres que no corresponden"),
        (long.as_str(), "demasiado largo para ser una llave"),
    ] {
        for action in ["probe", "save"] {
            scene.fill_connection(&url, key);
            scene.app.click(&format!("[data-action={action}]"));
            is_refused_at(&scene, "key", Some(key), words);
            scene.to_start();
        }
    }
    assert_eq!(scene.server.practice().requests(), []);
}

fn a_key_pasted_with_blanks_around_it_is_taken_without_them(engine: Engine) {
    let scene = Scene::first_start(Options::default(), &engine.into());
    scene.fill_connection(&scene.server.practice().url(), &format!("  {KEY}  "));
    scene.app.click("[data-action=save]");
    scene.app.screen("find");
    scene.open(NUNEZ);
}

fn a_key_with_a_line_break_never_reaches_a_header(engine: Engine) {
    let scene = Scene::first_start(Options::default(), &engine.into());
    for key in ["sk_test_12\n34", "sk_test_12\r\nX-Extra: 1"] {
        for command in ["probe_connection", "save_connection"] {
            let form = json!({
                "id": null, "name": "Colegio", "environment": "other",
                "server": scene.server.practice().url(), "key": key,
            });
            let refused = scene.app.command(command, &json!({ "form": form }));
            let refused = refused.expect_err("a key of two lines is no key");
            assert_eq!(refused["code"], "keySpaces");
        }
    }
    assert_eq!(scene.server.practice().requests(), []);
}

fn several_lines_pasted_as_a_key_are_refused_at_the_field_and_none_is_taken(engine: Engine) {
    let scene = Scene::first_start(Options::default(), &engine.into());
    let app = &scene.app;
    scene.fill_connection(&scene.server.practice().url(), "");
    app.paste_lines_into("key", &format!("{KEY}\nsk_test_another"));
    app.says("[data-field=key]", "Se pegó más de una línea");
    assert_eq!(app.value("key"), "", "two lines became one key");
    app.click("[data-action=save]");
    is_refused_at(&scene, "key", Some(""), "Falta la llave.");
    assert_eq!(scene.server.practice().requests(), []);

    // Surrounding line breaks come from copying.
    app.paste_lines_into("key", &format!("\n  {KEY}\n"));
    app.wait(
        "the sentence to go",
        "return !document.querySelector('[data-field=key]').innerText.includes('más de una línea')",
    );
    assert_eq!(app.value("key"), KEY);
    app.click("[data-action=save]");
    app.screen("find");
}

fn several_lines_pasted_as_a_password_are_refused_at_the_field(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    scene.app.paste_lines_into("password", "Girasol\nAzul");
    scene
        .app
        .says("[data-field=password]", "Se pegó más de una línea");
    assert_eq!(scene.app.value("password"), "");
    assert_eq!(scene.app.count("[data-changed=true]"), 0);
}

/// Nothing was saved, and continuing does not lose what was typed.
#[track_caller]
fn nothing_is_saved(scene: &Scene) {
    let session = scene.app.command("session", &json!({}));
    let session = session.expect("the session answers");
    assert_eq!(session["connections"], json!([]));
    assert_eq!(scene.app.count("main[data-screen=connect] [data-way]"), 0);
    assert_eq!(scene.app.value("connectionName"), "Colegio Las Jacarandas");
}

fn a_wrong_key_and_an_unreachable_host_are_reported_at_their_fields_on_connect(engine: Engine) {
    let scene = Scene::first_start(Options::default(), &engine.into());
    let url = scene.server.practice().url();
    let wrong = "Quentli no reconoce la llave.";
    for (server, key, field, words) in [
        (url.as_str(), "sk_test_wrong", "key", wrong),
        (
            "http://127.0.0.1:9",
            KEY,
            "server",
            "No se pudo conectar con el servidor.",
        ),
        (
            "https://no.such.host.invalid",
            KEY,
            "server",
            "No se encontró el servidor.",
        ),
        (
            "http://api.quentli.com",
            KEY,
            "server",
            "no usa una conexión segura",
        ),
        ("nada", KEY, "server", "no está bien escrita"),
    ] {
        for action in ["probe", "save"] {
            scene.fill_connection(server, key);
            scene.app.click(&format!("[data-action={action}]"));
            is_refused_at(&scene, field, None, words);
            assert_eq!(scene.app.value("server"), server);
            assert_eq!(scene.app.value("key"), key);
            nothing_is_saved(&scene);
            if words == wrong {
                let said = scene.app.text("#error-key");
                assert!(said.contains("de este entorno"), "{said}");
                assert!(!said.contains("Ajustes"), "{said}");
            }
            scene.to_start();
        }
    }
}

fn a_key_of_another_organization_is_reported_at_its_field_on_connect(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    let current = || {
        let session = scene.app.command("session", &json!({}));
        session.expect("the session answers")["current"].clone()
    };
    let before = current();
    every_family_moves(&scene);
    let id = before["id"].as_str().expect("a connection has an id");
    scene.app.go(&format!("#/connect/{id}"));
    scene.app.screen("connect");
    scene.app.paste_into("key", KEY);
    scene.app.click("[data-action=save]");
    is_refused_at(&scene, "key", Some(KEY), "La llave es de otra escuela.");
    assert_eq!(current(), before);
}

/// From now on every answer is another organization's.
fn every_family_moves(scene: &Scene) {
    for family in scene.server.practice().families() {
        let id = family["id"].as_str().expect("families have ids").to_owned();
        scene
            .server
            .change(&id, "organizationId", json!("cm3another0000s6t1e8v2k9qa"));
    }
}

fn a_key_of_another_organization_stops_everything(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.review();
    every_family_moves(&scene);
    scene.app.click("[data-action=update]");
    scene.app.says(
        "main [data-error=wrongOrganization]",
        "La llave es de otra escuela.",
    );
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

fn an_id_that_cannot_be_one_is_not_asked_for(engine: Engine) {
    let scene = Scene::on(engine);
    let before = scene.server.practice().requests().len();
    for id in ["cus 1", "cus/1", "..", "../../admin", "cus_1?x=1", "cus_ñ"] {
        let encoded = scene
            .app
            .js("return encodeURIComponent(arguments[0])", &json!([id]));
        scene
            .app
            .go(&format!("#/customer/{}", encoded.as_str().expect("text")));
        scene.app.says("main [data-error]", "no puede ser el id");
        scene.to_find();
    }
    assert_eq!(scene.server.practice().requests().len(), before);
}

fn what_breaks_a_fields_rule_stays_typed_and_is_not_sent(engine: Engine) {
    let scene = Scene::on(engine);
    let long = "ñ".repeat(10_000);
    scene.open(NUNEZ);
    for (field, typed, words) in [
        ("name", "", "El nombre no puede quedar vacío."),
        ("name", "   ", "El nombre no puede quedar vacío."),
        (
            "name",
            long.as_str(),
            "Es demasiado largo. Máximo 200 caracteres.",
        ),
        ("username", "", "El usuario no puede quedar vacío."),
        ("username", "juan perez", "no puede llevar espacios"),
        ("email", "nunez.example.com", "Al correo le falta la @."),
        ("email", "nunez@", "El correo no está completo."),
        ("phoneNumber", "5512345", "Al teléfono le faltan dígitos."),
        (
            "secondaryPhoneNumber",
            "5512345",
            "Al teléfono le faltan dígitos.",
        ),
        ("tosIp", "300.1.1.1", "No es una dirección IP."),
    ] {
        scene.app.paste_into(field, typed);
        scene.app.click("[data-action=review]");
        is_refused_at(&scene, field, Some(typed), words);
        assert_eq!(
            scene.app.count("main[data-screen=edit]"),
            1,
            "{field}: it went on to review"
        );
        scene.app.click(&format!("[data-undo={field}]"));
        scene.app.wait_with(
            field,
            "return document.querySelector('#error-' + given[0])?.innerText.trim() ? false : true",
            &json!([field]),
        );
    }
}

fn fields_with_a_form_of_their_own_refuse_markup_emoji_and_right_to_left_text(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    for field in ["email", "phoneNumber", "secondaryPhoneNumber", "tosIp"] {
        for odd in ["<script>alert(1)</script>", "😀", "שלום"] {
            scene.app.paste_into(field, odd);
            scene.app.click("[data-action=review]");
            scene
                .app
                .see(&format!("[data-field={field}][data-invalid=true]"));
            assert_eq!(scene.app.value(field), odd);
            scene.app.click(&format!("[data-undo={field}]"));
            scene.app.wait_with(
                field,
                "return document.querySelector('#error-' + given[0])?.innerText.trim() ? false : true",
                &json!([field]),
            );
        }
    }
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

fn custom_data_without_a_key_or_with_one_key_twice_is_refused_at_its_row(engine: Engine) {
    let scene = Scene::on(engine);
    scene.server.change(
        NUNEZ,
        "metadata",
        json!([{ "key": "Nivel", "value": "Primaria" }]),
    );
    for (key, words) in [
        ("", "falta el nombre"),
        ("Nivel", "dos datos con el mismo nombre"),
    ] {
        scene.open(NUNEZ);
        scene.app.click("[data-add-row]");
        scene.app.type_into_last("metadata.key", key);
        scene.app.type_into_last("metadata.value", "Secundaria");
        scene.app.click("[data-action=review]");
        scene.app.see("[data-error-summary]");
        let summary = scene.app.text("[data-error-summary]");
        assert!(summary.contains(words), "{summary}");
        assert!(scene.app.text("[data-field=metadata]").contains(words));
        scene.discard(NUNEZ);
    }
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
}

fn a_wrong_code_is_reported_at_the_code_and_the_right_one_still_works(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    scene.app.type_into("username", "0000128700");
    scene.review();
    assert_eq!(scene.update(), "refused");
    scene.app.type_into("otp", "12");
    scene.app.click("[data-action=update]");
    scene.app.see("[name=otp][aria-invalid=true]");
    assert_eq!(scene.app.value("otp"), "12");
    assert_eq!(
        scene.server.patches().len(),
        1,
        "a code that cannot be one was sent"
    );

    let right = scene.server.practice().code();
    let wrong = if right == "111111" {
        "222222"
    } else {
        "111111"
    };
    scene.app.type_into("otp", wrong);
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(2);
    scene.app.see("[name=otp][aria-invalid=true]");
    assert_eq!(scene.server.held(NUNEZ)["username"], "0000128765");
    assert_eq!(scene.update_with_code(), "applied", "{}", scene.app.shown());
}
