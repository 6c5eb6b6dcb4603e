use keychain::Keychain;

use super::scene::{Computer, SERVER, form, save};
use crate::{Error, session::Session};

const WHOLE: &str = "https://ana:clave@proxy.example:8443";
const OTHER: &str = "http://otro.example:8080";

async fn address(session: &Session) -> Option<String> {
    let address = session.proxy_address().await.unwrap();
    address.map(|address| address.to_string())
}

fn route(session: &Session) -> Option<String> {
    let school = session.in_use.school().unwrap();
    school.client.via_proxy().map(str::to_owned)
}

#[tokio::test]
async fn a_password_stays_when_the_address_that_is_shown_is_saved_again() {
    let folder = tempfile::tempdir().unwrap();
    let session = super::session(&folder, Keychain::memory());
    session.begin(false).await.unwrap();
    session.set_proxy(Some(WHOLE)).await.unwrap();
    let shown = session.status().await.unwrap().proxy;
    assert_eq!(shown.as_deref(), Some("https://proxy.example:8443"));
    session.set_proxy(shown.as_deref()).await.unwrap();
    assert_eq!(address(&session).await.as_deref(), Some(WHOLE));
    session.set_proxy(Some(OTHER)).await.unwrap();
    assert_eq!(address(&session).await.as_deref(), Some(OTHER));
}

#[tokio::test]
async fn a_password_goes_from_the_keychain_with_its_proxy_or_is_said_to_be_left() {
    let computer = Computer::new();
    let session = computer.start().await;
    for next in [None, Some(""), Some(OTHER)] {
        session.set_proxy(Some(WHOLE)).await.unwrap();
        assert_eq!(computer.vault.names(), ["proxy"]);
        session.set_proxy(next).await.unwrap();
        assert_eq!(computer.vault.names(), [""; 0], "{next:?}");
        assert_eq!(session.status().await.unwrap().keys_left, 0);
    }
    session.set_proxy(Some(WHOLE)).await.unwrap();
    computer.vault.lock();
    session.set_proxy(Some(OTHER)).await.unwrap();
    assert_eq!(session.status().await.unwrap().keys_left, 1);
    drop(session);
    computer.vault.unlock();
    let session = computer.start().await;
    assert_eq!(computer.vault.names(), [""; 0]);
    assert_eq!(session.status().await.unwrap().keys_left, 0);
}

#[tokio::test]
async fn what_is_saved_is_what_the_client_in_use_goes_through_whatever_the_keychain_does() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    computer.vault.lock();
    session.set_proxy(Some(OTHER)).await.unwrap();
    assert_eq!(route(&session).as_deref(), Some("otro.example:8080"));
    session.set_proxy(Some("")).await.unwrap();
    assert_eq!(route(&session), None);
}

#[tokio::test]
async fn a_password_that_the_keychain_refuses_changes_nothing_however_often_it_is_saved() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    session.set_proxy(Some(OTHER)).await.unwrap();
    computer.vault.lock();
    for again in [WHOLE, WHOLE] {
        let refused = session.set_proxy(Some(again)).await.unwrap_err();
        assert!(matches!(refused, Error::Keychain(_) | Error::NoKeyStorage));
        assert_eq!(route(&session).as_deref(), Some("otro.example:8080"));
        let shown = session.status().await.unwrap().proxy;
        assert_eq!(shown.as_deref(), Some(OTHER));
    }
}

#[tokio::test]
async fn a_proxy_that_cannot_be_noted_is_not_in_use_and_leaves_no_password() {
    let computer = Computer::new();
    let session = computer.start().await;
    save(&session, &form(SERVER)).await.unwrap();
    let before = route(&session);
    let keys = computer.vault.names();
    computer.delete_journal();
    let error = session.set_proxy(Some(WHOLE)).await.unwrap_err();
    assert_eq!(error, Error::Journal(journal::Error::Gone));
    assert_eq!(route(&session), before);
    assert_eq!(computer.vault.names(), keys);
}

#[tokio::test]
async fn practice_goes_through_no_proxy_and_asks_for_no_password_of_one() {
    let computer = Computer::new();
    let session = computer.start().await;
    session.set_proxy(Some(WHOLE)).await.unwrap();
    computer.vault.lock();
    let asked = computer.vault.asked();
    session.practise().await.unwrap();
    assert_eq!(computer.vault.asked(), asked);
    assert!(session.in_use.school().is_ok());
}
