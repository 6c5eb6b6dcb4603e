//! The keychain against a real gnome-keyring, in every situation that a desktop may be in.

use std::fs;

use ficha_tests::session::{SessionBus, Situation};

mod desk;
pub(crate) mod prompter;

use desk::Desk;
use prompter::Prompter;

#[test]
fn without_a_session_bus_there_is_no_service() {
    let bus = SessionBus::start(Situation::NoBus);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("state"), "no_service");
    assert_eq!(desk.ask("get key"), "no_service");
    assert_eq!(desk.ask("set key sk_test_1"), "no_service");
}

#[test]
fn without_a_provider_there_is_no_service_until_one_is_started() {
    let mut bus = SessionBus::start(Situation::NoProvider);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("state"), "no_service");
    assert_eq!(desk.ask("get key"), "no_service");
    bus.unlock();
    assert_eq!(desk.ask("state"), "ready");
    assert_eq!(desk.ask("get key"), "none");
}

#[test]
fn a_keyring_without_a_default_collection_is_not_one_without_the_key() {
    let bus = SessionBus::start(Situation::NoCollection);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("get key"), "none", "all that a read can find out");
    assert_eq!(desk.ask("state"), "no_collection");
    assert_eq!(desk.ask("set key sk_test_1"), "no_collection");
}

#[test]
fn a_locked_keyring_nobody_can_unlock_is_locked() {
    let bus = SessionBus::start(Situation::Locked);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("state"), "locked");
    assert_eq!(desk.ask("set key sk_test_1"), "locked");
}

#[test]
fn an_open_keyring_keeps_a_key_for_the_next_start_of_ficha() {
    let bus = SessionBus::start(Situation::Unlocked);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("state"), "ready");
    assert_eq!(desk.ask("set key sk_test_1"), "done");
    assert_eq!(desk.ask("set key sk_test_2"), "done");
    drop(desk);

    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("get key"), "some sk_test_2");
    assert_eq!(desk.ask("delete key"), "done");
    assert_eq!(desk.ask("delete key"), "done");
    assert_eq!(desk.ask("get key"), "none");
}

#[test]
fn a_keyring_that_is_locked_and_unlocked_again_gives_its_key_to_the_same_ficha() {
    let mut bus = SessionBus::start(Situation::Unlocked);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("set key sk_test_1"), "done");
    bus.lock();
    assert_eq!(desk.ask("get key"), "locked");
    assert_eq!(desk.ask("delete key"), "locked");
    assert_eq!(desk.ask("state"), "locked");
    bus.unlock();
    assert_eq!(desk.ask("get key"), "some sk_test_1");
    assert_eq!(desk.ask("state"), "ready");
}

#[test]
fn an_open_prompt_is_waiting_and_a_closed_one_is_dismissed() {
    let mut bus = SessionBus::start(Situation::Unlocked);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("set key sk_test_1"), "done");
    bus.lock();
    let prompter = Prompter::start(bus.address());
    assert_eq!(desk.ask("state"), "waiting");
    let prompt = prompter.asked();
    assert_eq!(desk.ask("state"), "waiting");
    prompter.dismiss(&prompt);
    // Queued behind the dismissed probe, and prompts again.
    desk.send("get key");
    let prompt = prompter.asked();
    prompter.dismiss(&prompt);
    assert_eq!(desk.answer(), "dismissed");
}

#[test]
fn two_entries_of_one_name_are_ambiguous_until_repaired() {
    let bus = SessionBus::start(Situation::Unlocked);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("set key sk_test_1"), "done");
    assert_eq!(desk.ask("duplicate key sk_test_1"), "done");
    assert_eq!(desk.ask("get key"), "ambiguous");
    assert_eq!(desk.ask("repair key"), "some sk_test_1");
    assert_eq!(desk.ask("get key"), "some sk_test_1");
    assert_eq!(desk.ask("delete key"), "done");

    assert_eq!(desk.ask("set key sk_test_1"), "done");
    assert_eq!(desk.ask("duplicate key sk_test_2"), "done");
    assert_eq!(desk.ask("get key"), "ambiguous");
    assert_eq!(desk.ask("repair key"), "none");
    assert_eq!(desk.ask("get key"), "none");
}

#[test]
fn no_file_of_the_keyring_holds_the_key_as_it_is() {
    const KEY: &[u8] = b"sk_sentinel_keyring";
    let bus = SessionBus::start(Situation::Unlocked);
    let mut desk = Desk::start(&bus);
    assert_eq!(desk.ask("set key sk_sentinel_keyring"), "done");
    let mut seen = 0;
    for file in fs::read_dir(bus.keyrings()).unwrap() {
        let bytes = fs::read(file.unwrap().path()).unwrap();
        assert!(!bytes.windows(KEY.len()).any(|part| part == KEY));
        seen += 1;
    }
    assert!(seen > 0);
}
