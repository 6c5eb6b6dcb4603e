use std::collections::BTreeMap;

use quentli::{Customer, MetadataEntry, Nullable};

use crate::{
    Change, Draft, Entry, Field, Held, Kind, PairEntry, Value, Verdict,
    changes::stored_pairs,
    check,
    rules::{rule, same, same_number},
};

/// How to take an update back.
#[derive(Clone, Debug, PartialEq)]
pub struct Inverse {
    /// The record as the update left it, in the fields that are to be put back, and as it is now in all others: what
    /// differs from the current record was changed by someone else since.
    pub base: Customer,
    /// Puts back what `base` held before the update.
    pub draft: Draft,
    /// Fields that the update wrote and that cannot be put back: what they held before is not known, or could not be
    /// sent.
    pub impossible: Vec<Field>,
}

/// Takes back what an update, whose outcome is `rows`, is known to have written into the record that is `now`.
pub fn inverse(rows: &[Held], now: &Customer) -> Inverse {
    let written: Vec<&Held> = rows.iter().filter(|row| can_undo(row)).collect();
    let base = written
        .iter()
        .fold(now.clone(), |base, row| holding(base, &row.change, row));
    let mut draft = Draft::default();
    let mut impossible = cannot_undo(rows);
    for row in &written {
        let change = &row.change;
        let mut tried = draft.clone();
        put_back(&mut tried, change, &base);
        if comes_back(&base, &tried, change) {
            draft = tried;
        } else if !impossible.contains(&change.field) {
            impossible.push(change.field);
        }
    }
    Inverse {
        base,
        draft,
        impossible,
    }
}

/// Whether the update is known to have written this, and what was there before is known and can be sent.
pub fn can_undo(row: &Held) -> bool {
    let change = &row.change;
    let Some(before) = &change.before else {
        return false;
    };
    if row.verdict != Verdict::Held || *before == Value::Absent {
        return false;
    }
    // Of custom data only the whole rows can be checked.
    if change.key.is_some() {
        return true;
    }
    let held = row.held.as_ref().unwrap_or(&change.after);
    match rule(
        change.field,
        &entry(change.field, before),
        held,
        &mut Vec::new(),
    ) {
        Ok(Some(sent)) => is_back(change.field, &sent, before),
        _ => false,
    }
}

/// The fields that an update wrote, or may have written, and that nobody can put back.
pub fn cannot_undo(rows: &[Held]) -> Vec<Field> {
    let mut fields = Vec::new();
    for row in rows {
        let written = matches!(row.verdict, Verdict::Held | Verdict::CannotTell);
        if written && !can_undo(row) && !fields.contains(&row.change.field) {
            fields.push(row.change.field);
        }
    }
    fields
}

fn put_back(draft: &mut Draft, change: &Change, base: &Customer) {
    let before = change.before.clone().unwrap_or(Value::Null);
    if let Some(key) = &change.key {
        let rows = match draft.entries.remove(&change.field) {
            Some(Entry::Pairs { rows }) => rows,
            _ => loaded(base, change.field),
        };
        let rows = with_pair(rows, key, before.as_text());
        draft.entries.insert(change.field, Entry::Pairs { rows });
        return;
    }
    let entry = entry(change.field, &before);
    draft.entries.insert(change.field, entry);
}

/// What a person would enter to get this value.
fn entry(field: Field, value: &Value) -> Entry {
    match value {
        // Stored as an empty text, which is never sent.
        Value::Text { text } if text.trim().is_empty() && field.spec().nullable => Entry::Clear,
        Value::Text { text } => Entry::Text {
            text: text.clone(),
            exact: true,
        },
        Value::Flag { flag } => Entry::Flag { flag: *flag },
        Value::List { items } => Entry::List {
            items: items.clone(),
        },
        Value::Absent | Value::Null | Value::Pairs { .. } => Entry::Clear,
    }
}

/// The rows of custom data as a form would load them.
fn loaded(base: &Customer, field: Field) -> Vec<PairEntry> {
    let pairs = stored_pairs(Some(base), field).unwrap_or_default();
    let row = |pair: crate::Pair| PairEntry {
        original: Some(pair.key.clone()),
        key: pair.key,
        value: pair.value,
        remove: false,
    };
    pairs.into_iter().map(row).collect()
}

