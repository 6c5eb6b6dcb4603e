use ficha_tests::engine::Engine;
use serde_json::json;

use super::scene::{NUNEZ, Scene, body};

on_both_engines![
    a_family_is_found_corrected_reviewed_and_updated_and_nothing_else_is_sent,
    the_request_shown_is_the_request_sent_with_its_key_masked,
    a_field_put_back_is_no_change,
];

fn a_family_is_found_corrected_reviewed_and_updated_and_nothing_else_is_sent(engine: Engine) {
    let scene = Scene::on(engine);
    let app = &scene.app;
    assert!(
        app.text("[data-environment]")
            .contains("Colegio Las Jacarandas")
    );

    app.type_into("search", "0000128765");
    app.see(&format!("a[href='#/customer/{NUNEZ}']"));
    app.click(&format!("a[href='#/customer/{NUNEZ}']"));
    app.screen("edit");
    assert_eq!(app.value("name"), "Familia Núñez Pérez");

    app.type_into("name", "Familia Núñez Peralta");
    app.see("[data-field=name][data-changed=true]");
    scene.review();
    let shown = app.text("main");
    assert!(
        shown.contains("Familia Núñez Pérez"),
        "old is not shown: {shown}"
    );
    assert!(
        shown.contains("Familia Núñez Peralta"),
        "new is not shown: {shown}"
    );
    assert_eq!(
        scene.server.patches(),
        Vec::<serde_json::Value>::new(),
        "sent before Update"
    );

    assert_eq!(scene.update(), "applied");
    app.screen("result");
    assert!(app.text("main").contains("Familia Núñez Peralta"));
    assert_eq!(
        scene.server.patches(),
        [body(&json!({ "name": "Familia Núñez Peralta" }))]
    );
    assert_eq!(scene.server.held(NUNEZ)["name"], "Familia Núñez Peralta");

    app.click("[data-action=next]");
    app.screen("find");
}

fn the_request_shown_is_the_request_sent_with_its_key_masked(engine: Engine) {
    let scene = Scene::on(engine);
    scene.rename(NUNEZ, "Familia Núñez Peralta");
    scene.app.click("[data-action=show-request]");
    let shown = scene.app.text("main");
    let target = format!("/v1/customers/{NUNEZ}");
    assert!(
        shown.contains("PATCH") && shown.contains(&target),
        "{shown}"
    );
    assert!(shown.contains("sk_…"), "{shown}");
    let request = scene.app.text("#request");
    scene.app.click("[data-action=copy-request]");
    scene.app.says(".request-panel [role=status]", "Copiado");
    assert_eq!(scene.app.clipboard(), request);

    assert_eq!(scene.update(), "applied");
    let sent = scene
        .server
        .practice()
        .requests()
        .into_iter()
        .find(|sent| sent.method == "PATCH");
    let sent = sent.expect("one update");
    assert_eq!(sent.path, target);
    let start = shown.find('{').expect("the body is shown");
    let end = shown.rfind('}').expect("the body is shown whole");
    let previewed: serde_json::Value =
        serde_json::from_str(&shown[start..=end]).expect("the body shown is JSON");
    assert_eq!(Some(previewed), sent.body);
}

fn a_field_put_back_is_no_change(engine: Engine) {
    let scene = Scene::on(engine);
    scene.open(NUNEZ);
    scene.app.type_into("name", "Otra");
    scene.app.see("[data-field=name][data-changed=true]");
    scene.app.click("[data-undo=name]");
    scene.app.wait(
        "the mark to go",
        "return document.querySelector('[data-changed=true]') === null",
    );
    assert_eq!(scene.app.value("name"), "Familia Núñez Pérez");
}
