//! One record's parts, for the page.

use quentli::{Customer, Nullable};
use record::Held;

use super::{Change, Facts, Field, FieldSpec, Pair, Problem, ResultRow, Value};

impl From<&record::FieldSpec> for FieldSpec {
    fn from(spec: &record::FieldSpec) -> Self {
        Self {
            name: spec.field,
            group: spec.group,
            kind: spec.kind,
            nullable: spec.nullable,
            sensitive: spec.sensitive,
            readable: spec.readable,
        }
    }
}

impl From<record::Change> for Change {
    fn from(change: record::Change) -> Self {
        Self {
            sensitive: change.field.spec().sensitive,
            look_alike: change.looks_alike(),
            field: change.field,
            key: change.key,
            before: change.before,
            // A password typed is a password shown nowhere again.
            after: if change.field == Field::Password {
                hidden()
            } else {
                change.after
            },
        }
    }
}

impl From<record::Problem> for Problem {
    fn from(problem: record::Problem) -> Self {
        Self {
            field: problem.field.map_or("otp", |field| field.spec().api_name),
            row: problem.row,
            code: problem.code,
            max: problem.max,
            found: problem.found,
        }
    }
}

impl From<Held> for ResultRow {
    fn from(row: Held) -> Self {
        let asked = Change::from(row.change);
        Self {
            field: asked.field,
            key: asked.key,
            before: asked.before,
            asked: asked.after,
            held: row.held,
            verdict: row.verdict,
        }
    }
}

impl From<&Customer> for Facts {
    fn from(customer: &Customer) -> Self {
        let text = |value: &Nullable<String>| value.value().cloned();
        Self {
            id: customer.id.to_string(),
            organization_id: text(&customer.organization_id),
            created_at: text(&customer.created_at),
            updated_at: text(&customer.updated_at),
            archived_at: text(&customer.archived_at),
            signature_accepted_at: text(&customer.signature_accepted_at),
            opted_in_whatsapp_at: text(&customer.opted_in_whatsapp_at),
            started_whatsapp_at: text(&customer.started_whatsapp_at),
            extra: customer
                .extra
                .iter()
                .map(|(key, value)| extra(key, value))
                .collect(),
        }
    }
}

fn hidden() -> Value {
    Value::text("••••••••")
}

fn extra(key: &str, value: &serde_json::Value) -> Pair {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    Pair {
        key: key.to_owned(),
        value: text,
    }
}
