//! What the page may not do, whatever the content policy would let through.

use super::Problem;
use super::source::Source;

pub(super) fn no_markup_from_strings(sources: &[Source]) -> Vec<Problem> {
    const MAKERS: [&str; 10] = [
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "setHTMLUnsafe",
        "createContextualFragment",
        "DOMParser",
        "document.write",
        "srcdoc",
        "eval(",
        "new Function(",
    ];
    banned(
        sources,
        &MAKERS,
        "text goes in as textContent, and code never from a string",
    )
}

pub(super) fn nothing_around_the_core(sources: &[Source]) -> Vec<Problem> {
    const WAYS: [&str; 9] = [
        "fetch(",
        "XMLHttpRequest",
        "WebSocket",
        "EventSource",
        "sendBeacon",
        "localStorage",
        "sessionStorage",
        "indexedDB",
        "document.cookie",
    ];
    banned(
        sources,
        &WAYS,
        "the page neither sends nor keeps anything: the core does",
    )
}

pub(super) fn nothing_logged(sources: &[Source]) -> Vec<Problem> {
    banned(
        sources,
        &["console."],
        "the page logs nothing: what people should know is on the screen",
    )
}

pub(super) fn nothing_inline(sources: &[Source]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in page(sources, "html").chain(page(sources, "svg")) {
        for (line, text) in file.numbered() {
            let lower = text.to_lowercase();
            let handler = lower.split_whitespace().any(|word| {
                word.strip_prefix("on")
                    .and_then(|rest| rest.split_once('='))
                    .is_some_and(|(event, _)| event.chars().all(|c| c.is_ascii_alphabetic()))
            });
            let script = lower.contains("<script") && !lower.contains("src=");
            if handler
                || script
                || lower.contains("style=")
                || lower.contains("<style")
                || lower.contains("javascript:")
            {
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
        ["html", "js", "css", "svg"]
            .iter()
            .any(|extension| file.has_extension(extension))
            || file.path == "ui/host/wire.d.ts"
    };
    let test = |file: &Source| {
        [".test.", ".spec.", "/test/", "/tests/"]
            .iter()
            .any(|part| file.path.contains(part))
    };
    sources
        .iter()
        .filter(|file| file.under("ui/") && (!ships(file) || test(file)))
        .map(|file| Problem::of(&file.path, "ui holds only what ships"))
        .collect()
}

fn banned(sources: &[Source], words: &[&str], why: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in page(sources, "js") {
        for (line, text) in file.code_only().numbered() {
            for word in words.iter().filter(|word| mentions(text, word)) {
                problems.push(Problem::at(file, line, format!("{word}: {why}")));
            }
        }
    }
    problems
}

/// The word itself, not the end of a longer one: `prefetch(` is not `fetch(`.
fn mentions(text: &str, word: &str) -> bool {
    text.match_indices(word).any(|(at, _)| {
        !text[..at].ends_with(|before: char| before.is_alphanumeric() || before == '_')
    })
}

fn page<'a>(sources: &'a [Source], extension: &'a str) -> impl Iterator<Item = &'a Source> {
    sources
        .iter()
        .filter(move |file| file.under("ui/") && file.has_extension(extension))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn js(text: &str) -> [Source; 1] {
        [Source::new("ui/components/card.js", text)]
    }

    #[test]
    fn markup_or_code_from_a_string_is_a_problem() {
        for bad in [
            "card.innerHTML = name;",
            "x.insertAdjacentHTML('end', y)",
            "eval(code)",
            "new Function('a')",
        ] {
            assert_eq!(no_markup_from_strings(&js(bad)).len(), 1, "{bad}");
        }
        assert_eq!(
            no_markup_from_strings(&js(
                "card.textContent = name; // never innerHTML\nmedieval(x)"
            )),
            []
        );
    }

    #[test]
    fn sending_or_keeping_behind_the_core_is_a_problem() {
        assert_eq!(nothing_around_the_core(&js("fetch('/x')")).len(), 1);
        assert_eq!(
            nothing_around_the_core(&js("localStorage.theme = 'dark'")).len(),
            1
        );
        assert_eq!(nothing_around_the_core(&js("prefetch(next)")), []);
    }

    #[test]
    fn a_line_to_the_console_is_a_problem() {
        assert_eq!(nothing_logged(&js("ok();\nconsole.log(key)"))[0].line, 2);
    }

    #[test]
    fn script_handlers_and_styles_in_the_markup_are_problems() {
        let html = |text: &str| [Source::new("ui/index.html", text)];
        for bad in [
            "<script>go()</script>",
            "<b onclick=\"go()\">",
            "<p style=\"color:red\">",
            "<a href=\"javascript:x\">",
        ] {
            assert_eq!(nothing_inline(&html(bad)).len(), 1, "{bad}");
        }
        let good = "<script type=\"module\" src=\"main.js\"></script>\n<meta name=\"viewport\" content=\"width=device-width\">";
        assert_eq!(nothing_inline(&html(good)), []);
    }

    #[test]
    fn what_does_not_ship_may_not_lie_in_ui() {
        for bad in [
            "ui/package.json",
            "ui/lib/dom.test.js",
            "ui/lib/types.d.ts",
            "ui/README.md",
        ] {
            assert_eq!(only_what_ships(&[Source::new(bad, "")]).len(), 1, "{bad}");
        }
        assert_eq!(
            only_what_ships(&[
                Source::new("ui/host/wire.d.ts", ""),
                Source::new("ui/styles/base.css", "")
            ]),
            []
        );
    }
}