fn with_pair(mut rows: Vec<PairEntry>, key: &str, value: Option<&str>) -> Vec<PairEntry> {
    let of_key = rows.iter_mut().find(|row| row.key == key);
    match (of_key, value) {
        (Some(row), Some(value)) => value.clone_into(&mut row.value),
        (Some(row), None) => row.remove = true,
        (None, Some(value)) => rows.push(PairEntry {
            key: key.to_owned(),
            value: value.to_owned(),
            original: None,
            remove: false,
        }),
        (None, None) => {}
    }
    rows
}

/// Whether sending `draft` over `base` brings back what was there before `change`: the rules of the form hold for it
/// too, and some values that Quentli once took cannot be sent.
fn comes_back(base: &Customer, draft: &Draft, change: &Change) -> bool {
    let checked = check(Some(base), draft);
    let of_field = |field: Option<Field>| field == Some(change.field);
    if checked
        .problems
        .iter()
        .any(|problem| of_field(problem.field))
    {
        return false;
    }
    let sent = checked
        .changes
        .iter()
        .find(|sent| sent.field == change.field && sent.key == change.key);
    let (Some(sent), Some(before)) = (sent, &change.before) else {
        return false;
    };
    is_back(change.field, &sent.after, before)
}

/// Whether what is sent comes to what was there: Ficha sends phones in one form, and null for an empty text.
fn is_back(field: Field, sent: &Value, before: &Value) -> bool {
    let was_empty = before.as_text().is_some_and(|text| text.trim().is_empty());
    let same_phone = match (sent.as_text(), before.as_text()) {
        (Some(sent), Some(before)) => field.spec().kind == Kind::Phone && same_number(sent, before),
        _ => false,
    };
    same(field, sent, before) || same_phone || (was_empty && *sent == Value::Null)
}

/// `customer`, holding in the place of `change` what the update left there.
fn holding(mut customer: Customer, change: &Change, row: &Held) -> Customer {
    let value = row.held.as_ref().unwrap_or(&change.after);
    match change.field {
        Field::Name => customer.name = text(value),
        Field::Username => customer.username = text(value),
        Field::Email => customer.email = text(value),
        Field::PhoneNumber => customer.phone_number = text(value),
        Field::SecondaryPhoneNumber => customer.secondary_phone_number = text(value),
        Field::EmailVerified => customer.email_verified = flag(value),
        Field::PhoneNumberVerified => customer.phone_number_verified = flag(value),
        Field::OptedOutWhatsappAt => customer.opted_out_whatsapp_at = text(value),
        Field::ReplyWithAssistant => customer.reply_with_assistant = flag(value),
        Field::HasChangedPassword => customer.has_changed_password = flag(value),
        Field::SkipTaxInvoice => customer.skip_tax_invoice = flag(value),
        Field::AcceptedServiceAgreement => customer.accepted_service_agreement = flag(value),
        Field::Metadata | Field::Meta => {
            let key = change.key.as_deref().unwrap_or_default();
            hold_pair(&mut customer, key, value.as_text());
        }
        // No record carries them.
        Field::AssigneeId | Field::Tags | Field::Password | Field::TosIp | Field::Signature => {}
    }
    customer
}

/// The two are views of the same pairs, of which an answer may carry one alone.
fn hold_pair(customer: &mut Customer, key: &str, value: Option<&str>) {
    if let Nullable::Value(entries) = &mut customer.metadata {
        let at = entries.iter().position(|entry| entry.key == key);
        entries.retain(|entry| entry.key != key);
        if let Some(value) = value {
            let entry = MetadataEntry {
                key: key.to_owned(),
                value: value.to_owned(),
            };
            entries.insert(at.unwrap_or(entries.len()).min(entries.len()), entry);
        }
    }
    let only_meta = customer.metadata.value().is_none();
    if let Nullable::Value(meta) = &mut customer.meta {
        hold_in_map(meta, key, value);
    } else if only_meta && value.is_some() {
        let mut meta = BTreeMap::new();
        hold_in_map(&mut meta, key, value);
        customer.meta = Nullable::Value(meta);
    }
}

fn hold_in_map(meta: &mut BTreeMap<String, String>, key: &str, value: Option<&str>) {
    match value {
        Some(value) => meta.insert(key.to_owned(), value.to_owned()),
        None => meta.remove(key),
    };
}

fn text(value: &Value) -> Nullable<String> {
    match value {
        Value::Absent => Nullable::Absent,
        value => Nullable::from(value.as_text().map(str::to_owned)),
    }
}

fn flag(value: &Value) -> Nullable<bool> {
    match value {
        Value::Flag { flag } => Nullable::Value(*flag),
        Value::Absent => Nullable::Absent,
        _ => Nullable::Null,
    }
}
