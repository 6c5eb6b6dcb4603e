//! What documents claim about the code.

use super::Problem;
use super::source::Source;

const SECURITY: &str = ".github/SECURITY.md";

/// Every test that SECURITY.md names has to exist.
pub(super) fn tests_named_exist(sources: &[Source]) -> Vec<Problem> {
    let Some(document) = sources.iter().find(|file| file.path == SECURITY) else {
        return vec![Problem::of(SECURITY, "is missing")];
    };
    let named: Vec<(usize, &str)> = document
        .numbered()
        .flat_map(|(line, text)| names_in(text).map(move |name| (line, name)))
        .collect();
    if named.is_empty() {
        return vec![Problem::of(SECURITY, "names no tests")];
    }
    named
        .into_iter()
        .filter(|(_, name)| !sources.iter().any(|file| has_test(file, name)))
        .map(|(line, name)| Problem::at(document, line, format!("there is no test {name}")))
        .collect()
}

/// `secrecy::the_key_is_in_no_file`: the function, optionally after its folders and file.
fn has_test(file: &Source, called: &str) -> bool {
    let (places, name) = called.rsplit_once("::").unwrap_or(("", called));
    let path: Vec<&str> = file.path.trim_end_matches(".rs").split('/').collect();
    let mut places = places.split("::").filter(|place| !place.is_empty());
    let function = file.text.split_once(&format!("fn {name}("));
    let is_test = function.is_some_and(|(before, _)| {
        let attributes = before.rsplit("\n\n").next().unwrap_or_default();
        attributes.contains("#[test]") || attributes.contains("#[tokio::test")
    });
    let is_test = is_test || (function.is_some() && runs_on_both_engines(file, name));
    is_test && places.all(|place| path.contains(&place))
}

/// The list makes two tests of the function.
fn runs_on_both_engines(file: &Source, name: &str) -> bool {
    let lists = file.text.split("on_both_engines![").skip(1);
    let mut listed = lists.filter_map(|list| list.split(']').next());
    listed.any(|list| list.split(',').any(|one| one.trim() == name))
}

/// Text in backticks that can only be a test: a path of lower-case names, or one long name.
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
                     #[tokio::test]\nasync fn nobody_is_asked() {}\n\n\
                     on_both_engines![\n    a_key_goes_in,\n];\n\nfn a_key_goes_in(engine: Engine) {}\n\n\
                     fn no_test_at_all() {}";
        let sources = [
            Source::new(SECURITY, document),
            Source::new("src-tauri/crates/journal/tests/secrecy.rs", tests),
        ];
        let problems = tests_named_exist(&sources);
        problems.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_test_may_be_named_with_or_without_its_path() {
        let document = "`the_key_is_in_no_file`, `secrecy::nobody_is_asked`, `secrecy::a_key_goes_in`,\n\
                        `journal::secrecy::the_key_is_in_no_file`; not `FICHA_HOME` or `a_file`";
        assert_eq!(found(document), [""; 0]);
    }

    #[test]
    fn a_name_that_is_not_a_test_there_is_a_problem() {
        for gone in [
            "secrecy::the_key_is_in_a_file",
            "quentli::the_key_is_in_no_file",
            "no_test_at_all",
        ] {
            let document = format!("ok: `secrecy::nobody_is_asked`\n`{gone}`");
            let problem = format!("{SECURITY}:2: there is no test {gone}");
            assert_eq!(found(&document), [problem]);
        }
    }

    #[test]
    fn a_document_without_a_test_or_no_document_is_a_problem() {
        assert_eq!(found("All is well.").len(), 1);
        assert_eq!(tests_named_exist(&[]).len(), 1);
    }
}
