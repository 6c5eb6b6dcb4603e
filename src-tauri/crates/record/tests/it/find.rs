use record::{possible_id, rank, search_terms};
use serde_json::json;

use crate::support::with;

fn phone_terms(typed: &str) -> Vec<String> {
    let terms = search_terms(typed).into_iter();
    terms
        .filter(|term| term.field == "phoneNumber")
        .map(|term| term.contains)
        .collect()
}

#[test]
fn a_phone_is_looked_for_in_both_forms() {
    for typed in [
        "+525512345678",
        "+5215512345678",
        "55 1234 5678",
        "(55) 1234-5678",
    ] {
        assert_eq!(phone_terms(typed), ["5512345678"], "{typed}");
        for stored in ["+525512345678", "+5215512345678"] {
            let family = with(json!({ "phoneNumber": stored }));
            assert_eq!(rank(&family, typed), Some(0), "{typed} finds {stored}");
        }
    }
    assert_eq!(phone_terms("+52 55 12"), ["5512"]);
    assert_eq!(phone_terms("Núñez"), Vec::<String>::new());
}

#[test]
fn a_username_is_found_with_and_without_its_leading_zeros() {
    let family = with(json!({ "username": "0000128765" }));
    assert_eq!(rank(&family, "0000128765"), Some(0));
    assert_eq!(rank(&family, "128765"), Some(3));
}

#[test]
fn accents_and_letter_case_do_not_hide_a_family() {
    let family = with(json!({ "name": "Familia Núñez Pérez" }));
    assert!(rank(&family, "NUNEZ").is_some());
    assert!(rank(&family, "familia  nuñ").is_some());
}

#[test]
fn a_stranger_that_the_server_sent_is_no_hit() {
    assert_eq!(rank(&with(json!({})), "Zaragoza"), None);
}

#[test]
fn the_best_match_comes_first() {
    let exact = rank(&with(json!({ "username": "perez" })), "perez");
    let first = rank(&with(json!({ "name": "Pérez Ruiz" })), "perez");
    let later = rank(&with(json!({ "name": "Familia Pérez" })), "perez");
    let inside = rank(&with(json!({ "name": "Lopérez" })), "perez");
    assert!(exact < first && first < later && later < inside);
}

#[test]
fn only_what_can_be_an_id_is_asked_for_as_one() {
    assert!(possible_id(" cus_1234567890abcdefghij ").is_some());
    for typed in [
        "",
        "..",
        "cus 123456",
        "cus/../1234",
        "ana@x.mx",
        "Núñez-Pérez",
        "hernandez",
    ] {
        assert_eq!(possible_id(typed), None, "{typed}");
    }
}
