//! What `ui` may hold. ESLint sees to what its scripts may do.

use super::Problem;
use super::source::Source;

pub(super) fn nothing_inline(sources: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let markup = |file: &&Source| file.has_extension(&["html", "svg"]);
    for file in page(sources).filter(markup) {
        for (line, text) in file.numbered() {
            let text = text.to_lowercase();
            let script = text.contains("<script") && !text.contains("src=");
            let style = text.contains("style=") || text.contains("<style");
            let handler = text.split(" on").skip(1).any(|rest| {
                let event = rest.split_once('=').map(|(event, _)| event);
                event.is_some_and(|event| event.chars().all(char::is_alphabetic))
            });
            if script || style || handler || text.contains("javascript:") {
                problems.push(Problem::at(
                    file,
                    line,
                    "no script, handler or style inside the markup",
                ));
            }
        }
    }
    problems
}

pub(super) fn only_what_ships(sources: &[Source]) -> Vec<Problem> {
    let ships = |file: &Source| {
        file.has_extension(&["html", "js", "css", "svg"]) || file.path == "ui/host/wire.d.ts"
    };
    let tests = [".test.", ".spec.", "/test/", "/tests/"];
    let test = |file: &Source| tests.iter().any(|part| file.path.contains(part));
    page(sources)
        .filter(|file| !ships(file) || test(file))
        .map(|file| Problem::of(&file.path, "ui holds only what ships"))
        .collect()
}

fn page(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources.iter().filter(|file| file.under("ui/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn script_handlers_and_styles_in_the_markup_are_problems() {
        let found = |text: &str| nothing_inline(&[Source::new("ui/index.html", text)]).len();
        for bad in [
            "<script>go()</script>",
            "<b onclick=\"go()\">",
            "<p style=\"color:red\">",
            "<a href=\"javascript:x\">",
        ] {
            assert_eq!(found(bad), 1, "{bad}");
        }
        let script = "<script type=\"module\" src=\"main.js\"></script>";
        let viewport = "<meta name=\"viewport\" content=\"width=device-width\">";
        assert_eq!(found(&format!("{script}\n{viewport}")), 0);
    }

    #[test]
    fn what_does_not_ship_may_not_lie_in_ui() {
        let found = |path: &str| only_what_ships(&[Source::new(path, "")]).len();
        for bad in [
            "ui/package.json",
            "ui/lib/dom.test.js",
            "ui/lib/types.d.ts",
            "ui/README.md",
        ] {
            assert_eq!(found(bad), 1, "{bad}");
        }
        assert_eq!(found("ui/host/wire.d.ts") + found("ui/styles/base.css"), 0);
    }
}
