//! Every screen of the main job, one after the other, for what has to hold on each.

use ficha_tests::keys;
use serde_json::json;

use super::{
    scene::{NUNEZ, Scene},
    sheet::copied,
};

/// Leads a window from its first start through every screen and calls `at` on each, with the name of what is
/// shown.
pub(crate) fn each_screen(scene: &Scene, mut at: impl FnMut(&str)) {
    let app = &scene.app;
    app.go("#/settings");
    app.screen("settings");
    at("settings before any connection");
    app.go("#/start");
    app.screen("start");
    at("start");
    app.go("#/help");
    app.screen("help");
    at("help before any connection");
    app.go("#/connect");
    app.screen("connect");
    at("connect");
    app.click("[data-action=save]");
    app.see("[name=connectionName][aria-invalid=true]");
    at("connect with errors");
    scene.connect();
    at("find, empty");
    app.type_into("search", "Núñez");
    app.see("a[href^='#/customer/']");
    at("find with hits");
    scene.open(NUNEZ);
    at("edit, untouched");
    app.type_into("email", "nada");
    app.press(keys::TAB);
    app.says("#error-email", "@");
    app.click("[data-action=review]");
    app.see("[data-error-summary]");
    at("edit with an error");
    app.type_into("email", "nunez.peralta@example.com");
    app.type_into("name", "Familia Núñez Peralta");
    app.go("#/find");
    app.see("dialog[open]");
    at("a question");
    app.click("dialog[open] [data-action=answer-stay]");
    scene.review();
    at("review");
    assert_eq!(scene.update(), "refused");
    at("review, a code asked for");
    scene
        .server
        .change(NUNEZ, "name", json!("Familia Núñez Suya"));
    app.type_into("otp", &scene.server.practice().code());
    assert_eq!(scene.update(), "conflict");
    at("review with a conflict");
    app.click("[data-action=rebase]");
    app.wait(
        "the way on",
        "return document.querySelector('main[data-ready=true]') !== null
           && document.querySelector('[data-outcome=conflict]') === null",
    );
    app.go(&format!("#/customer/{NUNEZ}/review"));
    app.screen("review");
    // Quentli asked for it for another draft.
    app.unfold("[name=otp]");
    assert_eq!(scene.update_with_code(), "applied", "{}", app.shown());
    at("result");
    each_screen_of_a_sheet(scene, &mut at);
    app.go("#/settings");
    app.screen("settings");
    at("settings");
    app.go("#/help/result");
    app.screen("help");
    at("help");
}

/// A sheet with something to ask, to mend and to send, on each of its screens.
fn each_screen_of_a_sheet(scene: &Scene, at: &mut impl FnMut(&str)) {
    let app = &scene.app;
    app.go("#/bulk");
    app.screen("bulk");
    at("a sheet to be chosen");
    app.click("[data-action=paste]");
    app.see("[name=cells]");
    at("a sheet to be pasted");
    let text = copied(&[
        &[
            "Usuario",
            "Paterno",
            "Nombres",
            "Correo",
            "Etiquetas",
            "Folio",
        ],
        &["0000128765", "Núñez", "Ana", "S/N", "VIP, Beca", "0012"],
        &[
            "12873",
            "Hernández",
            "Luis",
            "a@b.mx, c@d.mx",
            "Beca",
            "0013",
        ],
        &[
            "juan_perez_01",
            "Pérez",
            "Juan",
            "juan@example.com",
            "Beca",
            "0014",
        ],
        &["nadie", "Pérez", "Luna", "luna@example.com", "Beca", "0015"],
    ]);
    app.command("paste_sheet", &json!({ "text": text }))
        .expect("a table can be pasted");
    app.go("#/bulk/sheet");
    app.screen("sheet");
    at("how a sheet was read");
    app.click("[data-action=next]");
    app.screen("columns");
    app.set("use-1", "part:paternal");
    app.set("use-2", "part:given");
    app.set("use-3", "field:email");
    app.set("use-4", "field:email");
    app.see("[name=use-4][aria-invalid=true]");
    at("columns that do not fit");
    app.set("use-4", "field:tags");
    app.set("use-5", "pair:metadata");
    app.wait(
        "columns that fit",
        "return document.querySelector('[aria-invalid=true]') === null",
    );
    app.click("[data-action=check]");
    app.screen("check");
    app.click("[data-group=emailTwo]");
    app.see("[name^=mend]");
    at("a sheet that was checked");
    app.click("[data-action=review]");
    app.screen("changes");
    app.armed("[data-action=run]");
    app.see(".rows-body .row-change");
    at("all changes of a sheet");
    app.click("[data-action=run]");
    app.see("[name=count][aria-invalid=true]");
    at("a count to be typed");
    let count = app
        .text("[for=count]")
        .replace(|c: char| !c.is_ascii_digit(), "");
    app.type_into("count", &count);
    app.click("[data-action=run]");
    app.screen("run");
    app.see("[data-run-head][data-state=done]");
    app.see(".rows-body .row-change");
    at("what came of a run");
    app.go("#/bulk");
    app.screen("bulk");
    app.see("[data-last-runs]");
    at("the latest runs");
}
