mod forgetting;
mod proxy;
mod saving;
mod scene;
mod stopping;
mod switching;
mod vault;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use journal::Journal;
use keychain::{Keychain, Limits};
use quentli::{CustomerId, SystemPace};
use record::{Draft, Entry, Field};

use super::Session;
use crate::{Error, school::InUse};

fn session(folder: &tempfile::TempDir, keychain: Keychain) -> Session {
    let (journal, findings) = Journal::open(folder.path()).unwrap();
    Session::new(
        journal,
        findings,
        keychain,
        Arc::new(SystemPace),
        InUse::default(),
    )
}

async fn begun_asks_once(practice: bool) {
    let folder = tempfile::tempdir().unwrap();
    let opened = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&opened);
    let keychain = Keychain::with_store("test", Limits::default(), move || {
        counted.fetch_add(1, Ordering::Relaxed);
        Err(keyring::Error::NoDefaultStore)
    });
    let session = session(&folder, keychain);
    session.begin(practice).await.unwrap();
    session.begin(practice).await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 1);
    let status = session.status().await.unwrap();
    assert_eq!(status.keychain, keychain::State::NoService);
    // Only a person who presses "try again" has it asked once more.
    session.resume().await.unwrap();
    assert_eq!(opened.load(Ordering::Relaxed), 2);
}

#[tokio::test]
async fn the_start_asks_the_keychain_once_however_often_it_is_begun() {
    begun_asks_once(false).await;
    begun_asks_once(true).await;
}

/// A keychain that works once `unlocked` says so.
fn keychain(unlocked: &Arc<AtomicBool>) -> Keychain {
    let store = keyring::mock::Store::new().unwrap();
    let unlocked = Arc::clone(unlocked);
    Keychain::with_store("test", Limits::default(), move || {
        if unlocked.load(Ordering::Relaxed) {
            Ok(store.clone())
        } else {
            Err(keyring::Error::NoDefaultStore)
        }
    })
}

#[tokio::test]
async fn practice_does_without_the_keychain_and_a_school_does_not() {
    let folder = tempfile::tempdir().unwrap();
    let unlocked = Arc::new(AtomicBool::new(false));
    let session = session(&folder, keychain(&unlocked));
    session.begin(true).await.unwrap();
    let school = session.in_use.school().unwrap();
    assert!(!school.kept);
    let family = CustomerId::parse("cm4k6bzfx0019rtqttpbgg0ea").unwrap();
    let text = "Familia Núñez".to_owned();
    let draft = Draft {
        entries: [(Field::Name, Entry::Text { text, exact: false })].into(),
    };
    school
        .book
        .save_draft(&family, None, &draft, jiff::Timestamp::now())
        .unwrap();

    let refused = session.require_key_storage().await.unwrap_err();
    assert!(matches!(refused, Error::Keychain(_) | Error::NoKeyStorage));
    assert!(!session.status().await.unwrap().memory_only);

    unlocked.store(true, Ordering::Relaxed);
    session.require_key_storage().await.unwrap();
    assert!(!session.keychain().is_memory());
    let kept = school.book.draft(&family).unwrap();
    assert_eq!(kept.map(|kept| kept.draft), Some(draft), "nothing is lost");
}
