//! What the cells of schools' tables ask for, by the numbers of their cases.

use jiff::tz::TimeZone;
use proptest::prelude::*;
use quentli::Customer;
use record::{
    CellProblem, CellProblemCode as Code, Column, Columns, DateOrder, Entry, Field, Finder,
    NameOrder, Placeholder, Reading, RowDraft, composed_name, date_order, placeholder_of,
};
use serde_json::json;

use crate::{
    columns::{by_header, guessed},
    generate,
    support::{data, family, with},
};

fn reading() -> Reading {
    Reading::new(TimeZone::get("America/Mexico_City").unwrap())
}

pub(crate) fn pair(key: &str) -> Column {
    Column::Pair {
        home: Field::Metadata,
        key: key.to_owned(),
    }
}

/// A row of an id and these columns.
fn row(record: &Customer, cells: &[(Column, &str)], reading: &Reading) -> RowDraft {
    let mut all = vec![Column::Finds(Finder::Id)];
    all.extend(cells.iter().map(|(column, _)| column.clone()));
    let mut texts = vec![record.id.as_str()];
    texts.extend(cells.iter().map(|(_, text)| *text));
    Columns::new(all).unwrap().draft(&texts, record, reading)
}

#[track_caller]
fn refuses(column: Column, text: &str, code: Code) {
    let row = row(&family(), &[(column, text)], &reading());
    assert!(row.draft.is_empty(), "{text}");
    assert_eq!(row.problems, [CellProblem { column: 1, code }], "{text}");
}

fn sent(cells: &[(Column, &str)], reading: &Reading) -> serde_json::Value {
    let row = row(&family(), cells, reading);
    assert_eq!(row.problems, []);
    data(&family(), &row.draft)
}

#[test]
fn c4_digits_that_a_spreadsheet_dropped_are_never_made_up() {
    for text in ["5.25512E+11", "5,25512E+11", "5E+11"] {
        refuses(Column::Field(Field::PhoneNumber), text, Code::DigitsLost);
        refuses(Column::Field(Field::Username), text, Code::DigitsLost);
        refuses(pair("Folio de beca"), text, Code::DigitsLost);
    }
    let name = sent(&[(Column::Field(Field::Name), "E+E, S. C.")], &reading());
    assert_eq!(name, json!({ "name": "E+E, S. C." }));
}

#[test]
fn c9_a_failed_formula_never_clears() {
    for text in ["#N/D", "#N/A", "#¡REF!", "#VALOR!", "#¡DIV/0!"] {
        refuses(Column::Field(Field::Email), text, Code::FormulaFailed);
        refuses(pair("Nivel"), text, Code::FormulaFailed);
    }
    let asked = Reading {
        missing_clears: true,
        ..reading()
    };
    assert_eq!(
        sent(&[(Column::Field(Field::Email), "#N/D")], &asked),
        json!({ "email": null }),
        "E10: only where it is turned on"
    );
    let row = row(
        &family(),
        &[(Column::Field(Field::Email), "#¡REF!")],
        &asked,
    );
    assert_eq!(row.problems.len(), 1);
}

#[test]
fn c11_a_date_is_never_a_day_off() {
    let opted_out = |text: &str, order| {
        let reading = Reading {
            date_order: order,
            ..reading()
        };
        let column = Column::Field(Field::OptedOutWhatsappAt);
        row(&family(), &[(column, text)], &reading)
    };
    // Midnight in Mexico City.
    let march = "2026-03-04T06:00:00Z";
    for (text, order) in [
        ("03/04/2026", Some(DateOrder::MonthFirst)),
        ("04/03/2026", Some(DateOrder::DayFirst)),
        ("4/3/26", Some(DateOrder::DayFirst)),
        ("2026-03-04", None),
        ("2026-03-04T00:00", None),
    ] {
        let Some(Entry::Text { text: at, .. }) = opted_out(text, order)
            .draft
            .entries
            .remove(&Field::OptedOutWhatsappAt)
        else {
            panic!("{text}: {:?}", opted_out(text, order));
        };
        assert_eq!(at, march, "{text}");
    }
    let code = |text: &str| opted_out(text, None).problems[0].code;
    assert_eq!(code("03/04/2026"), Code::DateAmbiguous);
    assert_eq!(code("31/31/2026"), Code::NotADate);
    assert_eq!(code("ayer"), Code::NotADate);
    // Read both ways it is the same day.
    assert_eq!(opted_out("04/04/2026", None).problems, []);
    assert_eq!(opted_out("25/03/2026", None).problems, []);

    let stored = with(json!({ "optedOutWhatsappAt": "2026-03-05T01:30:00.000Z" }));
    let column = Column::Field(Field::OptedOutWhatsappAt);
    let same_day = row(&stored, &[(column, "2026-03-04")], &reading());
    assert!(
        same_day.draft.is_empty(),
        "the evening of that day in Mexico"
    );
}

