//! A keychain blocked by its prompt. While time is paused, a limit passes as soon as nothing else can run.

use std::sync::mpsc::Receiver;

use keychain::{Error, Keychain, Secret, State};
use tokio::task::{spawn, spawn_blocking};
use tokio::time::resume;

use crate::fake::Vault;

const WAITING: Error = Error::Unusable(State::Waiting);

/// Waits for the prompt to open; a blocking task also keeps the paused clock from advancing.
async fn seen(shown: Receiver<()>) {
    spawn_blocking(move || shown.recv().unwrap()).await.unwrap();
}

/// A `get` whose limit passes while the keychain asks for its password.
async fn give_up_on_key(keychain: &Keychain, shown: Receiver<()>) {
    let keychain = keychain.clone();
    let getting = spawn(async move { keychain.get("key").await });
    seen(shown).await;
    assert_eq!(getting.await.unwrap(), Err(WAITING));
}

#[tokio::test(start_paused = true)]
async fn while_a_prompt_is_open_every_answer_is_waiting() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    let (shown, answer) = vault.prompt();
    give_up_on_key(&keychain, shown).await;

    assert_eq!(keychain.state().await, State::Waiting);
    let set = keychain.set("other", Secret::new("sk_test_2")).await;
    assert_eq!(set, Err(WAITING));
    assert_eq!(keychain.delete("key").await, Err(WAITING));
    assert_eq!(keychain.repair("key").await, Err(WAITING));
    assert_eq!(keychain.get("other").await, Err(WAITING));
    answer.send(()).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_arrives_late_goes_to_the_next_caller_without_another_prompt() {
    let vault = Vault::default();
    vault.put("key", b"sk_test_1");
    let keychain = vault.keychain();
    let (shown, answer) = vault.prompt();
    give_up_on_key(&keychain, shown).await;

    resume();
    answer.send(()).unwrap();
    let kept = Ok(Some(Secret::new("sk_test_1")));
    assert_eq!(keychain.get("key").await, kept);
    assert_eq!(vault.opened(), 1);
    assert_eq!(keychain.get("key").await, kept);
    assert_eq!(vault.opened(), 2, "a late answer is given once");
}

#[tokio::test(start_paused = true)]
async fn a_late_secret_never_hides_a_newer_one() {
    let vault = Vault::default();
    vault.put("key", b"sk_test_1");
    let keychain = vault.keychain();
    let (shown, answer) = vault.prompt();
    give_up_on_key(&keychain, shown).await;

    resume();
    answer.send(()).unwrap();
    assert_eq!(keychain.get("other").await, Ok(None));
    keychain.set("key", Secret::new("sk_test_2")).await.unwrap();
    let kept = keychain.get("key").await;
    assert_eq!(kept, Ok(Some(Secret::new("sk_test_2"))));
}

#[tokio::test(start_paused = true)]
async fn a_write_whose_caller_gave_up_is_not_started() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    let (shown, answer) = vault.prompt();
    let (reader, writer) = (keychain.clone(), keychain.clone());
    let getting = spawn(async move { reader.get("key").await });
    let secret = Secret::new("sk_test_1");
    let setting = spawn(async move { writer.set("key", secret).await });
    seen(shown).await;
    assert_eq!(getting.await.unwrap(), Err(WAITING));
    assert_eq!(setting.await.unwrap(), Err(WAITING));

    resume();
    answer.send(()).unwrap();
    assert_eq!(keychain.get("key").await, Ok(None));
}

#[tokio::test(start_paused = true)]
async fn a_probe_answered_late_leaves_the_keychain_ready() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    let (shown, answer) = vault.prompt();
    let probed = keychain.clone();
    let probing = spawn(async move { probed.state().await });
    seen(shown).await;
    assert_eq!(probing.await.unwrap(), State::Waiting);

    resume();
    answer.send(()).unwrap();
    assert_eq!(keychain.get("key").await, Ok(None));
    assert_eq!(keychain.state().await, State::Ready);
    assert!(vault.is_empty());
}
