//! A run whose disk is full for a while.

use std::{
    fs::{self, File},
    io::{ErrorKind, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
};

use journal::LineState;
use tempfile::TempDir;

use super::{bench::Bench, faults::assert_no_false_claim};
use crate::{RunState, RunStop};

const LINES: usize = 120;

/// A small disk in memory, which ends with the value.
struct Disk(TempDir);

impl Disk {
    /// `None` where nothing can be mounted, as for anyone but root.
    fn mount() -> Option<Self> {
        let at = tempfile::tempdir().unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=32m", "tmpfs"])
            .arg(at.path())
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|ended| ended.success()).then(|| Self(at))
    }

    fn filler(&self) -> PathBuf {
        self.0.path().join("filler")
    }

    fn fill(&self) {
        let mut filler = File::create(self.filler()).unwrap();
        loop {
            match filler.write(&[0; 4096]) {
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::StorageFull => return,
                Err(error) => panic!("{error}"),
            }
        }
    }

    fn empty(&self) {
        fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.0.path()).status();
    }
}

#[tokio::test]
async fn a_full_disk_stops_a_run_which_ends_as_planned_once_there_is_room() {
    let Some(disk) = Disk::mount() else {
        eprintln!("skipped: only root can mount the small disk that this test fills");
        return;
    };
    let folder = tempfile::tempdir_in(disk.0.path()).unwrap();
    let bench = Bench::on(folder, Bench::options(150)).await;
    bench.until_listed().await;
    let before: Vec<String> = (0..LINES).map(|at| bench.name(at)).collect();
    let run = bench.plan(&bench.renames(0..LINES));
    bench.begin(run, None);
    let stopped = bench
        .driven(async {
            while bench.patches().len() < 40 {
                let asked = bench.all_requests().len();
                bench.practice.requests_reach(asked + 1).await;
            }
            disk.fill();
            bench.until_over(run).await
        })
        .await;
    assert_eq!(stopped.state, RunState::Stopped);
    assert_eq!(stopped.stop, Some(RunStop::JournalFull));
    let sent = bench.patches().len();
    assert!((40..LINES).contains(&sent), "{sent}");
    assert_no_false_claim(&bench, run, &before);
    let still = bench.to_the_end(run).await;
    assert_eq!(still.stop, Some(RunStop::JournalFull));
    assert_eq!(bench.patches().len(), sent, "nothing without an intent");

    disk.empty();
    let done = bench.to_the_end(run).await;
    assert_eq!(done.state, RunState::Done);
    assert_eq!(done.counts.of(LineState::Applied), LINES);
    assert_no_false_claim(&bench, run, &before);
    assert_eq!(bench.patches().len(), LINES, "each was sent once");
    drop(bench);
    drop(disk);
}
