use quentli::{Customer, Nullable};

/// The name a family is known by, empty where it has none; its id where no answer gave one.
pub fn title(customer: &Customer) -> String {
    match &customer.name {
        Nullable::Absent => customer.id.to_string(),
        name => name.value().cloned().unwrap_or_default(),
    }
}
