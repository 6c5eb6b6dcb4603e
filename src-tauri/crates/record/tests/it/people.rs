use record::{Field, NoticeCode, ProblemCode};
use serde_json::json;

use crate::support::{checked, problem, refuses, sent, text};

#[test]
fn d10_e_mails_are_unwrapped_and_keep_their_letter_case() {
    for (typed, expected) in [
        ("Ana@Escuela.MX", "Ana@Escuela.MX"),
        ("mailto:ana@x.mx", "ana@x.mx"),
        ("Mailto:a@b.mx?subject=x", "a@b.mx"),
        ("mailto:a@b.mx?cc=otra@x.mx&subject=x/y", "a@b.mx"),
        ("Ana <mailto:a@b.mx?subject=x>", "a@b.mx"),
        ("ana@ñandú.mx", "ana@ñandú.mx"),
        ("Ana <ana@x.mx>", "ana@x.mx"),
        (" ana@x.mx\u{200B} ", "ana@x.mx"),
    ] {
        assert_eq!(
            sent(Field::Email, text(typed)),
            json!({ "email": expected }),
            "{typed}"
        );
    }
}

#[test]
fn d10_what_is_no_single_address_is_refused() {
    refuses(Field::Email, "ana.escuela.mx", ProblemCode::EmailNoAt);
    for typed in [
        "ana@",
        "@x.mx",
        "ana@x",
        "ana maria@x.mx",
        "a@b@c.mx",
        "<script>@x.mx",
        "ana@ñandú .mx",
        "a@b.mx?subject=x",
        "a@b_c.mx",
        "a@-b.mx",
        "a@b..mx",
        "a@b.mx.",
    ] {
        refuses(Field::Email, typed, ProblemCode::EmailBad);
    }
    let two = problem(Field::Email, "ana@x.mx; luis@x.mx");
    assert_eq!(two.code, ProblemCode::EmailTwo);
    assert_eq!(two.found, ["ana@x.mx", "luis@x.mx"]);
}

#[test]
fn d10_the_rest_of_a_link_is_left_out_with_a_notice() {
    let link = checked(Field::Email, text("mailto:a@b.mx?subject=x"));
    assert_eq!(link.notices[0].code, NoticeCode::EmailUnwrapped);
    assert_eq!(link.notices[0].text.as_deref(), Some("a@b.mx"));
}

#[test]
fn d10_a_likely_typo_gets_a_notice_and_is_still_sent() {
    let slip = checked(Field::Email, text("ana@gmial.com"));
    assert_eq!(slip.changes.len(), 1);
    assert_eq!(slip.notices[0].code, NoticeCode::EmailTypo);
    assert_eq!(slip.notices[0].text.as_deref(), Some("ana@gmail.com"));
}

#[test]
fn d12_names_keep_their_letters_and_lose_only_double_spaces() {
    for name in ["DE LA CRUZ Y PÉREZ, MA. DEL CARMEN", "O'Brien", "Mª José"] {
        assert_eq!(sent(Field::Name, text(name)), json!({ "name": name }));
        assert_eq!(
            checked(Field::Name, text(name)).notices,
            [],
            "{name} is an ordinary name"
        );
    }
    let squeezed = checked(Field::Name, text("Ana  Núñez"));
    assert_eq!(squeezed.notices[0].code, NoticeCode::SpacesSqueezed);
}

#[test]
fn d15_emoji_other_scripts_and_markup_pass_as_text_with_a_notice() {
    for name in ["Familia 🦊", "משפחת כהן", "<script>alert(1)</script>"] {
        assert_eq!(sent(Field::Name, text(name)), json!({ "name": name }));
        let notices = checked(Field::Name, text(name)).notices;
        assert_eq!(notices[0].code, NoticeCode::UnusualCharacters, "{name}");
    }
}

#[test]
fn decomposed_accents_go_out_composed() {
    assert_eq!(
        sent(Field::Name, text("Nu\u{0301}n\u{0303}ez")),
        json!({ "name": "Núñez" })
    );
}

#[test]
fn a_change_that_looks_the_same_is_marked() {
    let alike = checked(Field::Name, text("FAMILIA NUÑEZ PEREZ"));
    assert!(alike.changes[0].looks_alike());
    let other = checked(Field::Name, text("Familia Ruiz"));
    assert!(!other.changes[0].looks_alike());
}
