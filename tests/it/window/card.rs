//! The form as a card: what stands where, what is folded, and which keys lead through it.

use ficha_tests::keys;
use serde_json::{Value, json};

use super::double_click::resize;
use super::scene::{HERNANDEZ, NUNEZ, Scene, body};

/// The name of the control that has the focus, and whether what is typed now would replace it.
fn focused(scene: &Scene) -> Value {
    scene.app.js(
        "const at = document.activeElement;
         const whole = at.selectionStart === 0 && at.selectionEnd === at.value.length;
         return [at.name, at.type === 'text' && whole]",
        &json!([]),
    )
}

#[test]
fn alt_with_a_digit_leads_to_a_group_and_selects_what_is_there() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    for (digit, name) in [
        ("1", "phoneNumber"),
        ("2", "name"),
        ("3", "optedOutWhatsappAt"),
        ("4", "hasChangedPassword"),
        ("5", "skipTaxInvoice"),
        ("6", "acceptedServiceAgreement"),
    ] {
        scene.app.press(&format!("{}{digit}", keys::ALT));
        let at = focused(&scene);
        assert_eq!(at[0], name, "Alt+{digit}");
        assert_eq!(at[1], ["1", "2"].contains(&digit), "Alt+{digit}");
    }
    scene.app.press(&format!("{}7", keys::ALT));
    let pair = "return document.activeElement.closest('.group-customData') !== null";
    assert_eq!(scene.app.js(pair, &json!([])), true, "Alt+7");
}

#[test]
fn a_field_is_reached_by_a_part_of_its_name_also_where_it_is_folded() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    let ask = format!("{}f", keys::ALT);
    scene.app.press(&ask);
    scene.app.see("dialog[open] [name=findField]");
    for letter in "direccion ip".chars().take(9) {
        scene.app.press(&letter.to_string());
    }
    scene.app.press(keys::ENTER);
    scene.app.wait(
        "the folded field to have the focus",
        "return document.activeElement.name === 'tosIp'",
    );
    // Where nothing is called like that, nothing is chosen, and Escape leads back.
    scene.app.press(&ask);
    for letter in "xyz".chars() {
        scene.app.press(&letter.to_string());
    }
    scene.app.press(keys::ENTER);
    scene.app.says("dialog[open]", "Ningún dato");
    scene.app.press(keys::ESCAPE);
    scene.app.wait(
        "the focus where it was",
        "return document.querySelector('dialog') === null && document.activeElement.name === 'tosIp'",
    );
    assert_eq!(scene.app.count("main[data-screen=edit]"), 1);
}

#[test]
fn control_s_leads_to_review_and_never_past_it() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("name", "Familia Núñez Peralta");
    let save = format!("{}s", keys::CONTROL);
    scene.app.press(&save);
    scene.app.screen("review");
    scene.app.wait(
        "the focus on what comes next",
        "return document.activeElement.dataset.action === 'update'",
    );
    for _ in 0..3 {
        scene.app.press(&save);
    }
    scene.app.armed("[data-action=update]");
    scene.app.press(&save);
    assert_eq!(scene.server.patches(), Vec::<Value>::new());
    assert_eq!(scene.app.count("main[data-screen=review]"), 1);
    assert_eq!(scene.update(), "applied");
}

#[test]
fn what_quentli_never_shows_is_folded_until_it_is_changed() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    let unfolded = "return document.querySelector('[data-hidden-fields=identity]').open";
    assert_eq!(scene.app.js(unfolded, &json!([])), false);
    scene
        .app
        .says("[data-hidden-fields=identity] summary", "(2)");
    scene.app.click("[data-hidden-fields=identity] summary");
    scene.app.type_into("assigneeId", "usr_7Yt2");
    scene.review();
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    assert_eq!(scene.app.js(unfolded, &json!([])), true);
    scene.app.says("[data-field=assigneeId]", "No se sabe");
}

