use std::collections::HashMap;
use std::fs;

use ficha_tests::process::until;

/// The proportional memory of a process and all its descendants in MiB, once it is stable:
/// WebKit's processes continue to allocate for a moment after the page is usable.
pub(crate) fn stable(process: u32) -> f64 {
    calm(|| tree(process))
}

/// The same of the process alone.
pub(crate) fn stable_alone(process: u32) -> f64 {
    calm(|| pss(process) / 1024.0)
}

fn calm(measure: impl Fn() -> f64) -> f64 {
    const CALM: usize = 30;
    let mut last = 0.0;
    let mut calm = 0;
    until("stable memory", || {
        let now = measure();
        let still = (now - last).abs() < 0.01 * now;
        calm = if still { calm + 1 } else { 0 };
        last = now;
        (calm == CALM).then_some(now)
    })
}

fn tree(root: u32) -> f64 {
    let parents = parents();
    let ours = |process: u32| {
        let mut at = Some(process);
        while let Some(process) = at {
            if process == root {
                return true;
            }
            at = parents.get(&process).copied();
        }
        false
    };
    parents
        .keys()
        .filter(|process| ours(**process))
        .map(|process| pss(*process))
        .sum::<f64>()
        / 1024.0
}

fn parents() -> HashMap<u32, u32> {
    let processes = fs::read_dir("/proc").expect("Linux has /proc");
    processes
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .filter_map(|process: u32| {
            let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
            // The name in parentheses may hold spaces and parentheses; state and parent follow it.
            let parent = stat.rsplit_once(") ")?.1.split(' ').nth(1)?.parse().ok()?;
            Some((process, parent))
        })
        .collect()
}

/// In KiB; nothing for a process that is gone.
fn pss(process: u32) -> f64 {
    let rollup = fs::read_to_string(format!("/proc/{process}/smaps_rollup")).unwrap_or_default();
    rollup
        .lines()
        .find_map(|line| line.strip_prefix("Pss:"))
        .and_then(|rest| rest.trim().strip_suffix(" kB"))
        .and_then(|number| number.parse().ok())
        .unwrap_or(0.0)
}
