use std::io;

use keychain::{Error, Secret, State};
use keyring::Error as Fault;

use crate::fake::Vault;

fn noise() -> Box<dyn std::error::Error + Send + Sync> {
    Box::new(io::Error::other("sk_sentinel_noise of /home/lupita"))
}

#[tokio::test]
async fn ready_means_written_read_and_deleted_and_leaves_nothing_behind() {
    let vault = Vault::default();
    assert_eq!(vault.keychain().state().await, State::Ready);
    assert!(vault.is_empty());
}

#[tokio::test]
async fn what_is_set_is_read_until_it_is_deleted() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    keychain.set("key", Secret::new("sk_test_1")).await.unwrap();
    keychain.set("key", Secret::new("sk_test_2")).await.unwrap();
    assert_eq!(vault.values("key"), ["sk_test_2"]);
    let kept = keychain.get("key").await.unwrap().unwrap();
    assert_eq!(kept.expose(), "sk_test_2");
    keychain.delete("key").await.unwrap();
    assert_eq!(keychain.get("key").await, Ok(None));
    assert_eq!(keychain.delete("key").await, Ok(()));
}

#[tokio::test]
async fn try_again_works_after_the_keychain_was_started() {
    let vault = Vault::default();
    vault.put("key", b"sk_test_1");
    let keychain = vault.keychain();
    vault.fail_to_open(Fault::PlatformFailure(noise()));
    assert_eq!(keychain.state().await, State::NoService);
    assert_eq!(keychain.state().await, State::Ready);
    assert!(keychain.get("key").await.unwrap().is_some());
    assert_eq!(vault.opened(), 3, "a store is opened for every request");
}

#[tokio::test]
async fn a_keychain_that_refuses_is_unusable_until_it_no_longer_does() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    vault.refuse(Fault::NoStorageAccess(noise()));
    let refused = if cfg!(windows) {
        State::NoService
    } else {
        State::Locked
    };
    assert_eq!(keychain.state().await, refused);
    assert_eq!(keychain.state().await, State::Ready);
    vault.refuse(Fault::NoStorageAccess(noise()));
    assert_eq!(keychain.get("key").await, Err(Error::Unusable(refused)));
}

#[tokio::test]
async fn no_error_repeats_the_operating_systems_words() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    for fault in [
        Fault::PlatformFailure(noise()),
        Fault::NoStorageAccess(noise()),
        Fault::BadEncoding(b"sk_sentinel_\xff".to_vec()),
        Fault::BadDataFormat(b"sk_sentinel_".to_vec(), noise()),
        Fault::BadStoreFormat("sk_sentinel_ of lupita".into()),
        Fault::Invalid("sk_sentinel_".into(), "lupita".into()),
        Fault::NotSupportedByStore("sk_sentinel_ of lupita".into()),
    ] {
        vault.refuse(fault);
        let error = keychain.get("key").await.unwrap_err();
        let shown = format!("{error} {error:?}");
        assert!(
            !shown.contains("sentinel") && !shown.contains("lupita"),
            "{shown}"
        );
    }
}

#[tokio::test]
async fn an_entry_that_is_not_text_says_so() {
    let vault = Vault::default();
    vault.put("key", b"\xff\xfe\x00");
    assert_eq!(vault.keychain().get("key").await, Err(Error::NotText));
}

#[tokio::test]
async fn a_secret_too_long_for_one_keychain_is_refused_by_all() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    let long = Secret::new("k".repeat(1_280));
    assert_eq!(keychain.set("key", long).await, Err(Error::TooLong));
    assert_eq!(vault.opened(), 0);
}

#[tokio::test]
async fn duplicates_are_ambiguous_and_those_that_agree_become_one() {
    let vault = Vault::default();
    vault.put("key", b"sk_test_1");
    vault.put("key", b"sk_test_1");
    let keychain = vault.keychain();
    let ambiguous = Err(Error::Unusable(State::Ambiguous));
    assert_eq!(keychain.get("key").await, ambiguous);
    let kept = Ok(Some(Secret::new("sk_test_1")));
    assert_eq!(keychain.repair("key").await, kept);
    assert_eq!(vault.values("key"), ["sk_test_1"]);
    assert_eq!(keychain.get("key").await, kept);
    assert_eq!(keychain.repair("key").await, kept, "nothing to repair");
}

#[tokio::test]
async fn duplicates_that_differ_are_all_deleted() {
    for other in [&b"sk_test_2"[..], b"\xff"] {
        let vault = Vault::default();
        vault.put("key", b"sk_test_1");
        vault.put("key", other);
        vault.put("other", b"sk_test_3");
        let keychain = vault.keychain();
        assert_eq!(keychain.repair("key").await, Ok(None));
        assert!(vault.values("key").is_empty());
        assert_eq!(vault.values("other"), ["sk_test_3"]);
    }
}

#[tokio::test]
async fn setting_and_deleting_resolve_duplicates_too() {
    let vault = Vault::default();
    let keychain = vault.keychain();
    vault.put("key", b"sk_test_1");
    vault.put("key", b"sk_test_2");
    keychain.set("key", Secret::new("sk_test_3")).await.unwrap();
    assert_eq!(vault.values("key"), ["sk_test_3"]);
    vault.put("key", b"sk_test_4");
    keychain.delete("key").await.unwrap();
    assert!(vault.is_empty());
}

#[tokio::test]
async fn probes_left_behind_by_a_crash_do_not_stand_in_the_way() {
    let vault = Vault::default();
    vault.put("keychain-probe", b"old");
    vault.put("keychain-probe", b"older");
    assert_eq!(vault.keychain().state().await, State::Ready);
    assert!(vault.is_empty());
}
