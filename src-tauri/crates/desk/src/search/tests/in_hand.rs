//! Searches as they are typed at a desk, against a server that minds accents.

use practice::{Fault, Options, Quirks, Target};
use serde_json::{Value, json};

use crate::{RosterState, roster::tests::read, search::find, updates::tests::bench::Bench};

/// Gives the family of that number these values, and returns its id.
fn give(bench: &Bench, number: usize, values: &Value) -> String {
    let id = bench.practice.families()[number]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    bench.practice.edit(&id, |family| {
        for (field, value) in values.as_object().unwrap() {
            family.insert(field.clone(), value.clone());
        }
    });
    id
}

async fn refuse_the_list(bench: &Bench) {
    bench.practice.set_fault(Fault::Forbidden.on(Target::Reads));
    assert_eq!(read(bench).await, RosterState::Refused);
    bench.practice.set_fault(None);
}

/// The ids of those found, best first.
async fn found(bench: &Bench, typed: &str) -> Vec<String> {
    let found = find(&bench.school, typed).await.unwrap();
    assert!(found.complete);
    let hits = found.hits.into_iter();
    hits.map(|hit| hit.customer.id.to_string()).collect()
}

/// A name as it is typed in a hurry, whichever way its accents are stored.
fn bare(name: &str) -> String {
    let name = name.to_lowercase().replace(['\u{301}', '\u{303}'], "");
    let accents = [
        ('á', 'a'),
        ('é', 'e'),
        ('í', 'i'),
        ('ó', 'o'),
        ('ú', 'u'),
        ('ñ', 'n'),
    ];
    accents.iter().fold(name, |name, (accented, plain)| {
        name.replace(*accented, &plain.to_string())
    })
}

#[tokio::test]
async fn without_accents_every_nunez_is_found_though_the_server_minds_them() {
    let bench = Bench::new().await;
    for (number, name) in ["Sofía", "Raúl", "Óscar", "Inés"].iter().enumerate() {
        let name = format!("Núñez Ávila, {name}");
        give(&bench, 20 + number, &json!({ "name": name }));
    }
    let families = bench.practice.families();
    let names = families.iter().filter_map(|family| family["name"].as_str());
    let nunez: Vec<&str> = names.filter(|name| bare(name).contains("nunez")).collect();
    assert!(nunez.len() > 3, "{nunez:?}");
    refuse_the_list(&bench).await;
    let asked = find(&bench.school, "nunez").await.unwrap();
    let is_nunez = |hit: &record::Match| {
        let name = hit.customer.name.value();
        name.is_some_and(|name| bare(name).contains("nunez"))
    };
    assert!(
        asked.total < nunez.len(),
        "the server does not mind accents"
    );

    crate::roster::read_anew(&bench.work, &bench.school);
    assert!(matches!(read(&bench).await, RosterState::Whole { .. }));
    let all = find(&bench.school, "nunez").await.unwrap();
    assert!(all.total >= nunez.len(), "{} of {}", all.total, nunez.len());
    assert!(
        all.hits[..nunez.len().min(25)].iter().all(is_nunez),
        "{all:?}"
    );
    for name in nunez {
        let hits = find(&bench.school, &bare(name)).await.unwrap().hits;
        let first = hits[0].customer.name.value().unwrap();
        assert_eq!(first, name);
    }
}

#[tokio::test]
async fn a_server_that_ignores_accents_is_no_hindrance() {
    let quirks = Quirks {
        ignores_accents: true,
        ..Quirks::default()
    };
    let bench = Bench::with(Options {
        quirks,
        ..Options::default()
    })
    .await;
    assert!(
        !found(&bench, "nunez perez").await.is_empty(),
        "nothing was read yet"
    );
    read(&bench).await;
    assert!(
        found(&bench, "nunez perez")
            .await
            .contains(&bench.id.to_string())
    );
}

