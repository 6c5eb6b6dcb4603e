use super::scene::{Computer, OTHER_SERVER, SERVER, again, form, probe, save, save_of};
use quentli::Diagnosis;

use crate::{
    ConnectionForm, Error,
    session::{connections::key_name_of, keys::KEYS_LEFT},
};

#[tokio::test]
async fn a_key_that_was_kept_though_saving_failed_goes_at_the_next_start() {
    let computer = Computer::new();
    let session = computer.start().await;
    computer.vault.lose_answers(true);
    for _ in 0..3 {
        let error = save(&session, &form(SERVER)).await.unwrap_err();
        assert!(matches!(error, Error::Keychain(_) | Error::NoKeyStorage));
    }
    assert_eq!(computer.vault.names().len(), 1, "one for all presses");
    assert_eq!(session.status().await.unwrap().keys_left, 1);
    assert!(session.journal.connections().unwrap().is_empty());
    drop(session);

    computer.vault.lose_answers(false);
    let session = computer.start().await;
    assert_eq!(computer.vault.names(), [""; 0]);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn a_key_that_was_kept_though_saving_failed_is_the_schools_once_saving_works() {
    let computer = Computer::new();
    let session = computer.start().await;
    computer.vault.lose_answers(true);
    save(&session, &form(SERVER)).await.unwrap_err();
    computer.vault.lose_answers(false);
    save(&session, &form(SERVER)).await.unwrap();
    assert_eq!(session.status().await.unwrap().keys_left, 0);
    drop(session);
    let session = computer.start().await;
    assert!(session.in_use.school().is_ok());
    assert_eq!(computer.vault.names().len(), 1);
}

#[tokio::test]
async fn a_key_whose_name_cannot_be_noted_is_not_kept() {
    let computer = Computer::new();
    let session = computer.start().await;
    computer.delete_journal();
    let error = save(&session, &form(SERVER)).await.unwrap_err();
    assert_eq!(error, Error::Journal(journal::Error::Gone));
    assert_eq!(computer.vault.names(), [""; 0]);
}

#[tokio::test]
async fn a_key_that_a_saved_school_uses_is_never_deleted_as_left() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    // As a crash leaves it between the school's row and the end of saving.
    let name = key_name_of(&session.journal.connections().unwrap()[0]).unwrap();
    session.journal.set_setting(KEYS_LEFT, Some(&name)).unwrap();
    assert_eq!(session.status().await.unwrap().keys_left, 0);
    drop(session);

    let session = computer.start().await;
    assert!(session.in_use.school().is_ok());
    assert_eq!(computer.vault.names(), [name]);
    assert_eq!(session.journal.setting(KEYS_LEFT).unwrap(), None);
}

#[tokio::test]
async fn a_key_goes_from_its_old_server_to_the_new_one() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let moved = again(&session, OTHER_SERVER);
    save(&session, &moved).await.unwrap();
    let name = key_name_of(&session.journal.connections().unwrap()[0]).unwrap();
    assert_eq!(computer.vault.names(), [name]);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn a_keychain_that_refuses_the_new_key_leaves_the_old_one() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let before = computer.vault.names();
    let moved = again(&session, OTHER_SERVER);
    computer.vault.lock();
    save(&session, &moved).await.unwrap_err();
    computer.vault.unlock();
    drop(session);
    let session = computer.start().await;
    assert_eq!(computer.vault.names(), before);
    assert!(session.in_use.school().is_ok());
}

#[tokio::test]
async fn a_second_connection_to_the_same_school_says_which_there_is() {
    let computer = Computer::new();
    let session = computer.start().await;
    let mine = Some("org_1");
    save_of(&session, &form(SERVER), mine).await.unwrap();
    let twice = ConnectionForm {
        name: "Colegio otra vez".to_owned(),
        ..form(SERVER)
    };
    let met = Diagnosis {
        legs: Vec::new(),
        via_proxy: None,
        certificate_issuer: None,
        probe: Some(probe(mine)),
    };
    let told = session.tested(&twice, met).unwrap();
    assert_eq!(told.same_as.as_deref(), Some("Colegio Benito Juárez"));
    let refused = save_of(&session, &twice, mine).await.unwrap_err();
    assert_eq!(
        refused,
        Error::SameSchool("Colegio Benito Juárez".to_owned())
    );
    assert_eq!(session.journal.connections().unwrap().len(), 1);

    let other_server = save_of(&session, &form(OTHER_SERVER), mine).await;
    assert!(other_server.is_ok(), "another server's ids are its own");
    let meant = ConnectionForm {
        another: true,
        ..twice
    };
    save_of(&session, &meant, mine).await.unwrap();
    assert_eq!(session.journal.connections().unwrap().len(), 3);
}

#[tokio::test]
async fn another_schools_key_is_not_taken_for_a_saved_one() {
    let computer = Computer::new();
    let session = computer.start().await;
    let first = save_of(&session, &form(SERVER), Some("org_1")).await;
    first.unwrap();
    let form = again(&session, SERVER);
    let refused = save_of(&session, &form, Some("org_2")).await;
    assert_eq!(refused.unwrap_err(), Error::WrongOrganization);
}

#[tokio::test]
async fn a_form_for_a_school_that_was_forgotten_meanwhile_saves_nothing() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let late = again(&session, SERVER);
    super::scene::forget(&session).await.unwrap();
    let error = save(&session, &late).await.unwrap_err();
    assert_eq!(error, Error::NoConnection);
    assert_eq!(computer.vault.names(), [""; 0]);
}

#[tokio::test]
async fn a_school_whose_test_ends_after_a_switch_is_not_saved() {
    let computer = Computer::new();
    let session = computer.start().await;
    let at = session.in_use.generation();
    session.practise().await.unwrap();
    let late = session.save(&form(SERVER), probe(None), at).await;
    assert_eq!(late.unwrap_err(), Error::Switched);
    assert_eq!(computer.vault.names(), [""; 0]);
    assert_eq!(session.journal.connections().unwrap().len(), 1);
    assert!(session.status().await.unwrap().practice.is_some());
}
