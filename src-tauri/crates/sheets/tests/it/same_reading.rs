//! The forms in which programs write cells are read in a shorter way than all others, to the same.

use std::fmt::Write;

use proptest::prelude::*;
use sheets::{Options, Source};

use super::support::{rows, sheet_of};

fn cell() -> impl Strategy<Value = (&'static str, String, usize)> {
    const KINDS: [&str; 8] = ["s", "inlineStr", "str", "b", "e", "d", "n", ""];
    let value = prop_oneof![
        "[0-9]{0,3}",
        "[0-9.E+]{1,8}",
        "[a-zñ _x0-9D'=#\n\t]{0,9}",
        Just("_x000D_ Ana ".to_owned()),
        Just("2026-03-04T00:00:00".to_owned()),
        Just("A &amp; B".to_owned()),
    ];
    (prop::sample::select(&KINDS[..]), value, 0..3_usize)
}

proptest! {
    #[test]
    fn a_sheet_in_the_usual_form_and_in_another(cells in prop::collection::vec(cell(), 1..12), preserve: bool) {
        let sheet = |space: &str| {
            let mut sheet = String::from("<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>id</t></is></c></row><row>");
            for (kind, value, style) in &cells {
                let space_attribute = if preserve { " xml:space=\"preserve\"" } else { "" };
                let inside = match (*kind, style) {
                    (_, 2) => String::new(),
                    ("inlineStr", _) => format!("<is><t{space_attribute}>{value}</t></is>"),
                    // One of the three shared strings.
                    ("s", _) => format!("<v>{}</v>", value.len() % 3),
                    _ => format!("<v>{value}</v>"),
                };
                let kind = if kind.is_empty() { String::new() } else { format!(" t=\"{kind}\"") };
                write!(sheet, "<c s=\"{style}\"{kind}{space}>{inside}</c>").unwrap();
            }
            sheet + "</row></sheetData></worksheet>"
        };
        let strings = |space: &str| {
            let one = |text: &str| format!("<si{space}><t>{text}</t></si>");
            format!("<sst>{}{}{}</sst>", one("uno"), one(" d_x0041_s "), one("t&lt;res"))
        };
        let read = |space| {
            let bytes = sheet_of(sheet(space).as_bytes(), strings(space).as_bytes());
            let options = Options { header_row: Some(1), ..Options::default() };
            let found = Source::bytes(bytes).inspect(&options);
            found.map(|found| (rows(&found), found.facts)).map_err(|error| error.to_string())
        };
        let usual = read("");
        prop_assert!(usual.is_ok() || usual == Err("nothing below the header at Hoja1!1".to_owned()), "{usual:?}");
        prop_assert_eq!(usual, read(" "));
    }
}
