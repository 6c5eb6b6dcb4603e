//! What was not edited is byte for byte what was loaded; what was edited keeps its lines.

use proptest::prelude::*;
use quentli::Customer;
use record::{
    Draft, Entry, Field, Kind, NoticeCode, PairEntry, ProblemCode, Value, check, value_of,
};
use serde_json::json;

use crate::{
    generate::odd_record,
    support::{checked, data, draft, refuses, row, text, with},
};

const ADDRESS: &str = "Calle 5\nCol. Centro\n\tMérida,  Yuc.";

/// A draft that repeats everything `record` holds, as a form without any edit would.
fn repeated(record: &Customer, home: Field, typed: impl Fn(&str) -> String) -> Draft {
    let mut repeated = Draft::default();
    for spec in Field::ALL.iter().filter(|spec| spec.kind != Kind::Pairs) {
        if let Value::Text { text } = value_of(record, spec.field) {
            let entry = Entry::Text {
                text: typed(&text),
                exact: false,
            };
            repeated.entries.insert(spec.field, entry);
        }
    }
    if let Value::Pairs { pairs } = value_of(record, home) {
        let rows = pairs.into_iter().map(|pair| PairEntry {
            original: Some(pair.key.clone()),
            key: typed(&pair.key),
            value: typed(&pair.value),
            remove: false,
        });
        let rows = rows.collect();
        repeated.entries.insert(home, Entry::Pairs { rows });
    }
    repeated
}

proptest! {
    #[test]
    fn repeating_what_is_stored_is_no_change_and_no_problem(
        record in odd_record(), home in prop_oneof![Just(Field::Metadata), Just(Field::Meta)],
    ) {
        let checked = check(Some(&record), &repeated(&record, home, str::to_owned));
        prop_assert_eq!(checked, record::Checked::default());
    }

    /// A `<textarea>` gives every line ending back as `\n`.
    #[test]
    fn line_endings_made_equal_by_a_control_are_no_change(record in odd_record()) {
        let typed = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n");
        let checked = check(Some(&record), &repeated(&record, Field::Metadata, typed));
        prop_assert_eq!(checked, record::Checked::default());
    }
}

fn address(value: &str) -> (Customer, Draft) {
    let record = with(json!({
        "metadata": [{ "key": "Dirección", "value": ADDRESS }, { "key": "Nivel", "value": "1" }],
        "meta": null,
    }));
    let rows = vec![
        row(Some("Dirección"), "Dirección", value),
        row(Some("Nivel"), "Nivel", "2"),
    ];
    (record, draft([(Field::Metadata, Entry::Pairs { rows })]))
}

#[test]
fn an_address_of_several_lines_does_not_change_with_another_pair() {
    let (record, typed) = address(ADDRESS);
    assert_eq!(
        data(&record, &typed),
        json!({ "metadata": [{ "key": "Nivel", "value": "2" }] })
    );
}

#[test]
fn an_edited_value_keeps_lines_tabs_and_inner_spaces() {
    let (record, typed) = address(" Calle 6\r\nCol.  Centro\n\tMe\u{301}rida\u{200B}\n");
    let sent = data(&record, &typed);
    assert_eq!(
        sent["metadata"][0]["value"],
        "Calle 6\r\nCol.  Centro\n\tMérida"
    );
    let notices = check(Some(&record), &typed).notices;
    assert_eq!(notices.len(), 1, "spaces stay, so nothing is said of them");
    assert_eq!(
        (notices[0].code, notices[0].row, notices[0].count),
        (NoticeCode::InvisibleRemoved, Some(0), Some(1))
    );
}

#[test]
fn a_new_value_may_have_lines_but_a_new_key_may_not() {
    let (record, _) = address(ADDRESS);
    let rows = vec![row(None, "Notas", "uno\ndos"), row(None, "Ru\nta", "7")];
    let typed = draft([(Field::Metadata, Entry::Pairs { rows })]);
    let checked = check(Some(&record), &typed);
    assert_eq!(checked.changes.len(), 1);
    assert_eq!(checked.changes[0].after, Value::text("uno\ndos"));
    let problems: Vec<_> = checked.problems.iter().map(|p| (p.row, p.code)).collect();
    assert_eq!(problems, [(Some(1), ProblemCode::ControlCharacters)]);
}

#[test]
fn other_control_and_damaged_characters_stay_problems_in_any_line() {
    for (value, code) in [
        ("uno\ndos\u{7}", ProblemCode::ControlCharacters),
        ("uno\nJos\u{FFFD}", ProblemCode::DamagedText),
        (" \n\t ", ProblemCode::ValueEmpty),
    ] {
        let (record, typed) = address(value);
        let checked = check(Some(&record), &typed);
        assert_eq!(checked.problems[0].code, code, "{value:?}");
        assert_eq!(checked.changes.len(), 1, "the other row is still a change");
    }
}

#[test]
fn a_field_of_one_line_takes_breaks_only_where_it_has_them() {
    refuses(
        Field::Name,
        "Familia\nNúñez",
        ProblemCode::ControlCharacters,
    );
    refuses(
        Field::Name,
        "Familia\tNúñez",
        ProblemCode::ControlCharacters,
    );
    let stored = with(json!({ "name": "Familia\nNúñez" }));
    let edit = |name| draft([(Field::Name, text(name))]);
    assert_eq!(
        data(&stored, &edit("Familia\nNúñez  Pérez")),
        json!({ "name": "Familia\nNúñez  Pérez" })
    );
    assert_eq!(
        data(&stored, &edit("Familia  Núñez")),
        json!({ "name": "Familia Núñez" })
    );
    let damaged = check(Some(&stored), &edit("Familia\nN\u{FFFD}"));
    assert_eq!(damaged.problems[0].code, ProblemCode::DamagedText);
}

#[test]
fn half_a_date_is_a_problem_and_never_consent() {
    let stored = with(json!({ "optedOutWhatsappAt": "2026-03-04T12:00:00.000Z" }));
    let typed = |text: &str| {
        let entry = Entry::Text {
            text: text.to_owned(),
            exact: false,
        };
        check(Some(&stored), &draft([(Field::OptedOutWhatsappAt, entry)]))
    };
    for text in [
        "",
        " ",
        "2",
        "2026-0",
        "2026-1",
        "2026-03-",
        "2026-03-3",
        "2026-03-04",
        "2026-03-04T1",
        "2026-03-04 10:3",
        "2026-03-04T10:30",
    ] {
        let checked = typed(text);
        assert_eq!(checked.changes, [], "{text:?}");
        assert_eq!(
            checked.problems[0].code,
            ProblemCode::DateIncomplete,
            "{text:?}"
        );
    }
    for text in ["ayer", "2026-13-01T10:00:00Z", "2026-02-3", "04/03/2026"] {
        assert_eq!(
            typed(text).problems[0].code,
            ProblemCode::DateBad,
            "{text:?}"
        );
    }
    let off = draft([(Field::OptedOutWhatsappAt, Entry::Clear)]);
    assert_eq!(data(&stored, &off), json!({ "optedOutWhatsappAt": null }));
    // Also where nothing is stored: switched on without a date.
    refuses(Field::OptedOutWhatsappAt, "", ProblemCode::DateIncomplete);
}

#[test]
fn a_password_of_spaces_is_a_problem_and_a_blank_one_is_none() {
    for typed in [" ", "   ", "\t", "\u{200B} "] {
        refuses(Field::Password, typed, ProblemCode::PasswordBlank);
    }
    let blank = checked(Field::Password, text(""));
    assert_eq!(blank, record::Checked::default());
}
