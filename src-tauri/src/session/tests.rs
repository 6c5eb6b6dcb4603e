use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use journal::Journal;
use keychain::{Keychain, Limits};

use super::Session;
use crate::wire::KeychainState;

#[tokio::test]
async fn the_start_asks_the_keychain_once_however_often_it_is_begun() {
    let folder = tempfile::tempdir().unwrap();
    let (journal, findings) = Journal::open(folder.path()).unwrap();
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&opened);
    let keychain = Keychain::with_store("test", Limits::default(), move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Err(keyring_core::Error::NoDefaultStore)
    });
    let mut session = Session::new(journal, &findings, keychain);
    session.begin(false).await.unwrap();
    session.begin(false).await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 1);
    let told = session.describe().await.unwrap();
    assert!(matches!(told.keychain, KeychainState::NoService));
    // Only a person who presses "try again" has it asked once more.
    session.resume().await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 2);
}
