use quentli::{Customer, CustomerId};
use serde_json::{Value, json};

use super::{Families, FamilyFilter, Marked, Place};

fn customer(id: &str, with: Value) -> Customer {
    let mut customer = with;
    customer["id"] = json!(id);
    serde_json::from_value(customer).unwrap()
}

fn ids_of<const N: usize>(ids: [&str; N]) -> Vec<CustomerId> {
    ids.map(|id| CustomerId::parse(id).unwrap()).into()
}

fn school() -> Families {
    let mut families = Families::default();
    for (id, with) in [
        (
            "cus_nunez",
            json!({ "name": "Familia Núñez Pérez", "username": "0000012873", "email": "nunez@correo.mx", "phoneNumber": "+525512345678" }),
        ),
        (
            "cus_cruz",
            json!({ "name": "María del Carmen de la Cruz", "username": "12", "phoneNumber": "+5218444191046", "email": null }),
        ),
        (
            "cus_ana",
            json!({ "name": "Ana", "username": "120", "emailVerified": false, "email": "ana@correo.mx", "phoneNumber": null }),
        ),
        (
            "cus_anaya",
            json!({ "name": "Familia Anaya Santana", "username": "1203", "optedOutWhatsappAt": "2026-01-10T12:00:00.000Z" }),
        ),
        (
            "cus_martinez",
            json!({ "name": "Familia Martínez", "metadata": [{ "key": "Folio de beca", "value": "Ñ-2025 Morelos" }], "archivedAt": "2026-01-10T12:00:00.000Z" }),
        ),
    ] {
        families.put(&customer(id, with));
    }
    families
}

fn found(typed: &str) -> Vec<String> {
    let matches = school().search(typed, 25);
    assert_eq!(matches.total, matches.best.len());
    let best = matches.best.into_iter();
    best.map(|one| one.customer.id.as_str()[4..].to_owned())
        .collect()
}

#[test]
fn accents_case_and_the_order_of_words_do_not_matter() {
    for typed in [
        "nunez",
        "NÚÑEZ",
        "perez nunez",
        "nun",
        "uñe",
        "  núñez   pérez ",
    ] {
        assert_eq!(found(typed), ["nunez"], "{typed}");
    }
    for typed in ["cruz de la", "ma del carmen", "carmen cruz", "mari"] {
        assert_eq!(found(typed)[0], "cruz", "{typed}");
    }
    assert_eq!(found("nadie"), Vec::<String>::new());
    assert_eq!(found("   "), Vec::<String>::new());
}

#[test]
fn phones_are_found_in_any_form_and_by_their_last_digits() {
    for typed in [
        "+52 55 1234 5678",
        "5512345678",
        "(55) 1234-5678",
        "5678",
        "+5215512345678",
    ] {
        assert_eq!(found(typed), ["nunez"], "{typed}");
    }
    for typed in ["+528444191046", "8444191046", "1046"] {
        assert_eq!(found(typed), ["cruz"], "{typed}");
    }
}

#[test]
fn a_username_is_found_with_or_without_its_zeros_and_the_exact_one_comes_first() {
    assert_eq!(found("12873"), ["nunez"]);
    assert_eq!(found("000000012873"), ["nunez"]);
    assert_eq!(found("12")[0], "cruz");
    assert_eq!(found("12").len(), 4);
    assert_eq!(found("0012")[0], "cruz");
}

#[test]
fn the_exact_name_comes_before_all_names_that_contain_it() {
    assert_eq!(found("ana")[..2], ["ana", "anaya"]);
    assert_eq!(
        found("familia")[..2],
        ["anaya", "nunez"],
        "archived families come last"
    );
}

#[test]
fn emails_ids_and_custom_data_are_found() {
    assert_eq!(found("nunez@correo.mx"), ["nunez"]);
    assert_eq!(found("cus_martinez"), ["martinez"]);
    assert_eq!(found("n-2025"), ["martinez"]);
    assert_eq!(found("morelos familia"), ["martinez"]);
}

