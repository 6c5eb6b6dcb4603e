use record::{Field, holds, possible_id, search_terms};
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
            let holds = holds(&family, Field::SecondaryPhoneNumber, typed);
            assert!(holds, "{typed} is {stored}");
        }
    }
    assert_eq!(phone_terms("+52 55 12"), ["5512"]);
    assert_eq!(phone_terms("Núñez"), Vec::<String>::new());
}

#[test]
fn a_value_is_held_however_it_is_written() {
    let family = with(json!({ "username": "Juan_Perez", "email": "ana@correo.mx" }));
    assert!(holds(&family, Field::Username, "juan_perez"));
    assert!(holds(&family, Field::Email, "Ana@Correo.mx"));
    assert!(!holds(&family, Field::Username, "juan"));
    assert!(!holds(&family, Field::Email, "Juan_Perez"));
    assert!(
        !holds(&family, Field::Name, "juan_perez"),
        "names are not unique"
    );
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
