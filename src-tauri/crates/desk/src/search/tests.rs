mod in_hand;

use practice::{Options, Quirks};
use record::{Draft, Entry, Field};
use serde_json::json;

use super::{find, holder_of};
use crate::updates::tests::bench::Bench;

const OURS: &str = "cm3ours00000s6t1e8v2k9qa";

/// A school of one organization, and a family of another that holds `username`.
async fn with_a_stranger(username: &str) -> (Bench, String) {
    let mut bench = Bench::new().await;
    for family in bench.practice.families() {
        let id = family["id"].as_str().unwrap().to_owned();
        bench.practice.edit(&id, |family| {
            family.insert("organizationId".into(), json!(OURS));
        });
    }
    bench.belongs_to(OURS);
    let stranger = bench.practice.families()[1]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.practice.edit(&stranger, |family| {
        family.insert("organizationId".into(), json!("cm3another0000s6t1e8v2k9qa"));
        family.insert("username".into(), json!(username));
    });
    (bench, stranger)
}

#[tokio::test]
async fn a_family_of_another_organization_is_never_offered_as_the_one_that_has_the_value() {
    let (bench, stranger) = with_a_stranger("0000777001").await;
    let entry = Entry::Text {
        text: "0000777001".into(),
        exact: false,
    };
    let draft = Draft {
        entries: [(Field::Username, entry)].into(),
    };
    let holder = || holder_of(&bench.school, &bench.id, "username", &draft, None);
    assert!(holder().await.is_none(), "another school's family");
    bench.practice.edit(&stranger, |family| {
        family.insert("organizationId".into(), json!(OURS));
    });
    assert_eq!(holder().await.unwrap().id.as_str(), stranger);
}

#[tokio::test]
async fn a_family_of_another_organization_is_left_out_of_the_hits_and_named() {
    let (bench, stranger) = with_a_stranger("0000777001").await;
    for text in ["0000777001", stranger.as_str()] {
        let found = find(&bench.school, text).await.unwrap();
        assert!(found.hits.is_empty(), "{text}");
        assert_eq!(found.strangers.len(), 1, "{text}");
    }
}

#[tokio::test]
async fn a_stranger_that_the_server_sent_is_no_hit() {
    let quirks = Quirks {
        ignores_filters: true,
        ..Quirks::default()
    };
    let bench = Bench::with(Options {
        quirks,
        ..Options::default()
    })
    .await;
    let found = find(&bench.school, "Zaragozano").await.unwrap();
    assert!(found.complete && found.hits.is_empty(), "{found:?}");
}
