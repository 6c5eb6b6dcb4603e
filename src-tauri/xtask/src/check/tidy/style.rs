//! Rules for the page's style sheets.

use super::Problem;
use super::source::Source;

const TOKENS: &str = "ui/kit/tokens.css";

/// Spacing and text sizes come from the tokens, so that they stay in step.
pub(super) fn lengths_are_tokens(sources: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in sheets(sources).filter(|file| file.path != TOKENS) {
        let raw = file.numbered().filter(|(_, line)| has_raw_length(line));
        problems.extend(
            raw.map(|(line, _)| Problem::at(file, line, format!("take this length from {TOKENS}"))),
        );
    }
    problems
}

/// A property that nobody sets counts as not written, which no browser reports.
pub(super) fn properties_exist(sources: &[Source]) -> Vec<Problem> {
    let is_set = |name: &str| {
        let page = sources.iter().filter(|file| file.under("ui/"));
        let (in_sheet, in_script) = (format!("{name}:"), format!("\"{name}\""));
        page.into_iter()
            .any(|file| file.text.contains(&in_sheet) || file.text.contains(&in_script))
    };
    let mut problems = Vec::new();
    for file in sheets(sources) {
        for (line, text) in file.numbered() {
            let used = text.split("var(").skip(1);
            let names = used.filter_map(|rest| rest.split([')', ',']).next());
            let unset = names.filter(|name| !is_set(name));
            problems.extend(
                unset.map(|name| Problem::at(file, line, format!("{name} is set nowhere"))),
            );
        }
    }
    problems
}

fn sheets(sources: &[Source]) -> impl Iterator<Item = &Source> {
    let sheet = |file: &&Source| file.under("ui/") && file.has_extension(&["css"]);
    sources.iter().filter(sheet)
}

fn has_raw_length(line: &str) -> bool {
    let Some((property, value)) = line.trim().split_once(": ") else {
        return false;
    };
    let mut words = value.split([' ', ';', '(', ')', ',', '/']);
    match property {
        "font" | "font-size" => words.any(|word| is_length(word, &["rem", "px", "em"])),
        // In proportion to the text around it, an inset of a word may be anything.
        "gap" | "row-gap" | "column-gap" => words.any(|word| is_length(word, &["rem", "px"])),
        _ if property.starts_with("margin") || property.starts_with("padding") => {
            words.any(|word| is_length(word, &["rem", "px"]))
        }
        _ => false,
    }
}

fn is_length(word: &str, units: &[&str]) -> bool {
    let numbers = units.iter().filter_map(|unit| word.strip_suffix(unit));
    numbers
        .into_iter()
        .any(|number| number.parse::<f64>().is_ok_and(|number| number != 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_length_is_a_problem_for_spacing_and_text_only() {
        let found = |text: &str| lengths_are_tokens(&[Source::new("ui/kit/base.css", text)]).len();
        for bad in [
            "  padding: 0 0.5rem;",
            "  margin-top: -2px;",
            "  gap: 1rem;",
            "  font-size: 0.9em;",
            "  font: 600 1rem/1.25 var(--sans);",
            "  margin: auto calc(50% - 1rem) 0;",
        ] {
            assert_eq!(found(bad), 1, "{bad}");
        }
        for good in [
            "  padding: 0 var(--space-2);",
            "  margin: 0;",
            "  font-size: 100%;",
            "  font: 400 var(--text-body)/1.5 var(--sans);",
            "  min-height: 2.5rem;",
            "  padding: 0 0.12em;",
        ] {
            assert_eq!(found(good), 0, "{good}");
        }
        let tokens = [Source::new(TOKENS, "  padding: 1rem;")];
        assert_eq!(lengths_are_tokens(&tokens), []);
    }

    #[test]
    fn a_property_that_is_set_nowhere_is_a_problem() {
        let sheet = |text| Source::new("ui/kit/base.css", text);
        let script = Source::new("ui/kit/dom.js", "style.setProperty(\"--rows\", rows)");
        let used = sheet("a { top: var(--rows); left: var(--inset, 0); }");
        let set = sheet("a { --inset: 0; }");
        assert_eq!(properties_exist(&[used, set, script]), []);
        assert_eq!(
            properties_exist(&[sheet("a { top: var(--row); }")]).len(),
            1
        );
    }
}
