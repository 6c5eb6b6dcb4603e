//! Which of our crates may depend on which. Cargo forbids circles; this forbids shortcuts.

use serde_json::Value;

use super::Problem;

/// A package and what it needs when it runs or is built, tests aside.
pub(super) struct Package {
    name: String,
    needs: Vec<String>,
}

const OURS: [&str; 8] = [
    "ficha",
    "ficha-tests",
    "quentli",
    "practice",
    "keychain",
    "journal",
    "desk",
    "xtask",
];

fn may_need(package: &str) -> &'static [&'static str] {
    match package {
        "desk" => &["quentli"],
        "journal" => &["desk"],
        "ficha" | "ficha-tests" => &["quentli", "practice", "keychain", "journal", "desk"],
        _ => &[],
    }
}

pub(super) fn read(metadata: &Value) -> Vec<Package> {
    let each = |value: &Value| value.as_array().cloned().unwrap_or_default();
    each(&metadata["packages"])
        .iter()
        .map(|package| Package {
            name: package["name"].as_str().unwrap_or_default().to_owned(),
            needs: each(&package["dependencies"])
                .iter()
                .filter(|dependency| dependency["kind"] != "dev")
                .filter_map(|dependency| dependency["name"].as_str().map(str::to_owned))
                .collect(),
        })
        .collect()
}

pub(super) fn directions(packages: &[Package]) -> Vec<Problem> {
    let mut problems = Vec::new();
    for Package { name, needs } in packages {
        if !OURS.contains(&name.as_str()) {
            problems.push(Problem::of(
                "Cargo.toml",
                format!("{name} is not in the design: say whom it may import"),
            ));
        }
        for need in needs {
            if OURS.contains(&need.as_str()) && !may_need(name).contains(&need.as_str()) {
                problems.push(Problem::of(
                    "Cargo.toml",
                    format!("{name} may not depend on {need}"),
                ));
            }
            if need.starts_with("tauri") && name != "ficha" {
                problems.push(Problem::of(
                    "Cargo.toml",
                    format!("{name} depends on {need}: Tauri lives in ficha alone"),
                ));
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, needs: &[&str]) -> Package {
        Package {
            name: name.to_owned(),
            needs: needs.iter().map(|need| (*need).to_owned()).collect(),
        }
    }

    #[test]
    fn the_designs_own_directions_pass() {
        let good = [
            package("desk", &["quentli", "phonenumber"]),
            package("journal", &["desk", "rusqlite"]),
            package("ficha", &["tauri", "desk", "practice"]),
        ];
        assert_eq!(directions(&good), []);
    }

    #[test]
    fn a_shortcut_is_a_problem() {
        for (name, need) in [
            ("quentli", "desk"),
            ("practice", "quentli"),
            ("journal", "keychain"),
            ("desk", "tauri"),
            ("ficha", "ficha-tests"),
            ("xtask", "tauri-build"),
        ] {
            assert_eq!(
                directions(&[package(name, &[need])]).len(),
                1,
                "{name} -> {need}"
            );
        }
    }

    #[test]
    fn a_crate_the_design_does_not_know_is_a_problem() {
        assert_eq!(directions(&[package("helpers", &[])]).len(), 1);
    }

    #[test]
    fn what_only_tests_need_is_left_alone() {
        let metadata = serde_json::json!({ "packages": [{
            "name": "quentli",
            "dependencies": [{ "name": "practice", "kind": "dev" }, { "name": "desk", "kind": null }],
        }] });
        assert_eq!(directions(&read(&metadata)).len(), 1);
    }
}
