use ficha_tests::app::AppOptions;
use journal::{Connection, Journal};
use practice::Options;

use super::scene::{KEY, NUNEZ, Scene, Server};

#[test]
fn practice_takes_one_click_and_no_key() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.app.click("[data-action=practice]");
    scene.app.screen("find");
    assert!(scene.app.text("[data-environment]").contains("PRÁCTICA"));
    assert_eq!(scene.server.practice().requests(), []);
}

#[test]
fn testing_a_key_says_whose_it_is_and_changes_nothing() {
    let scene = Scene::first_start(Options::default(), &AppOptions::default());
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.app.click("[data-action=probe]");
    let organization = scene.server.held(NUNEZ)["organizationId"]
        .as_str()
        .map(str::to_owned);
    let organization = organization.expect("families have an organization");
    scene.app.wait_with(
        "the organization",
        "return document.querySelector('main').innerText.includes(given[0])",
        &serde_json::json!([organization]),
    );
    let sent = scene.server.practice().requests();
    assert!(
        sent.iter().all(|request| request.method == "GET"),
        "{sent:?}"
    );
}

/// Waits until nothing says that something is still on its way.
fn nothing_waits(scene: &Scene) {
    scene.app.wait(
        "the waiting state to end",
        "return document.querySelector('.skeleton, .waiting-words, main [aria-busy=true]') === null",
    );
}

#[test]
fn the_waiting_state_ends_with_the_answer() {
    let scene = Scene::connected();
    scene.fill_connection(&scene.server.practice().url(), KEY);
    scene.server.practice().hold_answers();
    scene.app.click("[data-action=probe]");
    scene.app.see("[data-action=probe][aria-busy=true]");
    scene.app.see(".skeleton");
    scene.server.practice().release_answers();
    scene.app.see("[data-probe=ok]");
    nothing_waits(&scene);
    // The school is saved already.
    scene.app.click("[data-action=save]");
    scene.app.click("dialog[open] [data-action=answer-stay]");
    nothing_waits(&scene);
    scene.app.screen("connect");
    scene.app.click("[data-action=save]");
    scene.app.click("dialog[open] [data-action=answer-save]");
    scene.app.screen("find");
    nothing_waits(&scene);
}

#[test]
fn a_saved_connection_is_there_at_the_next_start() {
    let mut scene = Scene::connected();
    scene.app.kill_9();
    scene.app.restart();
    scene.app.screen("find");
    assert!(
        scene
            .app
            .text("[data-environment]")
            .contains("Colegio Las Jacarandas")
    );
    scene.open(NUNEZ);
}

#[test]
fn a_server_altered_in_the_journal_never_gets_the_key() {
    let mut scene = Scene::connected();
    scene.app.kill_9();
    let other = Server::start(Options::default());
    let (journal, _) = Journal::open(&scene.app.files().join("ficha")).expect("the journal opens");
    let saved = journal.connections().expect("the journal answers");
    for connection in saved {
        let server = other.practice().url();
        journal
            .save_connection(&Connection {
                server,
                ..connection
            })
            .expect("the file can be altered");
    }
    drop(journal);
    scene.app.restart();
    // The key of the server it was saved for is not this one's: it is asked for again.
    scene.app.screen("connect");
    assert_eq!(scene.app.value("key"), "");
    assert!(other.practice().requests().is_empty());
}
