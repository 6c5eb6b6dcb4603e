use sheets::{Kind, Notice};

use super::support::cell_of;

#[test]
fn c4_scientific_notation_in_a_csv_is_never_expanded() {
    for text in ["5.25512E+11", "5,25512E+11", "-1E+15"] {
        let cell = cell_of(text);
        assert_eq!((cell.text.as_str(), cell.kind), (text, Kind::Text));
        assert_eq!(cell.notices, [Notice::DigitsLost], "{text}");
    }
    for text in ["12E4", "E+11", "5.E+11", "A5.2E+11", "Pérez E+1"] {
        assert_eq!(cell_of(text).notices, [], "{text}");
    }
}

#[test]
fn c5_float_noise_of_long_numbers() {
    let cell = cell_of("5512345678.0");
    assert_eq!(cell.text, "5512345678");
    let stored = "5512345678.0".into();
    assert_eq!(cell.notices, [Notice::FloatNoise { stored }]);
    assert_eq!(cell_of("1.0").text, "1.0");
}

#[test]
fn c6_more_than_fifteen_digits() {
    assert_eq!(cell_of("1234567890123450").notices, [Notice::TooManyDigits]);
    assert_eq!(cell_of("1234567890123456").notices, []);
    assert_eq!(cell_of("123456789012340").notices, []);
}

#[test]
fn c7_text_that_is_wrapped_in_a_formula() {
    let cell = cell_of("\"=\"\"0000128765\"\"\"");
    assert_eq!((cell.text.as_str(), cell.kind), ("0000128765", Kind::Text));
    assert_eq!(cell.notices, [Notice::Unwrapped]);
    assert_eq!(cell_of("=\"0012\"").text, "0012");
}

#[test]
fn c9_errors_in_any_language() {
    for text in [
        "#N/D",
        "#N/A",
        "#¡REF!",
        "#VALOR!",
        "#¡VALOR!",
        "#n/a",
        "#SPILL!",
    ] {
        let cell = cell_of(text);
        assert_eq!((cell.text.as_str(), cell.kind), (text, Kind::Error));
    }
    for text in ["#1", "#", "N/A"] {
        assert_eq!(cell_of(text).kind, Kind::Text, "{text}");
    }
}

#[test]
fn c10_one_leading_apostrophe_is_dropped() {
    let cell = cell_of("'+525512345678");
    assert_eq!(cell.text, "+525512345678");
    assert_eq!(cell.notices, [Notice::ApostropheDropped]);
    assert_eq!(cell_of("''+52").text, "'+52");
    assert_eq!(cell_of("'Ana'").text, "'Ana'");
}
