//! How many keys the main job takes, from Find to the next Find.

use ficha_tests::presses::{change_a_phone, letters_of_one};
use practice::Options;

use crate::Figure;
use crate::commands::{connected, serve};

const LETTERS: usize = 7;

pub(crate) fn figure() -> Figure {
    let practice = serve(&Options {
        require_code: false,
        ..Options::default()
    });
    let app = connected(&practice);
    let names: Vec<String> = practice
        .families()
        .iter()
        .filter_map(|family| family["name"].as_str().map(str::to_owned))
        .collect();
    app.go("#/find");
    app.screen("find");
    app.see("[data-roster=whole]");
    let (_, letters) = letters_of_one(&app, &names, LETTERS);
    let presses = change_a_phone(&app, &letters, "5512340000");
    Figure {
        name: "presses",
        unit: "keys",
        value: presses as f64,
        baseline: None,
    }
}
