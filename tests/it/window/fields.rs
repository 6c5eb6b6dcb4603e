use practice::Options;
use serde_json::{Value, json};

use super::scene::{HERNANDEZ, NUNEZ, Scene, body};

/// Makes one change on Edit, takes it through Review, and compares the body sent with `data`.
#[track_caller]
fn sends(scene: &Scene, what: &str, data: &Value, change: impl FnOnce(&Scene)) {
    let before = scene.server.patches().len();
    scene.open(NUNEZ);
    change(scene);
    scene.review();
    let outcome = scene.update();
    assert_eq!(outcome, "applied", "{what}\n{}", scene.app.shown());
    assert_eq!(scene.server.patches()[before..], [body(data)], "{what}");
    next(scene);
}

/// The same for a field that Quentli guards with a code: refused first, then sent with the code.
#[track_caller]
fn sends_with_code(scene: &Scene, what: &str, data: &Value, change: impl FnOnce(&Scene)) {
    let before = scene.server.patches().len();
    let code = scene.server.practice().code();
    scene.open(NUNEZ);
    change(scene);
    scene.review();
    assert_eq!(scene.update(), "refused", "{what} without a code");
    assert_eq!(
        scene.update_with_code(),
        "applied",
        "{what}\n{}",
        scene.app.shown()
    );
    let with_code = json!({ "input": { "data": data, "otp": code } });
    assert_eq!(
        scene.server.patches()[before..],
        [body(data), with_code],
        "{what}"
    );
    next(scene);
}

fn next(scene: &Scene) {
    scene.app.screen("result");
    scene.app.click("[data-action=next]");
    scene.app.screen("find");
}

#[test]
fn each_text_field_is_sent_alone_and_as_typed() {
    let scene = Scene::connected();
    for (field, text) in [
        ("name", "Familia Núñez Peralta"),
        ("assigneeId", "usr_7Yt2"),
        ("secondaryPhoneNumber", "+525587650000"),
        ("tosIp", "187.190.24.8"),
        ("signature", "https://example.com/firma.png"),
    ] {
        sends(&scene, field, &json!({ field: text }), |scene| {
            scene.app.type_into(field, text);
        });
    }
    sends(
        &scene,
        "tags",
        &json!({ "tags": ["becado", "hermanos"] }),
        |scene| {
            scene.app.type_into("tags", "becado, hermanos");
        },
    );
    sends(
        &scene,
        "optedOutWhatsappAt",
        &json!({ "optedOutWhatsappAt": "2025-01-10T12:00:00.000Z" }),
        |scene| {
            scene.app.click("[name=optedOutWhatsappAt]");
            // The test's zone is six hours behind UTC.
            scene.app.set("optedOutWhatsappAt.at", "2025-01-10T06:00");
        },
    );
}

#[test]
fn a_switch_with_a_date_that_is_put_off_sends_null() {
    let scene = Scene::connected();
    scene.server.change(
        NUNEZ,
        "optedOutWhatsappAt",
        json!("2025-01-10T12:00:00.000Z"),
    );
    let data = json!({ "optedOutWhatsappAt": null });
    sends(&scene, "put off", &data, |scene| {
        scene.app.click("[name=optedOutWhatsappAt]");
    });
    assert!(scene.server.held(NUNEZ)["optedOutWhatsappAt"].is_null());
}

#[test]
fn what_the_server_finds_wrong_with_a_field_is_shown_at_its_control() {
    let mut options = Options::default();
    options.quirks.issues_on_update = true;
    let scene = Scene::connected_to(options);
    scene.open(NUNEZ);
    // Valid by the standard, but not for the practice server.
    let typed = "\"a@b\"@example.com";
    scene.app.paste_into("email", typed);
    scene.review();
    assert_eq!(scene.update(), "refused", "{}", scene.app.shown());
    let said = scene.app.text("[data-error-summary]");
    assert!(
        said.contains("Correo") && said.contains("Invalid email"),
        "{said}"
    );
    scene.app.click("[data-refused=email]");
    scene.app.screen("edit");
    scene.app.says("#error-email", "Invalid email");
    assert_eq!(scene.app.value("email"), typed);
    scene.app.wait(
        "the focus to be at the field",
        "return document.activeElement?.name === 'email'",
    );
    assert_eq!(scene.server.held(NUNEZ)["email"], "nunez.perez@example.com");
}

