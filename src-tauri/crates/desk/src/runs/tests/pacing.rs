use std::{
    pin::{Pin, pin},
    sync::{Arc, Mutex, atomic::AtomicBool},
    time::{Duration, SystemTime},
};

use futures_util::FutureExt;
use journal::RunId;
use practice::{Fault, Target};
use quentli::{CustomerId, Customers, Error, ListQuery, Pace};
use tokio::sync::watch;

use super::bench::Bench;
use crate::{
    School,
    runs::{Active, Wish, paced::Paced, view::Rate},
};

/// Time that stands still until a test lets it pass.
#[derive(Debug, Default)]
struct Still {
    uptime: watch::Sender<Duration>,
    /// What was waited for.
    waits: watch::Sender<Vec<Duration>>,
}

impl Still {
    fn pass(&self, duration: Duration) {
        self.uptime.send_modify(|uptime| *uptime += duration);
    }

    async fn waits_reach(&self, count: usize) {
        let mut waits = self.waits.subscribe();
        waits.wait_for(|waits| waits.len() >= count).await.unwrap();
    }
}

impl Pace for Still {
    fn wait(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        let mut uptime = self.uptime.subscribe();
        let until = *uptime.borrow() + duration;
        self.waits.send_modify(|waits| waits.push(duration));
        Box::pin(async move {
            let _ = uptime.wait_for(|uptime| *uptime >= until).await;
        })
    }

    fn jitter(&self) -> f64 {
        1.0
    }

    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH
    }

    fn uptime(&self) -> Duration {
        *self.uptime.borrow()
    }
}

/// A run at the bench's server in which time stands still.
fn active(bench: &Bench) -> (Active, Arc<Still>) {
    let pace = Arc::new(Still::default());
    let school = School {
        pace: Arc::clone(&pace) as Arc<dyn Pace>,
        ..bench.school.clone()
    };
    let active = Active {
        run: RunId(1),
        school,
        wish: watch::Sender::new(Wish::Go),
        limit: None,
        rate: Mutex::new(Rate::default()),
        driven: AtomicBool::new(true),
    };
    (active, pace)
}

const SEVEN: Duration = Duration::from_secs(7);

fn play(bench: &Bench, times: usize) {
    let fault = Fault::RateLimited {
        retry_after: Some("7".into()),
    };
    let faults = (0..times).map(|_| Some(fault.clone().on(Target::Reads)));
    bench.practice.push_faults(faults);
}

#[tokio::test]
async fn a_read_that_comes_too_fast_holds_back_every_worker_as_long_as_the_server_asks() {
    let bench = Bench::new(20).await;
    let id = CustomerId::parse(&bench.ids[0]).unwrap();
    for listed in [true, false] {
        let (active, pace) = active(&bench);
        let paced = Paced::new(&active, 8);
        let (first, second) = (paced.admit().await, paced.admit().await);
        bench.practice.clear_requests();
        play(&bench, 1);
        let query = ListQuery::default();
        let read = async {
            match listed {
                true => first.list(&query).await.map(drop),
                false => first.look(&id).await.map(drop),
            }
        };
        let mut read = pin!(read);
        tokio::select! {
            done = &mut read => panic!("{done:?} before the time that the server asked for"),
            () = pace.waits_reach(1) => {}
        }
        let mut other = pin!(second.look(&id));
        let mut third = pin!(paced.admit());
        assert!(other.as_mut().now_or_never().is_none());
        assert!(third.as_mut().now_or_never().is_none());
        assert_eq!(*pace.waits.borrow(), [SEVEN; 3]);
        assert_eq!(bench.all_requests().len(), 1);
        pace.pass(SEVEN);
        let (read, other) = tokio::join!(read, other);
        assert!(read.is_ok() && other.is_ok());
        assert_eq!(bench.all_requests().len(), 3);
    }
}

#[tokio::test]
async fn a_read_is_not_repeated_for_ever_nor_for_a_run_that_is_to_stop() {
    let bench = Bench::new(20).await;
    let id = CustomerId::parse(&bench.ids[0]).unwrap();
    for (stops, expected) in [(false, 3), (true, 1)] {
        let (active, pace) = active(&bench);
        let paced = Paced::new(&active, 8);
        let permit = paced.admit().await;
        bench.practice.clear_requests();
        play(&bench, expected);
        let meanwhile = async {
            for waits in 1.. {
                pace.waits_reach(waits).await;
                match stops {
                    true => active.stop(Wish::Cancel),
                    false => pace.pass(SEVEN),
                }
            }
        };
        let read = tokio::select! {
            read = permit.look(&id) => read,
            () = meanwhile => unreachable!("it never ends"),
        };
        assert!(matches!(read, Err(Error::RateLimited { .. })), "{read:?}");
        assert_eq!(bench.all_requests().len(), expected);
    }
}
