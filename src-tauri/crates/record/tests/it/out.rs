//! What is written into a table comes back as it was meant.

use std::{fs, path::Path};

use record::{
    Column, Columns, Field, Finder, FlagWords, Kind, Reading, RowDraft, Seen, cell_of, guess,
    header_of,
};

/// The page's words for the fields.
fn labels(language: &str) -> Vec<(Field, String)> {
    let text = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../ui/text");
    let text = fs::read_to_string(text.join(format!("{language}-fields.js"))).unwrap();
    let (_, labels) = text.split_once("labels: {").unwrap();
    let (labels, _) = labels.split_once("\n  },").unwrap();
    let label = |line: &str| {
        let (name, label) = line.trim().strip_suffix("\",")?.split_once(": \"")?;
        Some((Field::named(name)?, label.to_owned()))
    };
    labels.lines().filter_map(label).collect()
}

#[test]
fn the_pages_words_for_fields_are_headers_of_theirs() {
    for language in ["es", "en"] {
        let labels = labels(language);
        assert_eq!(labels.len(), Field::ALL.len(), "{language}");
        for (field, label) in labels {
            if field.spec().kind == Kind::Pairs {
                continue;
            }
            // With an id beside it no other column finds the family.
            let seen = ["id", &label].map(|header| Seen {
                header,
                samples: &[],
            });
            assert_eq!(guess(&seen)[1].column, Column::Field(field), "{label}");
            let column = Column::Field(field);
            assert_eq!(header_of(&column, &label), Some(label));
        }
    }
}

#[test]
fn a_word_that_would_be_read_as_something_else_is_not_taken() {
    let phone = Column::Field(Field::PhoneNumber);
    assert_eq!(header_of(&phone, "Correo").as_deref(), Some("phoneNumber"));
    assert_eq!(header_of(&phone, "").as_deref(), Some("phoneNumber"));
    assert_eq!(
        header_of(&Column::Finds(Finder::Id), "x").as_deref(),
        Some("id")
    );
    assert_eq!(FlagWords::new("No", "Sí"), FlagWords::new("true", "false"));
}

#[test]
fn a_key_that_no_header_names_has_none() {
    let pair = |key: &str| Column::Pair {
        home: Field::Metadata,
        key: key.to_owned(),
    };
    for key in [
        "Nivel",
        "a.b:c",
        "metadata.x",
        "=1",
        "'x",
        "👩‍👧",
        "a\nb",
        "0012",
    ] {
        assert_eq!(
            header_of(&pair(key), "").unwrap(),
            format!("metadata.{key}")
        );
    }
    for key in ["", " ", " a", "a ", "n\u{303}", "a\n"] {
        assert_eq!(header_of(&pair(key), ""), None, "{key:?}");
    }
}

#[test]
fn values_stand_as_they_are_stored() {
    let customer: record::Customer = serde_json::from_value(serde_json::json!({
        "id": "cm1", "name": "  = A ", "emailVerified": true, "skipTaxInvoice": false, "email": null,
        "metadata": [{"key": "a", "value": "0012"}, {"key": "a", "value": "2"}], "meta": {"b": " 3"},
    }))
    .unwrap();
    let words = FlagWords::new("Sí", "No");
    let pair = |key: &str| Column::Pair {
        home: Field::Metadata,
        key: key.to_owned(),
    };
    for (column, text) in [
        (Column::Finds(Finder::Id), "cm1"),
        (Column::UpdatedAt, ""),
        (Column::Field(Field::Name), "  = A "),
        (Column::Field(Field::Email), ""),
        (Column::Field(Field::EmailVerified), "Sí"),
        (Column::Field(Field::SkipTaxInvoice), "No"),
        (Column::Field(Field::ReplyWithAssistant), ""),
        (pair("a"), "0012"),
        (pair("b"), " 3"),
        (pair("c"), ""),
    ] {
        assert_eq!(cell_of(&customer, &column, &words), text, "{column:?}");
    }
}

/// Decomposed letters, which the workbook's reader composes, and a key that only the other view shows.
#[test]
fn what_is_written_asks_for_nothing() {
    let customer: record::Customer = serde_json::from_value(serde_json::json!({
        "id": "cm1", "name": "n\u{303}  a", "metadata": [{"key": "a", "value": "n\u{303}  a"}], "meta": {"b": " 3"},
    }))
    .unwrap();
    let pair = |home, key: &str| Column::Pair {
        home,
        key: key.to_owned(),
    };
    let columns = Columns::new(vec![
        Column::Finds(Finder::Id),
        Column::Field(Field::Name),
        pair(Field::Metadata, "a"),
        pair(Field::Meta, "b"),
    ])
    .unwrap();
    let reading = Reading::new(jiff::tz::TimeZone::UTC);
    let asked = columns.draft(&["cm1", "ñ  a", "ñ  a", " 3"], &customer, &reading);
    assert_eq!(asked, RowDraft::default());
}
