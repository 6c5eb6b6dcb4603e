use std::collections::HashSet;

use practice::{Options, Practice};
use serde_json::Value;

use crate::support::{get, school};

fn all(practice: &Practice, field: &str) -> Vec<String> {
    let text = |family: Value| family[field].as_str().map(str::to_owned);
    practice.families().into_iter().filter_map(text).collect()
}

#[tokio::test]
async fn the_same_seed_gives_the_same_school_and_another_seed_another() {
    let first = school(Options::default()).await;
    let again = school(Options::default()).await;
    let other = school(Options {
        seed: 2,
        ..Options::default()
    })
    .await;
    assert_eq!(first.families(), again.families());
    assert_eq!(first.code(), again.code());
    assert_ne!(first.families(), other.families());
}

#[tokio::test]
async fn a_bigger_school_begins_with_the_families_of_a_smaller_one() {
    let small = school(Options {
        families: 30,
        ..Options::default()
    })
    .await;
    let big = school(Options {
        families: 5_000,
        ..Options::default()
    })
    .await;
    assert_eq!(small.families(), big.families()[..30]);
    assert_eq!(big.families().len(), 5_000);
}

#[tokio::test]
async fn what_must_be_unique_is_unique() {
    let practice = school(Options {
        families: 5_000,
        ..Options::default()
    })
    .await;
    for field in ["id", "username", "email", "phoneNumber"] {
        let values = all(&practice, field);
        let different: HashSet<&String> = values.iter().collect();
        assert_eq!(different.len(), values.len(), "{field}");
    }
}

#[tokio::test]
async fn three_hundred_families_show_what_a_real_school_shows() {
    let practice = school(Options::default()).await;
    let families = practice.families();
    assert_eq!(families.len(), 300);
    let any = |what: &str, test: fn(&Value) -> bool| {
        assert!(families.iter().any(test), "no family {what}");
    };
    any("with leading zeros", |f| {
        f["username"].as_str().unwrap().starts_with("0000")
    });
    any("with a five-digit username", |f| {
        f["username"].as_str().unwrap().len() == 5
    });
    any("with a spelled username", |f| {
        f["username"].as_str().unwrap().contains('_')
    });
    any("without e-mail", |f| f["email"].is_null());
    any("without phone", |f| f["phoneNumber"].is_null());
    any("with the old mobile form", |f| {
        f["phoneNumber"]
            .as_str()
            .is_some_and(|phone| phone.starts_with("+521"))
    });
    any("with a second phone", |f| {
        f["secondaryPhoneNumber"].is_string()
    });
    any("archived", |f| {
        f["archivedAt"].is_string() && f["archivedById"].is_string()
    });
    any("opted out", |f| f["optedOutWhatsappAt"].is_string());
    any("with a scholarship", |f| {
        f["meta"]["Folio de beca"].is_string()
    });
    any("with a level", |f| f["meta"]["Nivel"].is_string());
    any("without custom data", |f| {
        f["metadata"].as_array().unwrap().is_empty()
    });
    any("with a name of over 100 characters", |f| {
        f["name"].as_str().unwrap().len() > 100
    });
    any("with an emoji", |f| {
        f["name"].as_str().unwrap().contains('🌻')
    });
    any("with a decomposed name", |f| {
        f["name"].as_str().unwrap().contains("n\u{303}")
    });
    any("written right to left", |f| {
        f["name"].as_str().unwrap().starts_with('ع')
    });
    any("with a double space", |f| {
        f["name"].as_str().unwrap().contains("  ")
    });
    any("with an apostrophe", |f| {
        f["name"].as_str().unwrap().contains("O'Brien")
    });
    for email in all(&practice, "email") {
        let domain = email.split_once('@').unwrap().1;
        assert!(
            domain.starts_with("example.") || domain.ends_with(".example"),
            "{email} could be somebody's"
        );
    }
    let organizations: HashSet<String> = all(&practice, "organizationId").into_iter().collect();
    assert_eq!(organizations.len(), 1);
}

#[tokio::test]
async fn no_answer_carries_a_write_only_field_and_each_carries_an_unknown_one() {
    let practice = school(Options::default()).await;
    assert!(
        practice
            .families()
            .iter()
            .any(|family| family["tags"].is_array())
    );
    for page in 0..3 {
        let answer = get(
            &practice,
            &format!("/v1/customers?take=100&skip={}", page * 100),
        )
        .json();
        for customer in answer.as_array().unwrap() {
            assert!(customer.get("loyaltyTier").is_some());
            for hidden in ["tags", "assigneeId", "password", "signature", "tosIp"] {
                assert!(customer.get(hidden).is_none(), "{hidden}");
            }
        }
    }
}
