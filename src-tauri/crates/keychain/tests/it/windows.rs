use keychain::{Keychain, Secret, State};

#[tokio::test]
async fn the_credential_store_keeps_what_it_is_given() {
    let keychain = Keychain::open("mx.ficha.escritorio.test");
    assert_eq!(keychain.state().await, State::Ready);
    let name = "connection:test https://api.example.com";
    keychain
        .set(name, Secret::new("sk_test_ñandú"))
        .await
        .unwrap();
    let again = Keychain::open("mx.ficha.escritorio.test");
    let kept = again.get(name).await.unwrap().unwrap();
    assert_eq!(kept.expose(), "sk_test_ñandú");
    again.delete(name).await.unwrap();
    assert!(again.get(name).await.unwrap().is_none());
}
