use serde_json::Value;

/// What stands for a secret that was sent.
const MASK: &str = "***";

/// The members of a body that hold secrets, in any letter case.
const NAMES: [&str; 2] = ["password", "otp"];

/// A value of the same type that does not show what it hides.
pub(crate) fn masked(value: &Value) -> Value {
    match value {
        Value::Null | Value::Bool(_) => value.clone(),
        Value::Number(_) => 0.into(),
        Value::String(_) => MASK.into(),
        Value::Array(_) => Value::Array(Vec::new()),
        Value::Object(_) => Value::Object(serde_json::Map::new()),
    }
}

/// Masks every secret of a body, wherever it stands: a body of the wrong shape holds them too.
/// A body that is not JSON is masked whole: its secrets have no names to be found by.
pub(crate) fn mask(body: &mut Value) {
    if body.is_string() {
        *body = masked(body);
    } else {
        mask_members(body);
    }
}

fn mask_members(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(mask_members),
        Value::Object(members) => {
            for (name, member) in members {
                if NAMES.iter().any(|secret| name.eq_ignore_ascii_case(secret)) {
                    *member = masked(member);
                } else {
                    mask_members(member);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}
