use serde_json::json;

use crate::{
    keys,
    window::{Window, control},
};

impl Window {
    /// Copies text as from another program, and pastes it into a control with the keyboard.
    pub fn paste_lines_into(&self, name: &str, text: &str) {
        self.js(
            "const page = document.createElement('textarea');
             page.value = arguments[0];
             document.body.append(page);
             page.select();",
            &json!([text]),
        );
        self.press(&format!("{}c", keys::CONTROL));
        self.js("document.activeElement.remove()", &json!([]));
        self.click(&control(name));
        self.press(&format!("{}v", keys::CONTROL));
    }

    /// The clipboard's text, from any program.
    pub fn clipboard(&self) -> String {
        self.js(
            "const page = document.createElement('textarea');
             document.body.append(page);
             page.focus();",
            &json!([]),
        );
        self.press(&format!("{}v", keys::CONTROL));
        self.string(
            "const page = document.activeElement;
             page.remove();
             return page.value",
            &json!([]),
        )
    }
}
