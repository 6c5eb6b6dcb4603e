//! A school is forgotten, or everything erased, while its run is under way.

use std::{fs, pin::pin, sync::Arc};

use journal::{PlannedLine, RunId, RunPlan};
use keychain::Keychain;
use practice::{Practice, Target};
use tempfile::TempDir;

use super::bench::{Bench, changed_name, plan_of, planned};
use crate::{ConnectionForm, Desk, Environment, RunState, updates::tests::time::Time};

const LINES: usize = 200;
/// The first one of every practice server.
const FAMILY: &str = "cm4k6bzfx0019rtqttpbgg0ea";

struct Scene {
    desk: Desk,
    at: u32,
    practice: Practice,
    folder: TempDir,
    run: RunId,
    connection: String,
}

impl Scene {
    /// At a school, with a run of it planned.
    async fn new() -> Self {
        let practice = Practice::start(Bench::options(300)).await.unwrap();
        let folder = tempfile::tempdir().unwrap();
        let keychain = Keychain::memory();
        let desk = Desk::open_with_keychain(folder.path(), keychain, Arc::new(Time), |_, _| ());
        let desk = desk.unwrap();
        desk.begin(false).await.unwrap();
        let form = ConnectionForm {
            id: None,
            name: "Colegio Las Jacarandas".to_owned(),
            environment: Environment::Other,
            server: practice.url(),
            key: "sk_test_desk".to_owned().into(),
            another: false,
        };
        let status = desk.save_connection(&form).await.unwrap();
        let connection = status.current.as_ref().expect("it is in use");
        let connection = connection.connection.id.clone();
        let run = desk
            .plan_run(status.generation, renames(&practice))
            .unwrap();
        Self {
            desk,
            at: status.generation,
            practice,
            folder,
            run,
            connection: connection.to_string(),
        }
    }

    fn patches(&self) -> usize {
        let requests = self.practice.requests();
        let patches = requests.iter().filter(|one| one.method == "PATCH");
        patches.count()
    }

    async fn until_sent(&self, lines: usize) {
        while self.patches() < lines {
            let asked = self.practice.requests().len();
            self.practice.requests_reach(asked + 1).await;
        }
    }

    /// Ends the run's school or the run, by `end`, while lines of it wait for their answers. Gives how many were sent.
    async fn ended_on_the_way(&self, end: impl Future<Output = ()>) -> usize {
        self.desk.begin_run(self.at, self.run, None).unwrap();
        let body = async {
            self.until_sent(40).await;
            self.practice.hold_answers_to(Target::Writes);
            self.until_sent(self.patches() + 1).await;
            let mut end = pin!(end);
            let pausing = async {
                while self.desk.run(self.at, self.run).unwrap().state != RunState::Pausing {
                    tokio::task::yield_now().await;
                }
            };
            tokio::select! {
                () = &mut end => panic!("it did not wait for what was on its way"),
                () = pausing => self.practice.release_answers(),
            }
            end.await;
            self.patches()
        };
        tokio::select! {
            sent = body => sent,
            () = self.desk.keep_reading() => unreachable!("it never ends"),
        }
    }

    fn files_hold(&self, needle: &str) -> bool {
        fs::read_dir(self.folder.path()).unwrap().any(|entry| {
            let bytes = fs::read(entry.unwrap().path()).unwrap();
            let needle = needle.as_bytes();
            bytes.windows(needle.len()).any(|window| window == needle)
        })
    }
}

fn renames(practice: &Practice) -> RunPlan {
    let families = practice.families();
    let living = families
        .iter()
        .filter(|family| family["archivedAt"].is_null());
    let lines = living.take(LINES).zip(2..).map(|(family, row)| {
        let name = family["name"].as_str().unwrap();
        let change = changed_name(name, &format!("Familia Nueva {row}"));
        planned(family["id"].as_str().unwrap(), row, 0, vec![change])
    });
    plan_of(lines.collect::<Vec<PlannedLine>>())
}

#[tokio::test]
async fn a_school_is_forgotten_once_its_run_has_stopped_and_nothing_is_left() {
    let scene = Scene::new().await;
    // Families' ids stand in it in plain text.
    assert!(scene.files_hold(FAMILY));
    let forget = async {
        let id = &scene.connection;
        scene.desk.forget_connection(id).await.unwrap();
        assert!(!scene.files_hold(FAMILY));
    };
    let sent = scene.ended_on_the_way(forget).await;
    assert!((40..LINES).contains(&sent), "{sent}");
    scene.desk.practise().await.unwrap();
    assert_eq!(scene.patches(), sent);
}

#[tokio::test]
async fn everything_is_erased_once_the_run_has_stopped() {
    let scene = Scene::new().await;
    let erase = async {
        scene.desk.erase().await.unwrap();
        assert!(!scene.files_hold(FAMILY));
        assert!(scene.desk.runs(scene.at).unwrap().is_empty());
    };
    let sent = scene.ended_on_the_way(erase).await;
    assert!((40..LINES).contains(&sent), "{sent}");
}
