use practice::Options;
use serde_json::json;

use super::scene::{NUNEZ, Scene, body};

fn cannot_read() -> Options {
    Options {
        read_allowed: false,
        ..Options::default()
    }
}

#[test]
fn a_key_that_cannot_read_opens_an_empty_form_and_sends_only_what_is_ticked() {
    let scene = Scene::connected_to(cannot_read());
    scene.open(NUNEZ);
    assert_eq!(scene.app.value("name"), "");
    scene.app.click("[name='send.secondaryPhoneNumber']");
    scene.app.type_into("secondaryPhoneNumber", "5587650000");
    scene.app.click("[name='send.skipTaxInvoice']");
    scene.review();
    let shown = scene.app.text("main");
    assert!(
        shown.contains("no se sabe qué había"),
        "a before was made up: {shown}"
    );
    assert_eq!(scene.update(), "applied", "{}", scene.app.shown());
    let sent = json!({ "secondaryPhoneNumber": "+525587650000", "skipTaxInvoice": false });
    assert_eq!(scene.server.patches(), [body(&sent)]);
}

#[test]
fn a_key_that_cannot_read_never_settles_what_is_unknown() {
    let scene = Scene::connected_to(cannot_read());
    scene.open(NUNEZ);
    scene.app.click("[name='send.skipTaxInvoice']");
    scene.app.click("[name=skipTaxInvoice]");
    scene.review();
    scene
        .server
        .play(practice::Fault::ServerErrorAfter.on(practice::Target::Writes));
    assert_eq!(scene.update(), "unknown", "{}", scene.app.shown());
}
