//! A keychain that stops answering in the middle, and a journal that takes nothing any more.

use super::scene::{Computer, SERVER, draft, family, forget, form, save};
use crate::{error::ErrorCode, services};

#[tokio::test]
async fn a_school_is_taken_up_and_practice_begun_though_nothing_can_be_written() {
    let computer = Computer::new();
    let mut session = computer.start().await;
    save(&mut session, &form(SERVER)).await.unwrap();
    drop(session);

    let mut session = computer.open();
    computer.delete_journal();
    session.begin(false).await.unwrap();
    let desk = session.in_use.desk().unwrap();
    session.learn_organization(&desk, "org_1");
    let known = session.in_use.desk().unwrap().connection.organization_id;
    assert_eq!(known.as_deref(), Some("org_1"));

    session.practise().await.unwrap();
    assert!(session.in_use.desk().is_ok());
    let described = session.describe().await.unwrap();
    let current = described.current.unwrap();
    assert_eq!(
        current.id,
        session.in_use.desk().unwrap().connection.id.as_str()
    );
    session.choose(&desk.connection.id).await.unwrap();
    let current = session.describe().await.unwrap().current.unwrap();
    assert_eq!(current.id, desk.connection.id.as_str());
}

#[tokio::test]
async fn in_place_of_a_keychain_that_stopped_memory_takes_keys_and_drafts_are_still_kept() {
    let computer = Computer::new();
    let mut session = computer.start().await;
    save(&mut session, &form(SERVER)).await.unwrap();
    let school = session.in_use.desk().unwrap();
    let draft = draft("Familia Núñez");
    school
        .book
        .save_draft(&family(), None, &draft, services::now())
        .unwrap();

    computer.vault.lock();
    session.choose(&school.connection.id).await.unwrap_err();
    session.use_memory().await.unwrap();
    let described = session.describe().await.unwrap();
    assert!(described.memory_only);
    session.choose(&school.connection.id).await.unwrap();
    let desk = session.in_use.desk().unwrap();
    assert!(desk.kept, "the journal's key is in the keychain");
    let kept = desk.book.draft(&family()).unwrap();
    assert_eq!(kept.map(|kept| kept.draft), Some(draft));
    let other = form("https://otro.example");
    save(&mut session, &other).await.unwrap();
    assert!(session.in_use.desk().unwrap().kept);
}

#[tokio::test]
async fn an_impatient_press_does_not_give_up_a_keychain_that_answered() {
    let computer = Computer::new();
    let mut session = computer.start().await;
    session.use_memory().await.unwrap();
    assert!(!session.describe().await.unwrap().memory_only);
    save(&mut session, &form(SERVER)).await.unwrap();
    assert_eq!(computer.vault.names().len(), 1);
}

#[tokio::test]
async fn trying_again_deletes_the_keys_left_wherever_keys_are_now() {
    for memory in [false, true] {
        let computer = Computer::new();
        let mut session = computer.start().await;
        save(&mut session, &form(SERVER)).await.unwrap();
        if memory {
            drop(session);
            computer.vault.lock();
            session = computer.start().await;
            session.use_memory().await.unwrap();
        }
        computer.vault.lock();
        forget(&mut session).await.unwrap();
        session.retry_keychain().await.unwrap();
        assert_eq!(session.describe().await.unwrap().keys_left, 1, "{memory}");
        computer.vault.unlock();
        session.retry_keychain().await.unwrap();
        let described = session.describe().await.unwrap();
        assert_eq!(described.keys_left, 0, "in memory: {memory}");
        assert_eq!(described.memory_only, memory);
        assert_eq!(computer.vault.names(), [""; 0]);
    }
}

#[tokio::test]
async fn a_save_that_the_keychain_refuses_says_so_in_the_session_until_it_answers() {
    let computer = Computer::new();
    let mut session = computer.start().await;
    computer.vault.lock();
    let refused = save(&mut session, &form(SERVER)).await.unwrap_err();
    assert_eq!(refused.code, ErrorCode::Keychain);
    let state = |described: crate::wire::Session| format!("{:?}", described.keychain);
    assert_eq!(state(session.describe().await.unwrap()), "Locked");
    assert_eq!(session.describe().await.unwrap().keys_left, 0);
    computer.vault.unlock();
    session.retry_keychain().await.unwrap();
    assert_eq!(state(session.describe().await.unwrap()), "Ready");
}

#[tokio::test]
async fn practice_needs_neither_a_keychain_nor_a_journal_that_takes_anything() {
    let computer = Computer::new();
    computer.vault.lock();
    let mut session = computer.open();
    computer.delete_journal();
    session.begin(true).await.unwrap();
    let desk = session.in_use.desk().unwrap();
    assert!(desk.book.draft(&family()).unwrap().is_none());
    let described = session.describe().await.unwrap();
    assert!(described.practice.is_some() && described.current.is_some());
}
