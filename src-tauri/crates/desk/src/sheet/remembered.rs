//! What a person said of the columns of earlier sheets, by school and headers.

use record::{Column, DateOrder, Field, Finder, NameOrder, NamePart, Reading};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::School;

/// Names a setting of the journal. The headers themselves are not in it: a school's own may say more than they should.
fn name(headers: &[&str]) -> String {
    let mut hash = Sha256::new();
    for header in headers {
        hash.update(header.trim().as_bytes());
        hash.update([0]);
    }
    let hash = hash.finalize();
    let hex: String = hash[..12]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("columns/{hex}")
}

/// That it cannot be kept only means to be asked again.
pub(super) fn keep<'a>(
    school: &School,
    headers: &[&str],
    columns: impl Iterator<Item = &'a Column>,
    reading: &Reading,
) {
    let text = stored(columns, reading).to_string();
    let _ = school.book.remember(&name(headers), &text);
}

pub(super) fn recall(
    school: &School,
    headers: &[&str],
    reading: &Reading,
) -> Option<(Vec<Column>, Reading)> {
    let text = school.book.remembered(&name(headers)).ok()??;
    let understood = understood(&serde_json::from_str(&text).ok()?, reading)?;
    (understood.0.len() == headers.len()).then_some(understood)
}

/// How a sheet was understood, as the journal keeps it. Placeholders are asked about for each sheet.
pub(super) fn stored<'a>(columns: impl Iterator<Item = &'a Column>, reading: &Reading) -> Value {
    let columns: Vec<Value> = columns.map(stored_column).collect();
    json!({
        "columns": columns,
        "dayFirst": reading.date_order.map(|order| order == DateOrder::DayFirst),
        "tagSeparator": reading.tag_separator,
        "nameOrder": name_order(reading.name_order),
        "rewritePhones": reading.rewrite_phones,
        "missingClears": reading.missing_clears,
    })
}

/// What [`stored`] kept; what it does not keep is as in `reading`.
pub(super) fn understood(stored: &Value, reading: &Reading) -> Option<(Vec<Column>, Reading)> {
    let columns: Option<Vec<Column>> = stored["columns"].as_array()?.iter().map(restored).collect();
    let flag = |name: &str| stored[name].as_bool();
    let order = |first: bool| match first {
        true => DateOrder::DayFirst,
        false => DateOrder::MonthFirst,
    };
    let separator = stored["tagSeparator"].as_str();
    let names = [
        NameOrder::GivenFirst,
        NameOrder::SurnamesFirst,
        NameOrder::SurnamesComma,
    ];
    let name = stored["nameOrder"].as_str();
    let reading = Reading {
        date_order: flag("dayFirst").map(order),
        tag_separator: separator
            .and_then(|text| text.chars().next())
            .unwrap_or(reading.tag_separator),
        name_order: names
            .into_iter()
            .find(|one| Some(name_order(*one)) == name)
            .unwrap_or_default(),
        rewrite_phones: flag("rewritePhones").unwrap_or_default(),
        missing_clears: flag("missingClears").unwrap_or_default(),
        // Which usernames are meant is asked for each sheet.
        ..reading.clone()
    };
    Some((columns?, reading))
}

fn name_order(order: NameOrder) -> &'static str {
    match order {
        NameOrder::GivenFirst => "givenFirst",
        NameOrder::SurnamesFirst => "surnamesFirst",
        NameOrder::SurnamesComma => "surnamesComma",
    }
}

fn stored_column(column: &Column) -> Value {
    match column {
        Column::Ignored => json!(null),
        Column::UpdatedAt => json!({ "updatedAt": true }),
        Column::Finds(by) => json!({ "finds": finder(*by) }),
        Column::Field(field) => json!({ "field": field.spec().api_name }),
        Column::NamePart(part) => json!({ "namePart": name_part(*part) }),
        Column::Pair { home, key } => json!({ "home": home.spec().api_name, "key": key }),
    }
}

fn restored(value: &Value) -> Option<Column> {
    let text = |name: &str| value.get(name).and_then(Value::as_str);
    if value.is_null() {
        return Some(Column::Ignored);
    }
    if value.get("updatedAt").is_some() {
        return Some(Column::UpdatedAt);
    }
    if let Some(by) = text("finds") {
        let mut all = [Finder::Id, Finder::Username, Finder::Email, Finder::Phone].into_iter();
        return all.find(|one| finder(*one) == by).map(Column::Finds);
    }
    if let Some(field) = text("field") {
        return Field::named(field).map(Column::Field);
    }
    if let Some(part) = text("namePart") {
        let mut all = [NamePart::Paternal, NamePart::Maternal, NamePart::Given].into_iter();
        return all
            .find(|one| name_part(*one) == part)
            .map(Column::NamePart);
    }
    Some(Column::Pair {
        home: Field::named(text("home")?)?,
        key: text("key")?.to_owned(),
    })
}

fn finder(by: Finder) -> &'static str {
    match by {
        Finder::Id => "id",
        Finder::Username => "username",
        Finder::Email => "email",
        Finder::Phone => "phone",
    }
}

fn name_part(part: NamePart) -> &'static str {
    match part {
        NamePart::Paternal => "paternal",
        NamePart::Maternal => "maternal",
        NamePart::Given => "given",
    }
}
