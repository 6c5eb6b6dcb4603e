//! What documents claim about the code.

use super::Problem;
use super::source::Source;

const SECURITY: &str = ".github/SECURITY.md";

/// A promise of SECURITY.md is worth the test it names, so each of them has to be there.
pub(super) fn tests_named_exist(sources: &[Source]) -> Vec<Problem> {
    let Some(document) = sources.iter().find(|file| file.path == SECURITY) else {
        return vec![Problem::of(SECURITY, "is missing")];
    };
    let tests: Vec<Test<'_>> = sources.iter().flat_map(tests_of).collect();
    let named: Vec<(usize, &str)> = document
        .numbered()
        .flat_map(|(line, text)| names_in(text).map(move |name| (line, name)))
        .collect();
    if named.is_empty() {
        return vec![Problem::of(SECURITY, "names no test at all")];
    }
    named
        .into_iter()
        .filter(|(_, name)| !tests.iter().any(|test| test.is(name)))
        .map(|(line, name)| Problem::at(document, line, format!("there is no test {name}")))
        .collect()
}

struct Test<'a> {
    path: &'a str,
    name: &'a str,
}

impl Test<'_> {
    /// `secrecy::the_key_is_in_no_file`: the function, after any of the folders and the file it is in.
    fn is(&self, called: &str) -> bool {
        let mut parts = called.rsplit("::");
        let places: Vec<&str> = self.path.trim_end_matches(".rs").split('/').collect();
        parts.next() == Some(self.name) && parts.all(|part| places.contains(&part))
    }
}

fn tests_of(file: &Source) -> Vec<Test<'_>> {
    let mut tests = Vec::new();
    let mut marked = false;
    for line in file.text.lines().map(str::trim_start) {
        marked |= line.starts_with("#[test]") || line.starts_with("#[tokio::test");
        let function = line.strip_prefix("async ").unwrap_or(line);
        if let Some(rest) = function.strip_prefix("fn ").filter(|_| marked) {
            let name = rest.split(['(', '<']).next().unwrap_or_default();
            tests.push(Test {
                path: &file.path,
                name,
            });
            marked = false;
        }
    }
    tests
}

/// What stands in backticks and can only be a test: a path of lower-case names, or one long name.
fn names_in(line: &str) -> impl Iterator<Item = &str> {
    let quoted = line.split('`').skip(1).step_by(2);
    quoted.filter(|text| {
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_:".contains(c);
        text.chars().all(letters) && (text.contains("::") || text.matches('_').count() > 1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(document: &str) -> Vec<String> {
        let tests = "#[test]\nfn the_key_is_in_no_file() {}\n\n\
                     #[tokio::test]\nasync fn nobody_is_told() {}\n\nfn no_test_at_all() {}";
        let sources = [
            Source::new(SECURITY, document),
            Source::new("src-tauri/crates/journal/tests/secrecy.rs", tests),
        ];
        tests_named_exist(&sources)
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn a_test_may_be_named_with_or_without_its_place() {
        let document = "`the_key_is_in_no_file`, `secrecy::nobody_is_told`,\n\
                        `journal::secrecy::the_key_is_in_no_file`; not `FICHA_HOME` or `a_file`";
        assert_eq!(found(document), [""; 0]);
    }

    #[test]
    fn a_name_that_is_no_test_there_is_a_problem() {
        for gone in [
            "secrecy::the_key_is_in_a_file",
            "quentli::the_key_is_in_no_file",
            "no_test_at_all",
        ] {
            assert_eq!(
                found(&format!(
                    "ok: `nobody_is_told` `secrecy::nobody_is_told`\n`{gone}`"
                )),
                [format!("{SECURITY}:2: there is no test {gone}")],
            );
        }
    }

    #[test]
    fn a_document_without_a_test_or_no_document_is_a_problem() {
        assert_eq!(found("All is well.").len(), 1);
        assert_eq!(tests_named_exist(&[]).len(), 1);
    }
}
