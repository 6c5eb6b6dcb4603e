//! The GitHub repository that publishes a build. Every copy of the program checks it for updates, so each
//! publisher sets their own in `FICHA_REPOSITORY`, and no source file names a default.
//! `build.rs` and xtask compile this file too.

/// The `owner/name` in a value of `FICHA_REPOSITORY`; `None` if it is unset or empty.
pub fn parse(value: Option<&str>) -> Result<Option<&str>, String> {
    match value {
        None | Some("") => Ok(None),
        Some(name) if is_repository(name) => Ok(Some(name)),
        Some(other) => Err(format!(
            "FICHA_REPOSITORY is {other:?}, which is not the name of a GitHub repository: set it to \
             OWNER/NAME, as in the address of its page after https://github.com/, or leave it out for \
             a build that never looks for updates"
        )),
    }
}

/// The characters that GitHub allows in both names, so that no others can get into an address.
fn is_repository(text: &str) -> bool {
    let Some((owner, name)) = text.split_once('/') else {
        return false;
    };
    // Managed accounts have an underscore before the company's code.
    let in_owner = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    let in_name = |byte: u8| in_owner(byte) || byte == b'.';
    (1..=39).contains(&owner.len())
        && owner.bytes().all(in_owner)
        && !owner.starts_with('-')
        && (1..=100).contains(&name.len())
        && name.bytes().all(in_name)
        && ![".", ".."].contains(&name)
        && !name.ends_with(".git")
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn an_owner_and_a_name_are_a_repository() {
        for name in ["a/b", "escuela/ficha", "Mi-Escuela_mx/ficha.2", "a/.github"] {
            assert_eq!(parse(Some(name)), Ok(Some(name)));
        }
    }

    #[test]
    fn not_set_or_empty_is_no_repository() {
        assert_eq!(parse(None), Ok(None));
        assert_eq!(parse(Some("")), Ok(None));
    }

    #[test]
    fn anything_else_is_refused_with_what_to_set() {
        for bad in [
            "ficha",
            "/",
            "a/",
            "/b",
            "a/b/c",
            "a/b/",
            "a/..",
            "a/.",
            "../b",
            "-a/b",
            "a/b.git",
            "a.b/c",
            "https://github.com/a/b",
            "github.com/a/b",
            "git@github.com:a/b",
            "a b/c",
            "a/b ",
            " a/b",
            "a/b\n",
            "a/b?x",
            "a/b#x",
            "a/b@x",
            "a/b%2e",
            "a:1/b",
            "OWNER/ñ",
            &format!("{}/b", "a".repeat(40)),
            &format!("a/{}", "b".repeat(101)),
        ] {
            let refusal = parse(Some(bad)).unwrap_err();
            assert!(refusal.contains("OWNER/NAME"), "{refusal}");
        }
    }
}