#[test]
fn c11_the_order_of_a_column_is_that_which_all_its_dates_fit() {
    assert_eq!(
        date_order(["03/04/2026", "25/03/2026"]),
        Some(DateOrder::DayFirst)
    );
    assert_eq!(
        date_order(["03/04/2026", "3/25/26"]),
        Some(DateOrder::MonthFirst)
    );
    assert_eq!(date_order(["03/04/2026", "", "x"]), None);
    assert_eq!(date_order(["25/03/2026", "3/25/26"]), None, "neither");
}

#[test]
fn c12_yes_and_no_in_both_languages_and_blank_is_neither() {
    let verified = Column::Field(Field::EmailVerified);
    let stored = |flag: bool| with(json!({ "emailVerified": flag }));
    for (texts, flag) in [
        (&["VERDADERO", "Sí", "si", "s", "x", "1", "true"][..], true),
        (&["FALSO", "No", "n", "0", "false"], false),
    ] {
        for text in texts {
            let row = row(&stored(!flag), &[(verified.clone(), text)], &reading());
            let entry = row.draft.entries.get(&Field::EmailVerified);
            assert_eq!(entry, Some(&Entry::Flag { flag }), "{text}");
        }
    }
    assert!(
        row(&stored(true), &[(verified.clone(), " ")], &reading())
            .draft
            .is_empty()
    );
    refuses(verified.clone(), "quizá", Code::NotYesOrNo);
    refuses(verified, "(vaciar)", Code::CannotClear);
}

#[test]
fn d8_a_placeholder_is_asked_about_once_per_value_and_never_sent() {
    let phone = Column::Field(Field::PhoneNumber);
    for text in ["0000000000", "S/N", "N/A", "no tiene", "-", "0"] {
        refuses(phone.clone(), text, Code::Placeholder);
    }
    assert_eq!(placeholder_of("S/N"), placeholder_of(" s/n "));
    assert_eq!(placeholder_of("5512345678"), None);
    let answered = |answer| {
        let mut reading = reading();
        let written = placeholder_of("S/N").unwrap();
        reading.placeholders.insert(written, answer);
        row(&family(), &[(phone.clone(), "s/n")], &reading).draft
    };
    assert!(answered(Placeholder::Leave).is_empty());
    assert_eq!(
        data(&family(), &answered(Placeholder::Clear)),
        json!({ "phoneNumber": null })
    );
}

#[test]
fn d11_parts_of_a_name_are_composed_in_the_order_chosen() {
    let parts = ["De la Cruz", "Pérez", "María del Carmen"];
    for (order, name) in [
        (NameOrder::GivenFirst, "María del Carmen De la Cruz Pérez"),
        (
            NameOrder::SurnamesFirst,
            "De la Cruz Pérez María del Carmen",
        ),
        (
            NameOrder::SurnamesComma,
            "De la Cruz Pérez, María del Carmen",
        ),
    ] {
        assert_eq!(composed_name(parts, order), name);
    }
    let headers = guessed(&[
        ("Matrícula", &[]),
        ("MATERNO", &[]),
        ("NOMBRE", &[]),
        ("PATERNO", &[]),
    ]);
    let columns: Vec<Column> = headers.into_iter().map(|(column, _)| column).collect();
    let columns = Columns::new(columns).unwrap();
    let name = |cells: &[&str]| columns.draft(cells, &family(), &reading());
    let whole = name(&["1", "Pérez", "Ana", "Cruz"]);
    assert_eq!(
        data(&family(), &whole.draft),
        json!({ "name": "Ana Cruz Pérez" })
    );
    let one_surname = name(&["1", "", "Ana", "Cruz"]);
    assert_eq!(
        data(&family(), &one_surname.draft),
        json!({ "name": "Ana Cruz" })
    );
    assert!(name(&["1", "", "", ""]).draft.is_empty());
    let cut_short = name(&["1", "Pérez", "", "Cruz"]);
    assert!(cut_short.draft.is_empty());
    assert_eq!(
        cut_short.problems,
        [CellProblem {
            column: 2,
            code: Code::NameIncomplete
        }]
    );
}

