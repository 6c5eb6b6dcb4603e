use super::scene::{Computer, OTHER_SERVER, SERVER, again, forget, form, save};
use crate::Error;

#[tokio::test]
async fn forgetting_takes_the_key_from_the_keychain() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    assert_eq!(computer.vault.names().len(), 1);
    forget(&session).await.unwrap();
    assert_eq!(computer.vault.names(), [""; 0]);
    let described = session.status().await.unwrap();
    assert_eq!(described.keys_left, 0);
    assert!(described.current.is_none() && described.connections.is_empty());
    let gone = session.in_use.school().unwrap_err();
    assert_eq!(gone, Error::NoConnection);
}

#[tokio::test]
async fn a_key_pasted_again_in_memory_does_not_hide_the_one_in_the_keychain() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    drop(session);

    computer.vault.lock();
    let session = computer.start().await;
    session.use_memory().await.unwrap();
    let form = again(&session, SERVER);
    save(&session, &form).await.unwrap();
    forget(&session).await.unwrap();
    assert_eq!(computer.vault.names().len(), 1);
    assert_eq!(session.status().await.unwrap().keys_left, 1);

    computer.vault.unlock();
    session.resume().await.unwrap();
    drop(session);
    let session = computer.start().await;
    assert_eq!(computer.vault.names(), [""; 0]);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn a_server_changed_in_memory_leaves_no_key_under_the_old_one() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    drop(session);

    computer.vault.lock();
    let session = computer.start().await;
    session.use_memory().await.unwrap();
    let form = again(&session, OTHER_SERVER);
    save(&session, &form).await.unwrap();
    assert_eq!(session.status().await.unwrap().keys_left, 1);
    drop(session);

    computer.vault.unlock();
    let session = computer.start().await;
    assert_eq!(computer.vault.names(), [""; 0]);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn a_key_that_was_in_memory_only_is_not_said_to_be_left_in_the_keychain() {
    let computer = Computer::new();
    computer.vault.lock();
    let session = computer.start().await;
    session.use_memory().await.unwrap();
    save(&session, &form(SERVER)).await.unwrap();
    let form = again(&session, OTHER_SERVER);
    save(&session, &form).await.unwrap();
    forget(&session).await.unwrap();
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn while_practising_without_a_keychain_a_forgotten_key_is_said_to_be_left_and_goes_later() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    drop(session);

    computer.vault.lock();
    let session = computer.open();
    session.begin(true).await.unwrap();
    forget(&session).await.unwrap();
    let described = session.status().await.unwrap();
    assert_eq!(described.keys_left, 1);
    let practice = described.current.unwrap();
    assert!(described.practice.is_some(), "practice goes on");
    assert_eq!(
        practice.connection.id,
        described.connections[0].connection.id
    );

    computer.vault.unlock();
    session.resume().await.unwrap();
    assert_eq!(computer.vault.names(), [""; 0]);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn a_school_whose_erasing_failed_is_out_of_use_and_can_be_forgotten_again() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    // What cannot be deleted like a file stands for a disk that fails in the middle.
    let stuck = computer.folder.path().join("journal.db.damaged-1");
    std::fs::create_dir(&stuck).unwrap();
    for _ in 0..2 {
        forget(&session).await.unwrap_err();
        assert!(session.in_use.school().is_err());
        let described = session.status().await.unwrap();
        assert!(described.current.is_none());
        assert_eq!(described.connections.len(), 1, "where it can be pressed");
        assert_eq!(computer.vault.names(), [""; 0], "the key goes first");
    }
    drop(session);

    let session = computer.start().await;
    assert!(session.status().await.unwrap().current.is_none());
    std::fs::remove_dir(&stuck).unwrap();
    forget(&session).await.unwrap();
    assert!(session.status().await.unwrap().connections.is_empty());
}

#[tokio::test]
async fn forgetting_in_a_journal_that_takes_nothing_ends_the_use_and_deletes_the_key() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    computer.delete_journal();
    let error = forget(&session).await.unwrap_err();
    assert_eq!(error, Error::Journal(journal::Error::Gone));
    assert!(session.in_use.school().is_err());
    assert!(session.status().await.unwrap().current.is_none());
    assert_eq!(computer.vault.names(), [""; 0]);
}

#[tokio::test]
async fn a_connection_whose_server_was_altered_on_the_disk_can_be_forgotten() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let mut altered = session.journal.connections().unwrap().remove(0);
    altered.server = "not a server".to_owned();
    session.journal.save_connection(&altered).unwrap();
    forget(&session).await.unwrap();
    assert!(session.journal.connections().unwrap().is_empty());
}
