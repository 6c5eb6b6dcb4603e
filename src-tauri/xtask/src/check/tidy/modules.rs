//! Who may import whom on the page.

use super::Problem;
use super::source::Source;

const FOR_SCREENS: [&str; 3] = ["ui/components/", "ui/lib/", "ui/host/host.js"];

pub(super) fn screens_stay_apart(sources: &[Source]) -> Vec<Problem> {
    imports(sources)
        .filter(|import| import.file.under("ui/screens/"))
        .filter(|import| {
            !FOR_SCREENS
                .iter()
                .any(|allowed| import.target.starts_with(allowed))
        })
        .map(|import| import.problem("a screen imports only components, lib and host/host.js"))
        .collect()
}

pub(super) fn one_file_knows_tauri(sources: &[Source]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = imports(sources)
        .filter(|import| {
            import.target == "ui/host/tauri.js" && import.file.path != "ui/host/host.js"
        })
        .map(|import| import.problem("only host/host.js speaks through host/tauri.js"))
        .collect();
    for file in page(sources).filter(|file| file.path != "ui/host/tauri.js") {
        for (line, text) in file.numbered() {
            if text.contains("__TAURI") {
                problems.push(Problem::at(file, line, "only host/tauri.js knows Tauri"));
            }
        }
    }
    problems
}

struct Import<'a> {
    file: &'a Source,
    line: usize,
    target: String,
}

impl Import<'_> {
    fn problem(&self, rule: &str) -> Problem {
        Problem::at(self.file, self.line, format!("{rule}, not {}", self.target))
    }
}

fn page(sources: &[Source]) -> impl Iterator<Item = &Source> {
    sources
        .iter()
        .filter(|file| file.under("ui/") && file.has_extension("js"))
}

fn imports(sources: &[Source]) -> impl Iterator<Item = Import<'_>> {
    page(sources).flat_map(|file| {
        let code = file.code_only();
        let found: Vec<(usize, String)> = code
            .numbered()
            .filter_map(|(line, text)| Some((line, specifier(text)?.to_owned())))
            .collect();
        found.into_iter().map(move |(line, specifier)| Import {
            file,
            line,
            target: resolve(&file.path, &specifier),
        })
    })
}

/// What a line imports: `… from "x"`, `import "x"`, `import("x")`.
fn specifier(line: &str) -> Option<&str> {
    let rest = [" from \"", "import \"", "import(\""]
        .iter()
        .find_map(|before| line.split_once(before).map(|(_, rest)| rest))?;
    rest.split_once('"').map(|(specifier, _)| specifier)
}

fn resolve(importer: &str, specifier: &str) -> String {
    if !specifier.starts_with('.') {
        return specifier.to_owned();
    }
    let mut parts: Vec<&str> = importer.split('/').collect();
    parts.pop();
    for part in specifier.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            name => parts.push(name),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(text: &str) -> [Source; 1] {
        [Source::new("ui/screens/find.js", text)]
    }

    #[test]
    fn a_screen_may_use_components_lib_and_the_host() {
        let good = "import { h } from \"../lib/dom.js\";\nimport * as host from \"../host/host.js\";\n\
                    import { card } from \"../components/card.js\";";
        assert_eq!(screens_stay_apart(&screen(good)), []);
    }

    #[test]
    fn a_screen_may_not_import_another_screen_the_texts_or_tauri() {
        for bad in [
            "./edit.js",
            "../text/es.js",
            "../host/tauri.js",
            "../main.js",
            "@tauri-apps/api",
        ] {
            let text = format!("import {{\n  a,\n}} from \"{bad}\";");
            assert_eq!(screens_stay_apart(&screen(&text))[0].line, 3, "{bad}");
            let text = format!("const a = await import(\"{bad}\");");
            assert_eq!(screens_stay_apart(&screen(&text)).len(), 1, "{bad}");
        }
    }

    #[test]
    fn a_type_named_in_a_comment_is_no_import() {
        let text = "/** @param {import(\"../host/wire.d.ts\").Draft} draft */";
        assert_eq!(screens_stay_apart(&screen(text)), []);
    }

    #[test]
    fn tauri_outside_its_one_file_is_a_problem() {
        let text = "window.__TAURI_INTERNALS__.invoke('find')";
        assert_eq!(one_file_knows_tauri(&screen(text)).len(), 1);
        assert_eq!(
            one_file_knows_tauri(&[Source::new("ui/host/tauri.js", text)]),
            []
        );
    }

    #[test]
    fn the_transport_is_imported_by_the_host_alone() {
        let text = "import { call } from \"../host/tauri.js\";";
        assert_eq!(
            one_file_knows_tauri(&[Source::new("ui/lib/work.js", text)]).len(),
            1
        );
        let text = "import { call } from \"./tauri.js\";";
        assert_eq!(
            one_file_knows_tauri(&[Source::new("ui/host/host.js", text)]),
            []
        );
    }
}