#[test]
fn a_word_of_five_letters_may_have_one_wrong_one() {
    for typed in [
        "martinz",
        "martinnez",
        "mertinez",
        "amrtinez",
        "marti nez",
        "martimez",
        "mratin",
        "morelas",
    ] {
        assert_eq!(found(typed), ["martinez"], "{typed}");
    }
    for typed in ["nunes", "nuñes", "mrtnez", "anay1a2"] {
        let expected: &[&str] = if typed.starts_with("nu") {
            &["nunez"]
        } else {
            &[]
        };
        assert_eq!(found(typed), expected, "{typed}");
    }
    assert_eq!(found("nune"), ["nunez"]);
    assert_eq!(
        found("mara"),
        Vec::<String>::new(),
        "short words have to be right"
    );
    assert_eq!(found("12874"), Vec::<String>::new(), "and numbers");
}

#[test]
fn what_matched_is_marked_in_the_units_that_the_page_counts() {
    let marks = |typed: &str| school().search(typed, 25).best.remove(0).marks;
    let mark = |place: Place, parts: &[(usize, usize)]| Marked {
        place,
        parts: parts.to_vec(),
    };
    assert_eq!(
        marks("nunez fam"),
        [
            mark(Place::Name, &[(0, 3), (8, 13)]),
            mark(Place::Email, &[(0, 5)])
        ]
    );
    assert_eq!(marks("martinz"), [mark(Place::Name, &[(8, 16)])]);
    assert_eq!(marks("1234 5678"), [mark(Place::PhoneNumber, &[(5, 13)])]);
    let pair = Place::Pair {
        key: "Folio de beca".to_owned(),
        value: "Ñ-2025 Morelos".to_owned(),
    };
    assert_eq!(marks("2025"), [mark(pair, &[(2, 6)])]);
}

#[test]
fn what_is_read_anew_takes_the_place_of_what_was_known() {
    let mut families = school();
    let id = CustomerId::parse("cus_ana").unwrap();
    families.put(&customer("cus_ana", json!({ "name": "Zoila" })));
    assert_eq!(families.len(), 5);
    assert_eq!(families.search("ana@correo.mx", 5).total, 0);
    assert_eq!(families.get(&id).unwrap().name.value().unwrap(), "Zoila");
    let last = families.list(FamilyFilter::All, 4, 10);
    assert_eq!(last[0].id, id);
    families.remove(&id);
    assert_eq!((families.len(), families.search("zoila", 5).total), (4, 0));
    let each = families.list(FamilyFilter::All, 0, 9);
    assert!(
        each.iter()
            .all(|one| families.get(&one.id).as_ref() == Some(one))
    );
}

#[test]
fn the_list_is_by_name_and_can_be_narrowed_down() {
    let mut families = school();
    let mut ids = |filter, from, most| {
        let list = families.list(filter, from, most).into_iter();
        list.map(|one| one.id.as_str()[4..].to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(FamilyFilter::All, 0, 3), ["ana", "anaya", "martinez"]);
    assert_eq!(ids(FamilyFilter::All, 3, 3), ["nunez", "cruz"]);
    assert_eq!(
        ids(FamilyFilter::NoPhone, 0, 9),
        ["ana"],
        "what no answer gave is not known to be missing"
    );
    assert_eq!(ids(FamilyFilter::NoEmail, 0, 9), ["cruz"]);
    assert_eq!(ids(FamilyFilter::EmailUnverified, 0, 9), ["ana"]);
    assert_eq!(ids(FamilyFilter::OptedOut, 0, 9), ["anaya"]);
    assert_eq!(ids(FamilyFilter::Archived, 0, 9), ["martinez"]);
    assert_eq!(families.counts(), [5, 1, 1, 1, 1, 1, 0]);
    families.note_drafts(&ids_of(["cus_ana", "cus_gone", "cus_martinez"]));
    let with_draft = |families: &mut Families| {
        let list = families.list(FamilyFilter::WithDraft, 0, 9).into_iter();
        list.map(|one| one.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(with_draft(&mut families), ["cus_ana", "cus_martinez"]);
    families.note_drafts(&ids_of(["cus_cruz"]));
    assert_eq!(with_draft(&mut families), ["cus_cruz"]);
}

#[test]
fn only_those_that_were_seen_again_are_kept() {
    let mut families = school();
    let kept = ids_of(["cus_ana", "cus_nunez"]).into_iter().collect();
    families.keep_only(&kept);
    assert_eq!(families.counts()[0], 2);
    assert_eq!(families.search("ana", 9).total, 1);
    assert_eq!(families.search("nunez", 9).total, 1);
    families.keep_only(&std::collections::HashSet::new());
    assert!(families.is_empty());
}
