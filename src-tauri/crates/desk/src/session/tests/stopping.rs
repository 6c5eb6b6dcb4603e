//! A keychain that stops answering in the middle, and a journal that takes nothing any more.

use super::scene::{Computer, SERVER, draft, family, forget, form, save};
use crate::Error;

#[tokio::test]
async fn a_school_is_taken_up_and_practice_begun_though_nothing_can_be_written() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    drop(session);

    let session = computer.open();
    computer.delete_journal();
    session.begin(false).await.unwrap();
    let school = session.in_use.school().unwrap();
    session.learn_organization(&school, "org_1");
    let known = session.in_use.school().unwrap().connection.organization_id;
    assert_eq!(known.as_deref(), Some("org_1"));

    session.practise().await.unwrap();
    assert!(session.in_use.school().is_ok());
    let described = session.status().await.unwrap();
    let current = described.current.unwrap();
    assert_eq!(
        current.connection.id,
        session.in_use.school().unwrap().connection.id
    );
    session.choose(&school.connection.id).await.unwrap();
    let current = session.status().await.unwrap().current.unwrap();
    assert_eq!(current.connection.id, school.connection.id);
}

#[tokio::test]
async fn in_place_of_a_keychain_that_stopped_memory_takes_keys_and_drafts_are_still_kept() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let school = session.in_use.school().unwrap();
    let draft = draft("Familia Núñez");
    school
        .book
        .save_draft(&family(), None, &draft, jiff::Timestamp::now())
        .unwrap();

    computer.vault.lock();
    session.choose(&school.connection.id).await.unwrap_err();
    session.use_memory().await.unwrap();
    let described = session.status().await.unwrap();
    assert!(described.memory_only);
    session.choose(&school.connection.id).await.unwrap();
    let school = session.in_use.school().unwrap();
    assert!(school.kept, "the journal's key is in the keychain");
    let kept = school.book.draft(&family()).unwrap();
    assert_eq!(kept.map(|kept| kept.draft), Some(draft));
    let other = form("https://otro.example");
    save(&session, &other).await.unwrap();
    assert!(session.in_use.school().unwrap().kept);
}

#[tokio::test]
async fn an_impatient_press_does_not_give_up_a_keychain_that_answered() {
    let computer = Computer::new();
    let session = computer.start().await;
    session.use_memory().await.unwrap();
    assert!(!session.status().await.unwrap().memory_only);
    save(&session, &form(SERVER)).await.unwrap();
    assert_eq!(computer.vault.names().len(), 1);
}

#[tokio::test]
async fn trying_again_deletes_the_keys_left_wherever_keys_are_now() {
    for memory in [false, true] {
        let computer = Computer::new();
        let mut session = computer.start().await;
        save(&session, &form(SERVER)).await.unwrap();
        if memory {
            drop(session);
            computer.vault.lock();
            session = computer.start().await;
            session.use_memory().await.unwrap();
        }
        computer.vault.lock();
        forget(&session).await.unwrap();
        session.retry_keychain().await.unwrap();
        assert_eq!(session.status().await.unwrap().keys_left, 1, "{memory}");
        computer.vault.unlock();
        session.retry_keychain().await.unwrap();
        let described = session.status().await.unwrap();
        assert_eq!(described.keys_left, 0, "in memory: {memory}");
        assert_eq!(described.memory_only, memory);
        assert_eq!(computer.vault.names(), [""; 0]);
    }
}

#[tokio::test]
async fn a_save_that_the_keychain_refuses_says_so_in_the_session_until_it_answers() {
    let computer = Computer::new();
    let session = computer.start().await;
    computer.vault.lock();
    let refused = save(&session, &form(SERVER)).await.unwrap_err();
    assert!(matches!(refused, Error::Keychain(_)));
    let state = session.status().await.unwrap().keychain;
    assert_eq!(state, keychain::State::Locked);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
    computer.vault.unlock();
    session.retry_keychain().await.unwrap();
    let state = session.status().await.unwrap().keychain;
    assert_eq!(state, keychain::State::Ready);
}

#[tokio::test]
async fn practice_needs_neither_a_keychain_nor_a_journal_that_takes_anything() {
    let computer = Computer::new();
    computer.vault.lock();
    let session = computer.open();
    computer.delete_journal();
    session.begin(true).await.unwrap();
    let school = session.in_use.school().unwrap();
    assert!(school.book.draft(&family()).unwrap().is_none());
    let described = session.status().await.unwrap();
    assert!(described.practice.is_some() && described.current.is_some());
}
