//! The main job with the keyboard alone, counted: from Find to the next Find, with one phone number changed.

use serde_json::json;

use crate::{keys, window::Window};

/// Changes a family's phone number and returns how many times a key was pressed, a chord counting once.
///
/// Find must be on the screen, and `letters` must match that family alone.
///
/// # Panics
/// Where a step does not lead to the next.
pub fn change_a_phone(window: &Window, letters: &str, digits: &str) -> usize {
    let mut presses = 0;
    let mut press = |chord: &str| {
        presses += 1;
        window.press(chord);
    };
    for letter in letters.chars() {
        press(&letter.to_string());
    }
    press(keys::ENTER);
    window.screen("edit");
    press(&format!("{}1", keys::ALT));
    for digit in digits.chars() {
        press(&digit.to_string());
    }
    press(&format!("{}s", keys::CONTROL));
    window.screen("review");
    window.armed("[data-action=update]");
    press(keys::ENTER);
    window.screen("result");
    window.armed("[data-action=next]");
    press(keys::ENTER);
    window.screen("find");
    presses
}

/// Letters to find a family by: as few as asked for, and of that one alone.
///
/// # Panics
/// Where no family's last name is like that.
pub fn letters_of_one(window: &Window, names: &[String], count: usize) -> (usize, String) {
    let found = names.iter().enumerate().find_map(|(index, name)| {
        let letters: String = name.split(' ').next_back()?.chars().take(count).collect();
        let is_plain = letters.chars().count() == count && letters.is_ascii();
        let letters = letters.to_lowercase();
        let only = |letters: &str| {
            let asked = json!({ "text": letters });
            let answer = window.command("find_in_hand", &asked).unwrap_or_default();
            answer["hits"]
                .as_array()
                .is_some_and(|hits| hits.len() == 1)
        };
        (is_plain && only(&letters)).then_some((index, letters))
    });
    found.expect("a family that is found by so few letters")
}
