//! Rules for every file.

use super::Problem;
use super::source::Source;

const TOP_LEVEL: [&str; 13] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "Cargo.lock",
    "Cargo.toml",
    "LEEME.md",
    "LICENSE",
    "README.md",
    "clippy.toml",
    "icons/",
    "src-tauri/",
    "tests/",
    "ui/",
];

pub(super) fn top_level(sources: &[Source]) -> Vec<Problem> {
    let has_a_place = |file: &Source| {
        let known = |name: &&str| file.path == **name || name.ends_with('/') && file.under(name);
        file.under(".") || TOP_LEVEL.iter().any(known)
    };
    sources
        .iter()
        .filter(|file| !has_a_place(file))
        .map(|file| Problem::of(&file.path, "does not belong at the top of the repository"))
        .collect()
}

/// ESLint checks what the scripts in `ui` may do.
pub(super) fn ui_holds_only_what_ships(sources: &[Source]) -> Vec<Problem> {
    let ships = |file: &Source| {
        file.has_extension(&["html", "js", "css", "svg"]) || file.path == "ui/host/wire.d.ts"
    };
    let tests = [".test.", ".spec.", "/test/", "/tests/"];
    let test = |file: &Source| tests.iter().any(|part| file.path.contains(part));
    sources
        .iter()
        .filter(|file| file.under("ui/"))
        .filter(|file| !ships(file) || test(file))
        .map(|file| Problem::of(&file.path, "ui holds only what ships"))
        .collect()
}

pub(super) fn files_stay_short(sources: &[Source]) -> Vec<Problem> {
    const LONGEST: usize = 400;
    sources
        .iter()
        .filter(|file| file.has_extension(&["rs", "js", "mjs", "css"]))
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| Problem::at(file, lines, format!("longer than {LONGEST} lines")))
        .collect()
}

pub(super) fn nothing_left_to_do(sources: &[Source]) -> Vec<Problem> {
    // Concatenated, so that this file passes its own rule. The first is a word in Spanish.
    let marks = [concat!("TO", "DO"), concat!("FIX", "ME")];
    lines(
        sources,
        |file, text| !file.under("ui/text/") && marks.iter().any(|mark| text.contains(mark)),
        "finish it or open an issue",
    )
}

pub(super) fn no_key_that_could_be_real(sources: &[Source]) -> Vec<Problem> {
    let prefix = "sk_";
    lines(
        sources,
        |_, text| {
            text.match_indices(prefix)
                .any(|(at, _)| could_be_real(&text[..at], &text[at + prefix.len()..]))
        },
        "looks like a real key: start it with sk_test_",
    )
}

/// Takes what precedes and follows a key's prefix.
fn could_be_real(before: &str, after: &str) -> bool {
    const MADE_UP: [&str; 3] = ["test_", "practice_", "sentinel_"];
    const SHORTEST: usize = 16;
    let outside = |c: char| !c.is_ascii_alphanumeric() && c != '_';
    let length = after.find(outside).unwrap_or(after.len());
    // Otherwise the prefix ends another word, as in desk_ or task_.
    let begins = !before.ends_with(|c: char| c.is_ascii_alphanumeric());
    begins && length >= SHORTEST && !MADE_UP.iter().any(|prefix| after.starts_with(prefix))
}

/// The lines for which this holds, except in generated files.
fn lines(sources: &[Source], holds: impl Fn(&Source, &str) -> bool, why: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in sources {
        if file.path.ends_with("Cargo.lock") || file.path.ends_with("package-lock.json") {
            continue;
        }
        let broken = file.numbered().filter(|(_, text)| holds(file, text));
        problems.extend(broken.map(|(line, _)| Problem::at(file, line, why)));
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> [Source; 1] {
        [Source::new(path, text)]
    }

    #[test]
    fn an_unknown_name_at_the_top_is_a_problem() {
        for good in ["ui/main.js", ".ci/run", "README.md"] {
            assert_eq!(top_level(&one(good, "")), []);
        }
        for bad in ["docs/README.md", "notes.txt", "ui.js"] {
            assert_eq!(top_level(&one(bad, "")).len(), 1, "{bad}");
        }
    }

    #[test]
    fn what_does_not_ship_has_no_place_in_ui() {
        let found = |path: &str| ui_holds_only_what_ships(&[Source::new(path, "")]).len();
        for bad in [
            "ui/package.json",
            "ui/kit/dom.test.js",
            "ui/kit/types.d.ts",
            "ui/README.md",
        ] {
            assert_eq!(found(bad), 1, "{bad}");
        }
        assert_eq!(found("ui/host/wire.d.ts") + found("ui/kit/base.css"), 0);
    }

    #[test]
    fn a_file_of_401_lines_is_a_problem_and_one_of_400_is_not() {
        let found = |lines| files_stay_short(&one("ui/main.js", &"x\n".repeat(lines))).len();
        assert_eq!((found(400), found(401)), (0, 1));
    }

    #[test]
    fn work_left_for_later_is_a_problem_but_a_spanish_word_is_not() {
        let text = concat!("// TO", "DO later");
        let found = |path| nothing_left_to_do(&one(path, text)).len();
        assert_eq!((found("ui/main.js"), found("ui/text/es.js")), (1, 0));
    }

    #[test]
    fn only_keys_that_say_they_are_made_up_pass() {
        let found = |text| no_key_that_could_be_real(&one("tests/it/key.rs", text)).len();
        assert_eq!(found(concat!("sk_", "live_0123456789abcdef")), 1);
        let made_up = "sk_sentinel_0123456789abcdef sk_… desk_0123456789abcdef";
        assert_eq!(found(made_up), 0);
    }
}
