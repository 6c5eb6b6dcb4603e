use serde_json::{Value, json};

/// A quick series of presses of one button or one key, with pauses between them that the driver itself
/// keeps.
#[derive(Clone, Debug)]
pub struct Gesture(Value);

impl Gesture {
    /// Presses the primary button at a point of the page, once for each of `gaps` and once more,
    /// with these milliseconds between release and press.
    pub fn clicks((x, y): (i64, i64), gaps: &[u64]) -> Self {
        let press = [
            json!({ "type": "pointerDown", "button": 0 }),
            json!({ "type": "pointerUp", "button": 0 }),
        ];
        let mut actions = vec![
            json!({ "type": "pointerMove", "duration": 0, "origin": "viewport", "x": x, "y": y }),
        ];
        actions.extend(press.clone());
        for gap in gaps {
            actions.push(pause(*gap));
            actions.extend(press.clone());
        }
        let source = json!({
            "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" },
            "actions": actions,
        });
        Self(json!({ "actions": [source] }))
    }

    /// Presses a chord (its last key while the others are held), once for each of `gaps` and once
    /// more.
    pub fn chords(chord: &str, gaps: &[u64]) -> Self {
        let mut actions = strokes(chord);
        for gap in gaps {
            actions.push(pause(*gap));
            actions.extend(strokes(chord));
        }
        Self::of_keys(&actions)
    }

    pub(crate) fn of_keys(actions: &[Value]) -> Self {
        let source = json!({ "type": "key", "id": "keyboard", "actions": actions });
        Self(json!({ "actions": [source] }))
    }

    pub(crate) fn actions(&self) -> &Value {
        &self.0
    }
}

/// The keys of a chord down, and up in the opposite order.
pub(crate) fn strokes(chord: &str) -> Vec<Value> {
    let keys: Vec<String> = chord.chars().map(String::from).collect();
    let down = keys
        .iter()
        .map(|key| json!({ "type": "keyDown", "value": key }));
    let up = keys
        .iter()
        .rev()
        .map(|key| json!({ "type": "keyUp", "value": key }));
    down.chain(up).collect()
}

fn pause(milliseconds: u64) -> Value {
    json!({ "type": "pause", "duration": milliseconds })
}