#[test]
fn neighbours_stand_on_one_line_whatever_is_said_below_them() {
    let scene = Scene::connected();
    resize(&scene, 1440, 900);
    scene.open(NUNEZ);
    scene.app.type_into("phoneNumber", "12");
    scene.app.type_into("name", "Familia Núñez Peralta");
    scene.app.wait(
        "the problem",
        "return document.querySelector('[data-field=phoneNumber] .error').textContent !== ''",
    );
    let tops = scene.app.js(
        "return [['phoneNumber', 'email'], ['name', 'username']].map((names) =>
           names.map((name) => Math.round(document.querySelector(`[name=${name}]`).getBoundingClientRect().top)))",
        &json!([]),
    );
    for pair in tops.as_array().unwrap() {
        assert_eq!(pair[0], pair[1], "{tops}");
    }
    // A switch has a row of its own.
    let beside = scene.app.js(
        "const box = (name) => document.querySelector(`[data-field=${name}]`).getBoundingClientRect();
         return box('emailVerified').top >= box('phoneNumberVerified').bottom - 1",
        &json!([]),
    );
    assert_eq!(beside, true);
}

#[test]
fn a_phone_number_is_shown_as_it_is_read_aloud_and_sent_as_it_is_stored() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("phoneNumber"), "+52 55 1234 5678");
    // Looking is not editing.
    scene.app.click("[name=phoneNumber]");
    scene.app.click("[name=email]");
    scene.app.says(".action-count", "Sin cambios");

    scene
        .app
        .type_into("secondaryPhoneNumber", "(55) 1234-00.00");
    scene.review();
    scene.app.says(".changes", "+52 55 1234 0000");
    assert_eq!(scene.update(), "applied");
    let sent = json!({ "secondaryPhoneNumber": "+525512340000" });
    assert_eq!(scene.server.patches(), [body(&sent)]);
}

#[test]
fn the_digits_that_change_are_marked() {
    let scene = Scene::connected();
    scene.open(NUNEZ);
    scene.app.type_into("phoneNumber", "55 1234 5699");
    scene.review();
    let marked = "return Array.from(document.querySelectorAll('.change-new mark'), (mark) => mark.textContent).join('')";
    assert_eq!(scene.app.js(marked, &json!([])), "99");
}

#[test]
fn a_changed_phone_number_is_no_alarm_but_losing_the_last_way_to_reach_a_family_is() {
    let scene = Scene::connected();
    scene
        .server
        .change(HERNANDEZ, "secondaryPhoneNumber", Value::Null);
    scene.server.change(HERNANDEZ, "email", Value::Null);
    scene
        .server
        .change(HERNANDEZ, "phoneNumber", json!("+525587651111"));
    scene.open(HERNANDEZ);
    scene.app.type_into("phoneNumber", "5587652222");
    scene.review();
    assert_eq!(scene.app.count(".notice-warning"), 0);
    scene.app.says(".side-effects", "llegarán al número nuevo");
    scene.app.click("[data-action=back]");
    scene.app.screen("edit");
    scene.app.click("[data-clear=phoneNumber]");
    scene.review();
    scene.app.see(".notice-warning");

    // The e-mail of a family that still has a phone.
    scene.app.go(&format!("#/customer/{NUNEZ}"));
    scene.app.click("dialog[open] [data-action=answer-drop]");
    scene.app.screen("edit");
    scene.app.click("[data-clear=email]");
    scene.review();
    assert_eq!(scene.app.count(".notice-warning"), 0);
}

#[test]
fn the_columns_of_custom_data_have_headings_where_there_are_rows() {
    let scene = Scene::connected();
    scene.server.change(NUNEZ, "metadata", json!([]));
    scene.open(NUNEZ);
    let seen = "const head = document.querySelector('.pairs-head');
         return head !== null && head.getClientRects().length > 0";
    assert_eq!(scene.app.js(seen, &json!([])), false);
    scene.app.click("[data-add-row]");
    for width in [1440, 640] {
        resize(&scene, width, 900);
        scene.app.says(".pairs-head", "Valor");
        let above = scene.app.js(
            "const left = (selector) => Math.round(document.querySelector(selector).getBoundingClientRect().left);
             const inset = parseFloat(getComputedStyle(document.querySelector('[name=\"metadata.key\"]')).paddingLeft);
             return ['key', 'value'].map((part, nth) =>
               [left(`.pairs-head > :nth-child(${nth + 1})`), left(`[name=\"metadata.${part}\"]`), inset])",
            &json!([]),
        );
        if width == 1440 {
            for column in above.as_array().unwrap() {
                let [head, control, inset] = [0, 1, 2].map(|at| column[at].as_f64().unwrap());
                assert!((control..=control + inset + 1.0).contains(&head), "{above}");
            }
        }
    }
}
