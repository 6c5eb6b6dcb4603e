use record::{Entry, Field, ProblemCode, check};
use serde_json::json;

use crate::support::{checked, data, draft, family, problem, refuses, sent, text, with};

#[test]
fn an_empty_draft_sends_nothing() {
    assert_eq!(data(&family(), &draft([])), json!({}));
}

#[test]
fn each_field_goes_out_under_its_own_name_in_its_own_form() {
    let list = Entry::List {
        items: vec![" VIP ".into(), "Beca".into(), "VIP".into(), " ".into()],
    };
    let cases = [
        (
            Field::Name,
            text(" Familia  Núñez "),
            json!({ "name": "Familia Núñez" }),
        ),
        (
            Field::Username,
            text("0000128766"),
            json!({ "username": "0000128766" }),
        ),
        (
            Field::AssigneeId,
            text("usr_1"),
            json!({ "assigneeId": "usr_1" }),
        ),
        (Field::Tags, list, json!({ "tags": ["VIP", "Beca"] })),
        (
            Field::Email,
            text("luis@escuela.mx"),
            json!({ "email": "luis@escuela.mx" }),
        ),
        (
            Field::PhoneNumber,
            text("55 8765 4321"),
            json!({ "phoneNumber": "+525587654321" }),
        ),
        (
            Field::SecondaryPhoneNumber,
            text("8444191046"),
            json!({ "secondaryPhoneNumber": "+528444191046" }),
        ),
        (
            Field::EmailVerified,
            Entry::Flag { flag: false },
            json!({ "emailVerified": false }),
        ),
        (
            Field::PhoneNumberVerified,
            Entry::Flag { flag: true },
            json!({ "phoneNumberVerified": true }),
        ),
        (
            Field::OptedOutWhatsappAt,
            text("2026-03-04T06:00:00-06:00"),
            json!({ "optedOutWhatsappAt": "2026-03-04T12:00:00.000Z" }),
        ),
        (
            Field::ReplyWithAssistant,
            Entry::Flag { flag: true },
            json!({ "replyWithAssistant": true }),
        ),
        (
            Field::Password,
            text(" con espacios "),
            json!({ "password": " con espacios " }),
        ),
        (
            Field::HasChangedPassword,
            Entry::Flag { flag: true },
            json!({ "hasChangedPassword": true }),
        ),
        (
            Field::SkipTaxInvoice,
            Entry::Flag { flag: true },
            json!({ "skipTaxInvoice": true }),
        ),
        (
            Field::AcceptedServiceAgreement,
            Entry::Flag { flag: false },
            json!({ "acceptedServiceAgreement": false }),
        ),
        (
            Field::TosIp,
            text("2001:DB8::1"),
            json!({ "tosIp": "2001:db8::1" }),
        ),
        (
            Field::Signature,
            text("aGVsbG8="),
            json!({ "signature": "aGVsbG8=" }),
        ),
    ];
    for (field, entry, expected) in cases {
        assert_eq!(sent(field, entry), expected, "{field:?}");
    }
}

#[test]
fn what_the_record_already_holds_is_not_sent() {
    for (field, entry) in [
        (Field::Name, text("Familia Núñez Pérez")),
        (
            Field::Name,
            text("Familia Nu\u{0301}n\u{0303}ez Pe\u{0301}rez"),
        ),
        (Field::Email, text(" ana@escuela.mx ")),
        (Field::PhoneNumber, text("55 1234 5678")),
        (Field::EmailVerified, Entry::Flag { flag: true }),
        (Field::SecondaryPhoneNumber, Entry::Clear),
        (Field::SecondaryPhoneNumber, text("  ")),
        (Field::ReplyWithAssistant, Entry::Clear),
    ] {
        assert_eq!(sent(field, entry.clone()), json!({}), "{field:?} {entry:?}");
    }
    let stored = with(json!({ "optedOutWhatsappAt": "2026-03-04T12:00:00Z" }));
    let same_instant = draft([(
        Field::OptedOutWhatsappAt,
        text("2026-03-04T06:00:00.000-06:00"),
    )]);
    assert_eq!(data(&stored, &same_instant), json!({}));
}