#[test]
fn d13_tags_are_split_as_chosen_and_blank_is_no_empty_list() {
    let tags = Column::Field(Field::Tags);
    let split = |text: &str, tag_separator| {
        let reading = Reading {
            tag_separator,
            ..reading()
        };
        sent(&[(tags.clone(), text)], &reading)
    };
    let both = json!({ "tags": ["VIP", "Colegiatura"] });
    assert_eq!(split("VIP, Colegiatura", ','), both);
    assert_eq!(split("VIP;Colegiatura; VIP;", ';'), both);
    assert_eq!(split("", ','), json!({}));
    assert_eq!(split("(vaciar)", ','), json!({ "tags": [] }));
}

#[test]
fn d14_custom_data_keeps_zeros_blank_leaves_it_and_the_clear_word_deletes_the_key() {
    assert_eq!(by_header("metadata.Folio de beca"), pair("Folio de beca"));
    assert_eq!(
        by_header("meta.grade"),
        Column::Pair {
            home: Field::Meta,
            key: "grade".to_owned(),
        }
    );
    let folio = |text: &str| sent(&[(pair("Folio de beca"), text)], &reading());
    assert_eq!(
        folio("0043"),
        json!({ "metadata": [{ "key": "Folio de beca", "value": "0043" }] })
    );
    assert_eq!(folio("0042"), json!({}), "as stored");
    assert_eq!(folio(""), json!({}));
    assert_eq!(
        folio("(vaciar)"),
        json!({ "metadata": [{ "key": "Folio de beca", "value": null }] })
    );
    let new = sent(&[(pair("Ruta"), "07"), (pair("Nivel"), "3")], &reading());
    assert_eq!(
        new,
        json!({ "metadata": [
            { "key": "Ruta", "value": "07" },
            { "key": "Nivel", "value": "3" },
        ] })
    );
    assert_eq!(sent(&[(pair("Ruta"), "(vaciar)")], &reading()), json!({}));
}

#[test]
fn e10_the_clear_word_clears_what_can_be_cleared() {
    for word in ["(vaciar)", "(Clear)", " (VACIAR) "] {
        let email = sent(&[(Column::Field(Field::Email), word)], &reading());
        assert_eq!(email, json!({ "email": null }), "{word}");
        refuses(Column::Field(Field::Name), word, Code::CannotClear);
        refuses(Column::Field(Field::Username), word, Code::CannotClear);
    }
}

#[test]
fn a_row_that_is_too_short_leaves_the_rest_alone() {
    let columns = vec![
        Column::Finds(Finder::Id),
        Column::Field(Field::Name),
        Column::Field(Field::Email),
    ];
    let columns = Columns::new(columns).unwrap();
    let row = columns.draft(&["cus_1", "Ana"], &family(), &reading());
    assert_eq!(data(&family(), &row.draft), json!({ "name": "Ana" }));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    /// What a list wrote of a record asks for nothing when it is read back.
    #[test]
    fn a_table_of_what_is_stored_asks_for_nothing(record in prop_oneof![
        generate::record().boxed(), generate::odd_record().boxed(),
    ]) {
        let fields = [
            Field::Name, Field::Username, Field::Email, Field::PhoneNumber,
            Field::SecondaryPhoneNumber, Field::OptedOutWhatsappAt, Field::EmailVerified,
        ];
        let text = |field| match record::value_of(&record, field) {
            record::Value::Text { text } => text,
            record::Value::Flag { flag } => flag.to_string(),
            _ => String::new(),
        };
        let mut cells: Vec<(Column, String)> =
            fields.into_iter().map(|field| (Column::Field(field), text(field))).collect();
        let pairs = generate::metadata_of(&record);
        cells.extend(pairs.iter().filter(|(key, _)| !key.trim().is_empty()).map(|(key, value)| {
            (pair(key), value.clone())
        }));
        let cells: Vec<(Column, &str)> =
            cells.iter().map(|(column, text)| (column.clone(), text.as_str())).collect();
        let row = row(&record, &cells, &reading());
        prop_assert_eq!(row.problems, []);
        let checked = record::check(Some(&record), &row.draft);
        prop_assert_eq!(checked.changes, []);
        prop_assert_eq!(checked.problems, []);
    }

    /// Whatever is in the cells, nothing is asked of a column that is blank.
    #[test]
    fn a_blank_cell_never_clears_a_field(record in generate::record(), blank in "[ \t\u{A0}]{0,3}") {
        let cells: Vec<(Column, &str)> = Field::ALL.iter()
            .filter(|spec| spec.kind != record::Kind::Pairs)
            .map(|spec| (Column::Field(spec.field), blank.as_str()))
            .chain([(pair("A"), blank.as_str()), (pair("Z"), blank.as_str())])
            .collect();
        let row = row(&record, &cells, &reading());
        prop_assert!(row.draft.is_empty());
        prop_assert_eq!(row.problems, []);
    }
}