#[test]
fn each_switch_is_sent_alone() {
    let scene = Scene::connected();
    for field in [
        "emailVerified",
        "phoneNumberVerified",
        "hasChangedPassword",
        "skipTaxInvoice",
        "acceptedServiceAgreement",
    ] {
        let flipped = !scene.server.held(NUNEZ)[field]
            .as_bool()
            .expect("a switch is on or off");
        sends(&scene, field, &json!({ field: flipped }), |scene| {
            scene.app.click(&format!("[name={field}]"));
        });
    }
    for (choice, sent) in [
        ("yes", json!(true)),
        ("no", json!(false)),
        ("unset", Value::Null),
    ] {
        if scene.server.held(NUNEZ)["replyWithAssistant"] != sent {
            let data = json!({ "replyWithAssistant": sent });
            sends(&scene, choice, &data, |scene| {
                scene
                    .app
                    .click(&format!("[name=replyWithAssistant][value={choice}]"));
            });
        }
    }
}

#[test]
fn each_guarded_field_is_sent_again_with_the_code() {
    let scene = Scene::keeping_secrets();
    for (field, text) in [
        ("username", "0000128700"),
        ("email", "nunez.peralta@example.com"),
        ("phoneNumber", "+525512340000"),
        ("password", "Girasol 2025"),
    ] {
        sends_with_code(&scene, field, &json!({ field: text }), |scene| {
            scene.app.type_into(field, text);
        });
    }
}

#[test]
fn custom_data_is_added_changed_and_removed_under_the_name_chosen() {
    let scene = Scene::connected();
    scene.server.change(
        NUNEZ,
        "metadata",
        json!([{ "key": "Nivel", "value": "Primaria" }]),
    );
    let add = |scene: &Scene, key: &str, value: &str| {
        scene.app.click("[data-add-row]");
        scene.app.type_into_last("metadata.key", key);
        scene.app.type_into_last("metadata.value", value);
    };
    let data = json!({ "metadata": [{ "key": "Folio de beca", "value": "B-2025-0001" }] });
    sends(&scene, "added", &data, |scene| {
        add(scene, "Folio de beca", "B-2025-0001");
    });
    let data = json!({ "metadata": [{ "key": "Nivel", "value": "Secundaria" }] });
    sends(&scene, "changed", &data, |scene| {
        scene.app.type_into("metadata.value", "Secundaria");
    });
    let data = json!({ "metadata": [{ "key": "Nivel", "value": null }] });
    sends(&scene, "removed", &data, |scene| {
        scene.app.click("[data-remove-row]");
    });
    let data = json!({ "meta": { "Ruta": "7" } });
    sends(&scene, "as meta", &data, |scene| {
        add(scene, "Ruta", "7");
        scene.app.unfold("[name=customDataAs][value=meta]");
        scene.app.click("[name=customDataAs][value=meta]");
    });
}

#[test]
fn a_nullable_field_is_cleared_with_null_and_never_with_an_empty_text() {
    let scene = Scene::keeping_secrets();
    for field in ["assigneeId", "signature", "secondaryPhoneNumber"] {
        if scene
            .server
            .held(NUNEZ)
            .get(field)
            .is_none_or(Value::is_null)
        {
            scene.server.change(NUNEZ, field, json!("+525587650000"));
        }
        sends(&scene, field, &json!({ field: null }), |scene| {
            scene.app.click(&format!("[data-clear={field}]"));
        });
        assert!(
            scene.server.held(NUNEZ)[field].is_null(),
            "{field} is still there"
        );
    }
    for field in ["email", "phoneNumber"] {
        sends_with_code(&scene, field, &json!({ field: null }), |scene| {
            scene.app.click(&format!("[data-clear={field}]"));
        });
    }
}