#[test]
fn odd_stored_text_typed_back_is_no_change_and_no_problem() {
    let stored = with(json!({ "name": "Familia  X", "phoneNumber": "S/N", "email": "sin correo" }));
    let same = draft([
        (Field::Name, text("Familia  X")),
        (Field::PhoneNumber, text("S/N")),
        (Field::Email, text("sin correo")),
    ]);
    assert_eq!(data(&stored, &same), json!({}));
}

#[test]
fn emptying_a_field_clears_it_with_null_never_with_an_empty_text() {
    assert_eq!(sent(Field::Email, text("")), json!({ "email": null }));
    assert_eq!(sent(Field::Email, Entry::Clear), json!({ "email": null }));
    assert_eq!(
        sent(Field::PhoneNumber, text("   ")),
        json!({ "phoneNumber": null })
    );
    assert_eq!(
        sent(Field::Signature, Entry::Clear),
        json!({ "signature": null })
    );
    assert_eq!(
        sent(Field::Tags, Entry::List { items: vec![] }),
        json!({ "tags": [] })
    );
}

#[test]
fn what_cannot_be_empty_is_refused_in_place() {
    refuses(Field::Name, "  ", ProblemCode::NameEmpty);
    refuses(Field::Username, "", ProblemCode::UsernameEmpty);
    let cleared = checked(Field::Name, Entry::Clear);
    assert_eq!(cleared.problems[0].code, ProblemCode::NotHere);
    assert_eq!(sent(Field::Password, text("")), json!({}));
    assert_eq!(sent(Field::TosIp, text("")), json!({}));
}

#[test]
fn text_past_its_limit_says_the_limit() {
    let long = problem(Field::Name, &"ñ".repeat(10_000));
    assert_eq!((long.code, long.max), (ProblemCode::TooLong, Some(200)));
}

#[test]
fn damaged_and_control_characters_are_refused() {
    refuses(Field::Name, "Jos\u{FFFD}", ProblemCode::DamagedText);
    refuses(Field::Name, "Ana\u{7}", ProblemCode::ControlCharacters);
    refuses(Field::TosIp, "10.0.0", ProblemCode::IpBad);
    refuses(Field::OptedOutWhatsappAt, "ayer", ProblemCode::DateBad);
    refuses(Field::Username, "juan perez", ProblemCode::UsernameSpaces);
}

#[test]
fn a_key_that_cannot_read_sends_every_entry() {
    let typed = draft([
        (Field::Name, text("Familia Núñez")),
        (Field::Email, Entry::Clear),
        (Field::EmailVerified, Entry::Flag { flag: true }),
    ]);
    let checked = check(None, &typed);
    let patch = serde_json::to_value(record::patch(&checked.changes)).unwrap();
    assert_eq!(
        patch,
        json!({ "name": "Familia Núñez", "email": null, "emailVerified": true })
    );
    assert!(checked.changes.iter().all(|change| change.before.is_none()));
}

#[test]
fn a_password_is_never_printed() {
    let checked = checked(Field::Password, text("mar-azul-77"));
    let request = record::patch(&checked.changes);
    assert!(!format!("{checked:?} {request:?}").contains("mar-azul-77"));
}

#[test]
fn a_code_is_letters_and_digits() {
    assert_eq!(
        record::check_code(" 123 456 "),
        Ok(Some("123456".to_owned()))
    );
    assert_eq!(record::check_code("  "), Ok(None));
    for typed in ["12", "12345678901234", "12345é", "12/345"] {
        assert_eq!(
            record::check_code(typed).unwrap_err().code,
            ProblemCode::CodeBad,
            "{typed}"
        );
    }
}
