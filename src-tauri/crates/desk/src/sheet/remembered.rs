//! What a person said of the columns of earlier sheets, by school and headers.

use record::{Column, Field, Finder, NamePart};
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
) {
    let columns: Vec<Value> = columns.map(stored).collect();
    let text = Value::Array(columns).to_string();
    let _ = school.book.remember(&name(headers), &text);
}

pub(super) fn recall(school: &School, headers: &[&str]) -> Option<Vec<Column>> {
    let text = school.book.remembered(&name(headers)).ok()??;
    let columns: Vec<Value> = serde_json::from_str(&text).ok()?;
    let columns: Option<Vec<Column>> = columns.iter().map(restored).collect();
    columns.filter(|columns| columns.len() == headers.len())
}

/// A column as the journal keeps it.
pub(super) fn stored(column: &Column) -> Value {
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
