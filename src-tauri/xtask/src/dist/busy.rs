//! Apple's hdiutil reports now and then that a disk image is busy, and succeeds at the next attempt
//! (actions/runner-images#7522).

use anyhow::Result;

use crate::sh::Failure;

const ATTEMPTS: u32 = 4;

/// Repeats what failed only because something was busy.
pub(super) fn until_free(mut attempt: impl FnMut() -> Result<(), Failure>) -> Result<()> {
    for _ in 1..ATTEMPTS {
        match attempt() {
            Err(failure) if failure.errors.contains("Resource busy") => {
                eprintln!("Something was busy: once more");
            }
            result => return Ok(result?),
        }
    }
    Ok(attempt()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is printed at each attempt; nothing is a success. Returns how many were made, and the end.
    fn attempts(printed: &[&str]) -> (usize, Result<()>) {
        let mut made = 0;
        let end = until_free(|| {
            made += 1;
            match printed[made - 1] {
                "" => Ok(()),
                errors => Err(Failure::new("bundler", errors)),
            }
        });
        (made, end)
    }

    const BUSY: &str = "error running bundle_dmg.sh: hdiutil: create failed - Resource busy\n";

    #[test]
    fn what_was_busy_is_tried_again_and_may_succeed() {
        let (made, end) = attempts(&[BUSY, BUSY, ""]);
        assert!(made == 3 && end.is_ok());
    }

    #[test]
    fn what_stays_busy_fails_in_the_end() {
        let (made, end) = attempts(&[BUSY; 9]);
        assert!(made == 4 && end.is_err());
    }

    #[test]
    fn any_other_failure_is_final() {
        for other in ["codesign: no identity found\n", "hdiutil: no space left\n"] {
            let (made, end) = attempts(&[other, ""]);
            assert!(made == 1 && end.is_err());
        }
    }
}