#[test]
fn a_value_that_another_family_has_is_shown_at_its_control_with_that_family() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("username", "12873");
    scene.review();
    assert_eq!(scene.update(), "refused");
    // The practice server looks at the code first.
    let outcome = scene.update_with_code();
    assert_eq!(outcome, "refused", "{}", scene.app.shown());
    assert_eq!(scene.server.held(NUNEZ)["username"], "0000128765");
    scene.app.see(&format!("[data-clash={HERNANDEZ}]"));
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    assert_eq!(
        scene.app.value("username"),
        "12873",
        "what was typed is gone"
    );
    assert!(!scene.app.text("#error-username").is_empty());
}

#[test]
fn a_family_without_a_name_that_has_the_value_can_still_be_opened() {
    let scene = Scene::connected();
    scene
        .server
        .change(HERNANDEZ, "name", json!(" \u{202E}\u{200B}"));
    scene.open(NUNEZ);
    scene.app.type_into("username", "12873");
    scene.review();
    assert_eq!(scene.update(), "refused");
    assert_eq!(scene.update_with_code(), "refused");
    let link = scene.app.text(&format!("[data-clash={HERNANDEZ}]"));
    assert_eq!(link, "(sin nombre)");
    scene.app.click(&format!("[data-clash={HERNANDEZ}]"));
    scene.app.click(&format!("[data-open={HERNANDEZ}]"));
    scene.app.click("dialog[open] [data-action=answer-keep]");
    scene.app.screen("edit");
    assert_eq!(scene.app.value("username"), "12873");
}

#[test]
fn a_code_that_quentli_mentioned_is_offered_and_never_required() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("username", "0000128700");
    scene.review();
    assert_eq!(scene.update(), "refused");
    scene.app.see("[name=otp]");
    scene.app.click("[data-action=update]");
    scene.server.wait_for_patches(2);
    scene.app.see("[data-outcome=refused]");
    assert_eq!(scene.update_with_code(), "applied", "{}", scene.app.shown());
}

#[test]
fn review_says_in_strong_words_what_a_change_of_consent_means() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.click("[name=optedOutWhatsappAt]");
    scene.review();
    scene.app.says(
        "[data-consent=withdrawn]",
        "dejará de recibir mensajes de WhatsApp",
    );
    assert_eq!(scene.update(), "applied", "{}", scene.app.shown());
    next(&scene);

    scene.open(NUNEZ);
    scene.app.click("[name=optedOutWhatsappAt]");
    scene.review();
    scene.app.says(
        "[data-consent=given]",
        "volverá a recibir mensajes de WhatsApp",
    );
    scene
        .app
        .says("[data-consent=given]", "solo si la familia lo pidió");
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");

    // Moving the date changes nothing of it.
    scene.app.click("[data-undo=optedOutWhatsappAt]");
    scene.app.set("optedOutWhatsappAt.at", "2025-01-10T06:00");
    scene.review();
    assert_eq!(scene.app.count("[data-consent]"), 0);
}

/// A half-typed date is not consent: only the switch is.
#[test]
fn a_backspace_in_the_opt_out_date_is_a_problem_and_never_consent() {
    let scene = Scene::connected();
    let held = json!("2025-01-10T12:00:00.000Z");
    scene
        .server
        .change(NUNEZ, "optedOutWhatsappAt", held.clone());
    scene.open(NUNEZ);
    scene.app.js(
        "document.querySelector('[name=\"optedOutWhatsappAt.at\"]').focus()",
        &json!([]),
    );
    scene.app.press(ficha_tests::keys::BACKSPACE);
    scene.app.click("[data-action=review]");
    scene.app.see("[data-error-summary]");
    scene.app.says("#error-optedOutWhatsappAt", "fecha");
    assert_eq!(scene.app.value("optedOutWhatsappAt.at"), "");
    // Not by the address, either.
    scene.app.go(&format!("#/customer/{NUNEZ}/review"));
    scene.app.screen("edit");
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
    assert_eq!(scene.server.held(NUNEZ)["optedOutWhatsappAt"], held);

    scene.app.click("[name=optedOutWhatsappAt]");
    scene.review();
    scene
        .app
        .says("[data-consent=given]", "solo si la familia lo pidió");
    assert_eq!(scene.update(), "applied", "{}", scene.app.shown());
    let consent = body(&json!({ "optedOutWhatsappAt": null }));
    assert_eq!(scene.server.patches(), [consent]);
}