#[tokio::test]
async fn a_family_is_found_by_whatever_part_of_it_is_known() {
    let bench = Bench::new().await;
    let cruz = give(
        &bench,
        40,
        &json!({
            "name": "María del Carmen de la Cruz", "username": "0000777123",
            "email": "mcarmen.cruz@correo.example", "phoneNumber": "+5218447771046",
            "secondaryPhoneNumber": "+525577712099",
            "metadata": [{ "key": "Folio de beca", "value": "Ñ-2031 Tlalpan" }],
        }),
    );
    read(&bench).await;
    bench.practice.clear_requests();
    for typed in [
        "cruz de la carmen",
        "MARIA DEL CARMEN DE LA CRUZ",
        "ma del carmen de la cruz",
        "armen ruz mari de l",
        "844 777 1046",
        "+528447771046",
        "+52 1 844 777 10 46",
        "7771046",
        "(55) 7771-2099",
        "712099",
        "0000777123",
        "777123",
        "000777123",
        "mcarmen.cruz@correo.example",
        "MCARMEN.CRUZ@",
        cruz.as_str(),
        "n-2031",
        "tlalpan",
        "tlalpam",
        "maria crmen cruz tlalpan",
        "marai carmen cruz tlalpan",
    ] {
        assert_eq!(found(&bench, typed).await.first(), Some(&cruz), "{typed}");
    }
    assert_eq!(bench.practice.requests().len(), 0, "the server was asked");
    for typed in [
        "tlxxpan",
        "777124",
        "crux de la carmen tlalpan",
        "mria cruz tlalpan",
    ] {
        assert_ne!(found(&bench, typed).await.first(), Some(&cruz), "{typed}");
    }
}

#[tokio::test]
async fn the_exact_one_comes_first_however_many_contain_it() {
    for has_roster in [true, false] {
        let bench = Bench::new().await;
        for number in 60..130 {
            give(
                &bench,
                number,
                &json!({ "username": format!("12{number}"), "name": format!("Ana{number} Anaya") }),
            );
        }
        // After all others in the order the server is asked for.
        let twelve = give(
            &bench,
            7,
            &json!({ "username": "12", "name": "Zoila", "createdAt": "2031-01-01T00:00:00.000Z" }),
        );
        let ana = give(
            &bench,
            8,
            &json!({ "name": "Ana", "createdAt": "2031-01-01T00:00:00.000Z" }),
        );
        if has_roster {
            read(&bench).await;
        } else {
            refuse_the_list(&bench).await;
        }
        for (typed, wanted) in [("12", &twelve), ("Ana", &ana)] {
            let found = find(&bench.school, typed).await.unwrap();
            assert_eq!(
                found.hits[0].customer.id.as_str(),
                wanted,
                "{typed}, {has_roster}"
            );
            assert!(found.more && !found.hits[0].marks.is_empty());
        }
    }
}

#[tokio::test]
async fn while_the_list_is_coming_the_server_is_asked_too_and_the_two_are_one() {
    let bench = Bench::new().await;
    let families = bench.practice.families();
    let roster = &bench.school.roster;
    let some: Vec<_> = families[..100]
        .iter()
        .map(|family| serde_json::from_value(family.clone()).unwrap())
        .collect();
    roster.offer(roster.moment(), &some);
    assert_eq!(roster.state(), RosterState::Reading);
    // In hand, though the server minds accents.
    assert!(
        found(&bench, "nunez perez")
            .await
            .contains(&bench.id.to_string())
    );
    // Not in hand yet.
    let last = families.last().unwrap();
    let by_id = last["id"].as_str().unwrap();
    assert_eq!(
        found(&bench, last["username"].as_str().unwrap()).await[0],
        by_id
    );
    let found = find(&bench.school, "Núñez").await.unwrap();
    let mut ids: Vec<_> = found.hits.iter().map(|hit| &hit.customer.id).collect();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), found.hits.len(), "nobody is listed twice");
}
