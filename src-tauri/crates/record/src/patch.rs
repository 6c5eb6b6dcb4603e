use quentli::{CustomerPatch, MetadataChange, Nullable, Password};

use crate::{Change, Field, Value};

/// Exactly what has to be sent for `changes`, which come from [`crate::check`].
pub fn patch(changes: &[Change]) -> CustomerPatch {
    let mut patch = CustomerPatch::default();
    for change in changes {
        put(&mut patch, change);
    }
    patch
}

fn put(patch: &mut CustomerPatch, change: &Change) {
    let after = &change.after;
    match change.field {
        Field::Name => patch.name = text(after),
        Field::Username => patch.username = text(after),
        Field::AssigneeId => patch.assignee_id = nullable_text(after),
        Field::Tags => patch.tags = list(after),
        Field::Email => patch.email = nullable_text(after),
        Field::PhoneNumber => patch.phone_number = nullable_text(after),
        Field::SecondaryPhoneNumber => patch.secondary_phone_number = nullable_text(after),
        Field::EmailVerified => patch.email_verified = flag(after),
        Field::PhoneNumberVerified => patch.phone_number_verified = flag(after),
        Field::OptedOutWhatsappAt => patch.opted_out_whatsapp_at = nullable_text(after),
        Field::ReplyWithAssistant => patch.reply_with_assistant = Nullable::from(flag(after)),
        Field::Password => patch.password = text(after).map(Password::new),
        Field::HasChangedPassword => patch.has_changed_password = flag(after),
        Field::SkipTaxInvoice => patch.skip_tax_invoice = flag(after),
        Field::AcceptedServiceAgreement => patch.accepted_service_agreement = flag(after),
        Field::TosIp => patch.tos_ip = text(after),
        Field::Signature => patch.signature = nullable_text(after),
        Field::Metadata => {
            let key = change.key.clone().unwrap_or_default();
            patch.metadata.push(MetadataChange {
                key,
                value: text(after),
            });
        }
        Field::Meta => {
            patch
                .meta
                .insert(change.key.clone().unwrap_or_default(), text(after));
        }
    }
}

fn text(value: &Value) -> Option<String> {
    value.as_text().map(str::to_owned)
}

fn nullable_text(value: &Value) -> Nullable<String> {
    Nullable::from(text(value))
}

fn flag(value: &Value) -> Option<bool> {
    match value {
        Value::Flag { flag } => Some(*flag),
        _ => None,
    }
}

fn list(value: &Value) -> Option<Vec<String>> {
    match value {
        Value::List { items } => Some(items.clone()),
        _ => None,
    }
}
