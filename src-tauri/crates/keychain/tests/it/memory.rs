use keychain::{Error, Keychain, Secret, State};

#[tokio::test]
async fn memory_keeps_a_secret_for_every_clone_and_forgets_it_on_request() {
    let keychain = Keychain::memory();
    assert!(keychain.is_memory());
    assert_eq!(keychain.state().await, State::Ready);
    assert_eq!(keychain.get("key").await, Ok(None));

    let text = "sk_test_memory";
    keychain.set("key", Secret::new(text)).await.unwrap();
    let again = keychain.clone();
    assert_eq!(again.get("key").await, Ok(Some(Secret::new(text))));
    assert_eq!(again.repair("key").await, Ok(Some(Secret::new(text))));

    again.delete("key").await.unwrap();
    again.delete("key").await.unwrap();
    assert_eq!(keychain.get("key").await, Ok(None));
}

#[tokio::test]
async fn a_new_session_remembers_nothing() {
    let before = Keychain::memory();
    before.set("key", Secret::new("sk_test_a")).await.unwrap();
    assert_eq!(Keychain::memory().get("key").await, Ok(None));
}

#[tokio::test]
async fn a_secret_is_text_of_less_than_1280_characters_in_every_keychain() {
    let keychain = Keychain::memory();
    let keep = |text: String| keychain.set("key", Secret::new(text));
    assert_eq!(keep("k".repeat(1_279)).await, Ok(()));
    assert_eq!(keep("k".repeat(1_280)).await, Err(Error::TooLong));
    // Windows counts UTF-16 units, of which this character takes two.
    assert_eq!(keep("🗂".repeat(639)).await, Ok(()));
    assert_eq!(keep("🗂".repeat(640)).await, Err(Error::TooLong));
    assert_eq!(keep("sk_test_\0".into()).await, Err(Error::NotText));
}

#[tokio::test]
async fn nothing_prints_a_secret() {
    let secret = Secret::new("sk_sentinel_debug");
    let keychain = Keychain::memory();
    keychain.set("key", secret.clone()).await.unwrap();
    let printed = format!("{secret:?} {secret:#?} {keychain:?} {:?}", Some(&secret));
    assert!(!printed.contains("sentinel"), "{printed}");
    assert_eq!(secret.expose(), "sk_sentinel_debug");
}
