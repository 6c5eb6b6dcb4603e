//! Rules for every file.

use super::Problem;
use super::source::Source;

const TOP_LEVEL: [&str; 14] = [
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
    "target/",
    "tests/",
    "ui/",
];

pub(super) fn top_level(names: &[String]) -> Vec<Problem> {
    names
        .iter()
        .filter(|name| !name.starts_with('.') && !TOP_LEVEL.contains(&name.as_str()))
        .map(|name| Problem::of(name, "has no place at the top of the repository"))
        .collect()
}

pub(super) fn files_stay_short(sources: &[Source]) -> Vec<Problem> {
    const LONGEST: usize = 400;
    sources
        .iter()
        .filter(|file| {
            ["rs", "js", "mjs", "css"]
                .iter()
                .any(|extension| file.has_extension(extension))
        })
        .map(|file| (file, file.text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| Problem::at(file, lines, format!("longer than {LONGEST} lines")))
        .collect()
}

pub(super) fn nothing_left_to_do(sources: &[Source]) -> Vec<Problem> {
    // Put together here, so that this file passes its own rule. In Spanish texts the first is a word.
    let marks = [
        concat!("TO", "DO"),
        concat!("FIX", "ME"),
        concat!("todo", "!("),
        concat!("unimplemented", "!("),
    ];
    let own = sources
        .iter()
        .filter(|file| written_here(file) && !file.under("ui/text/"));
    lines_with(own, &marks, "finish it or open an issue")
}

pub(super) fn no_place_of_ours(sources: &[Source]) -> Vec<Problem> {
    let places = [
        concat!("/wo", "rk/"),
        concat!("/ro", "ot/"),
        concat!("../sha", "red"),
        concat!("arti", "factory"),
        concat!("registry.", "npmjs"),
        concat!("\"resol", "ved\":"),
        concat!("index.", "crates.io"),
        concat!("files.", "pythonhosted"),
        concat!("index", "-url"),
    ];
    lines_with(
        sources.iter(),
        &places,
        "names a folder of this machine or a registry's host",
    )
}

pub(super) fn no_sleep_in_tests(sources: &[Source]) -> Vec<Problem> {
    let sleeps = [concat!("sle", "ep("), concat!("sleep", "_until(")];
    let tests = sources.iter().filter(|file| {
        let file_of_tests = file.under("tests/")
            || file.path.contains("/tests/")
            || file.path.ends_with("tests.rs");
        // A test's stand-in server may be slow on purpose.
        let stand_in = file.path.contains("/tests/support/");
        file.has_extension("rs") && file_of_tests && !stand_in
    });
    lines_with(tests, &sleeps, "a test waits for what it wants to see")
}

pub(super) fn exceptions_are_expected(sources: &[Source]) -> Vec<Problem> {
    let forms = [concat!("#[al", "low("), concat!("#![al", "low(")];
    lines_with(
        rust(sources),
        &forms,
        "#[expect(lint, reason = \"…\")] instead",
    )
}

pub(super) fn no_key_that_could_be_real(sources: &[Source]) -> Vec<Problem> {
    const MADE_UP: [&str; 3] = ["test_", "practice_", "sentinel_"];
    const SHORTEST: usize = 16;
    let mut problems = Vec::new();
    for file in sources.iter().filter(|file| written_here(file)) {
        for (line, text) in file.numbered() {
            let real = text.match_indices("sk_").any(|(at, _)| {
                // The end of another word, as in desk_ or task_.
                if text[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
                    return false;
                }
                let rest = &text[at + "sk_".len()..];
                let end = rest
                    .find(|c: char| !c.is_ascii_alphanumeric() && c != '_')
                    .unwrap_or(rest.len());
                end >= SHORTEST && !MADE_UP.iter().any(|prefix| rest.starts_with(prefix))
            });
            if real {
                problems.push(Problem::at(
                    file,
                    line,
                    "looks like a real key: begin it with sk_test_",
                ));
            }
        }
    }
    problems
}

fn lines_with<'a>(
    files: impl Iterator<Item = &'a Source>,
    words: &[&str],
    why: &str,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in files {
        for (line, text) in file.numbered() {
            for word in words.iter().filter(|word| text.contains(**word)) {
                problems.push(Problem::at(file, line, format!("{word} {why}")));
            }
        }
    }
    problems
}

fn rust(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|file| file.has_extension("rs"))
}

fn written_here(file: &Source) -> bool {
    !file.path.ends_with("Cargo.lock") && !file.path.ends_with("package-lock.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(path: &str, text: &str) -> [Source; 1] {
        [Source::new(path, text)]
    }

    #[test]
    fn an_unknown_name_at_the_top_is_a_problem() {
        let names = ["ui/", ".ci/", "README.md", "docs/", "notes.txt"].map(String::from);
        let found = top_level(&names);
        assert_eq!(
            found
                .iter()
                .map(|problem| problem.path.as_str())
                .collect::<Vec<_>>(),
            ["docs/", "notes.txt"]
        );
    }

    #[test]
    fn a_file_of_401_lines_is_a_problem_and_one_of_400_is_not() {
        assert_eq!(
            files_stay_short(&one("ui/main.js", &"x\n".repeat(401))).len(),
            1
        );
        assert_eq!(files_stay_short(&one("ui/main.js", &"x\n".repeat(400))), []);
    }

    #[test]
    fn work_left_for_later_is_a_problem_but_a_spanish_word_is_not() {
        let text = format!("// {} later", concat!("TO", "DO"));
        assert_eq!(
            nothing_left_to_do(&one("src-tauri/src/lib.rs", &text)).len(),
            1
        );
        assert_eq!(nothing_left_to_do(&one("ui/text/es.js", &text)), []);
    }

    #[test]
    fn a_path_of_this_machine_or_a_registry_host_is_a_problem() {
        for bad in [
            concat!("/ro", "ot/.cargo"),
            concat!("see ../sha", "red/design.md"),
            concat!("\"resol", "ved\": \"x\""),
        ] {
            assert_eq!(no_place_of_ours(&one("README.md", bad)).len(), 1, "{bad}");
        }
    }

    #[test]
    fn a_sleep_in_a_test_is_a_problem_and_one_in_the_practice_server_is_not() {
        let text = concat!("tokio::time::sle", "ep(a_while).await;");
        assert_eq!(no_sleep_in_tests(&one("tests/it/find.rs", text)).len(), 1);
        assert_eq!(
            no_sleep_in_tests(&one("src-tauri/crates/practice/src/faults.rs", text)),
            []
        );
    }

    #[test]
    fn an_exception_nobody_checks_is_a_problem() {
        let text = concat!("#[al", "low(dead_code)]");
        assert_eq!(
            exceptions_are_expected(&one("src-tauri/src/lib.rs", text)).len(),
            1
        );
    }

    #[test]
    fn only_keys_that_say_they_are_made_up_pass() {
        let real = concat!("sk_", "live_0123456789abcdef");
        assert_eq!(
            no_key_that_could_be_real(&one("tests/it/key.rs", real)).len(),
            1
        );
        assert_eq!(
            no_key_that_could_be_real(&one("tests/it/key.rs", "sk_sentinel_0123456789abcdef sk_…")),
            []
        );
    }
}
