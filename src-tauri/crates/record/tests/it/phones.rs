use record::{Entry, Field, NoticeCode, ProblemCode, check};
use serde_json::json;

use crate::support::{checked, data, draft, problem, refuses, text, with};

fn goes_out_as(typed: &str, expected: &str) {
    let record = with(json!({ "phoneNumber": null }));
    let typed_draft = draft([(Field::PhoneNumber, text(typed))]);
    assert_eq!(
        data(&record, &typed_draft),
        json!({ "phoneNumber": expected }),
        "{typed:?}"
    );
}

#[test]
fn d1_mexican_numbers_in_every_spelling() {
    for typed in [
        "5512345678",
        "55 1234 5678",
        "(55) 1234-5678",
        "55.12.34.56.78",
        "525512345678",
    ] {
        goes_out_as(typed, "+525512345678");
    }
}

#[test]
fn d2_the_old_mobile_form_becomes_the_new_one() {
    for typed in ["5215512345678", "+52 1 55 1234 5678", "+5215512345678"] {
        goes_out_as(typed, "+525512345678");
    }
}

#[test]
fn d2_the_same_number_in_another_form_is_left_alone_unless_asked_for() {
    let stored = with(json!({ "phoneNumber": "+5215512345678" }));
    let typed = draft([(Field::PhoneNumber, text("55 1234 5678"))]);
    assert_eq!(data(&stored, &typed), json!({}));
    assert_eq!(
        check(Some(&stored), &typed).notices[0].code,
        NoticeCode::PhoneOtherForm
    );

    let exact = Entry::Text {
        text: "55 1234 5678".into(),
        exact: true,
    };
    let asked = draft([(Field::PhoneNumber, exact)]);
    assert_eq!(
        data(&stored, &asked),
        json!({ "phoneNumber": "+525512345678" })
    );
    assert!(check(Some(&stored), &asked).changes[0].looks_alike());
}

#[test]
fn d3_old_dialling_prefixes_are_dropped_and_said() {
    for typed in ["044 55 8765 4321", "0455587654321", "01 55 8765 4321"] {
        goes_out_as(typed, "+525587654321");
        let notices = checked(Field::PhoneNumber, text(typed)).notices;
        assert_eq!(notices[0].code, NoticeCode::PhonePrefixDropped, "{typed}");
    }
}

#[test]
fn d4_a_number_without_area_code_is_not_guessed() {
    refuses(Field::PhoneNumber, "1234567", ProblemCode::PhoneNoAreaCode);
    refuses(
        Field::PhoneNumber,
        "1234-5678",
        ProblemCode::PhoneNoAreaCode,
    );
    refuses(Field::PhoneNumber, "123", ProblemCode::PhoneBad);
    refuses(Field::PhoneNumber, "0123456789", ProblemCode::PhoneBad);
}

#[test]
fn d5_foreign_numbers_are_kept_and_said() {
    goes_out_as("+1 956 123 4567", "+19561234567");
    goes_out_as("001 956 123 4567", "+19561234567");
    let notices = checked(Field::PhoneNumber, text("+34 612 345 678")).notices;
    assert_eq!(notices[0].code, NoticeCode::PhoneForeign);
}

#[test]
fn d6_two_numbers_words_and_extensions_are_refused_with_what_was_found() {
    let two = problem(Field::PhoneNumber, "5512345678 / 5587654321");
    assert_eq!(two.code, ProblemCode::PhoneTwo);
    assert_eq!(two.found, ["+525512345678", "+525587654321"]);
    let side_by_side = problem(Field::PhoneNumber, "5512345678 5587654321");
    assert_eq!(side_by_side.found, ["+525512345678", "+525587654321"]);
    let extension = problem(Field::PhoneNumber, "55 1234 5678 ext 12");
    assert_eq!(extension.code, ProblemCode::PhoneExtension);
    assert_eq!(extension.found, ["+525512345678"]);
    let named = problem(Field::PhoneNumber, "mamá 5512345678");
    assert_eq!(named.code, ProblemCode::PhoneLetters);
    assert_eq!(named.found, ["+525512345678"]);
    let two = problem(Field::PhoneNumber, "5512345678 y 5587654321");
    assert_eq!(two.found.len(), 2);
}

#[test]
fn d7_invisible_characters_are_cleaned_and_counted() {
    goes_out_as(
        "\u{202A}+52\u{00A0}55\u{2011}8765\u{2011}4321\u{202C}",
        "+525587654321",
    );
    goes_out_as("\u{FF0B}52 55 8765 4321", "+525587654321");
    let notices = checked(Field::PhoneNumber, text("\u{202A}5587654321\u{202C}")).notices;
    assert_eq!(
        (notices[0].code, notices[0].count),
        (NoticeCode::InvisibleRemoved, Some(2))
    );
}

#[test]
fn d8_placeholders_are_never_sent() {
    for typed in ["0", "0000000000", "S/N", "N/A", "no tiene", "-"] {
        refuses(Field::PhoneNumber, typed, ProblemCode::Placeholder);
    }
    refuses(Field::Email, "no tiene", ProblemCode::Placeholder);
}

#[test]
fn emoji_and_markup_are_no_phone() {
    refuses(
        Field::PhoneNumber,
        "<script>alert(1)</script>",
        ProblemCode::PhoneLetters,
    );
    refuses(Field::PhoneNumber, "📞", ProblemCode::Placeholder);
}
