//! What comes at the wrong moment.

use super::*;

fn family(bench: &Bench, id: &CustomerId) -> Customer {
    let family = bench.practice.family(id.as_str()).unwrap();
    serde_json::from_value(family).unwrap()
}

fn rename(bench: &Bench, id: &CustomerId, name: &str) {
    bench.practice.edit(id.as_str(), |family| {
        family.insert("name".into(), json!(name));
    });
}

fn found(bench: &Bench, text: &str) -> usize {
    search::in_hand(&bench.school, text).total
}

#[tokio::test]
async fn a_page_that_is_older_than_what_was_read_since_changes_nothing() {
    let bench = Bench::with(quirky(Quirks {
        updated_at_stands_still: true,
        ..Quirks::default()
    }))
    .await;
    bench.practice.hold_answers();
    while_reading(&bench, async {
        // The first page is on its way.
        bench.practice.requests_reach(1).await;
        rename(&bench, &bench.id, "Familia Xolot");
        bench.school.roster.put(&family(&bench, &bench.id));
        bench.practice.release_answers();
        ended(&bench.school).await
    })
    .await;
    assert_eq!(found(&bench, "xolot"), 1);
}

#[tokio::test]
async fn of_two_lists_that_cross_the_newer_record_stays() {
    let bench = Bench::new().await;
    read(&bench).await;
    let (roster, older) = (&bench.school.roster, family(&bench, &bench.id));
    let since = roster.moment();
    rename(&bench, &bench.id, "Familia Xolot");
    roster.offer(since, &[family(&bench, &bench.id)]);
    roster.offer(since, &[older]);
    assert_eq!(found(&bench, "xolot"), 1);
}

#[tokio::test]
async fn a_family_found_to_be_gone_does_not_come_back_with_a_page_on_its_way() {
    let bench = Bench::new().await;
    bench.practice.hold_answers();
    while_reading(&bench, async {
        bench.practice.requests_reach(1).await;
        bench.school.roster.remove(&bench.id);
        bench.practice.release_answers();
        ended(&bench.school).await
    })
    .await;
    assert_eq!(found(&bench, bench.id.as_str()), 0);
    // Opening is what finds it out.
    let another = all(&bench).families[3].id.clone();
    bench.practice.edit(another.as_str(), |family| {
        family.insert("id".into(), json!("cm4k6c1mq001brtqtanother0"));
    });
    let opened = records::open(&bench.work, &bench.school, &another).await;
    assert!(opened.is_err());
    assert_eq!(found(&bench, another.as_str()), 0);
}

#[tokio::test]
async fn a_page_that_comes_after_a_switch_is_no_family_of_the_new_school() {
    let bench = Bench::new().await;
    bench.practice.hold_answers();
    let new = while_reading(&bench, async {
        bench.practice.requests_reach(1).await;
        bench.switch();
        let new = bench.work.in_use.school().unwrap();
        // The new school is read at once: nothing waits for the answer to the old one.
        bench.practice.requests_reach(2).await;
        assert_eq!(new.roster.moment(), super::super::Moment::default());
        bench.practice.release_answers();
        ended(&new).await;
        new
    })
    .await;
    let old = &bench.school.roster;
    assert_eq!(old.search("familia", 1).0.total, 0, "it was left alone");
    assert!(new.roster.search("familia", 1).0.total > 0);
}

#[tokio::test]
async fn a_pause_between_pages_does_not_hold_up_another_school() {
    #[derive(Debug)]
    struct Never;
    impl quentli::Pace for Never {
        fn wait(
            &self,
            _: std::time::Duration,
        ) -> std::pin::Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(std::future::pending())
        }
        fn jitter(&self) -> f64 {
            0.0
        }
        fn now(&self) -> std::time::SystemTime {
            quentli::Pace::now(&quentli::SystemPace)
        }
        fn uptime(&self) -> std::time::Duration {
            quentli::Pace::uptime(&quentli::SystemPace)
        }
    }
    let mut bench = Bench::new().await;
    let patient = bench.school.pace.clone();
    bench.school.pace = Arc::new(Never);
    bench.work.in_use.put(|generation| {
        bench.school.generation = generation;
        Ok(bench.school.clone())
    });
    let rule = Fault::RateLimited {
        retry_after: Some("60".to_owned()),
    };
    bench.practice.push_faults([rule.on(Target::Reads)]);
    let state = while_reading(&bench, async {
        bench.practice.requests_reach(1).await;
        let other = School {
            pace: patient,
            roster: Arc::default(),
            ..bench.school.clone()
        };
        bench.work.in_use.put(|generation| {
            Ok(School {
                generation,
                ..other
            })
        });
        bench.work.switched();
        ended(&bench.work.in_use.school().unwrap()).await
    });
    assert!(matches!(state.await, RosterState::Whole { .. }));
}

#[tokio::test]
async fn the_same_school_through_another_proxy_is_read_on() {
    let bench = Bench::new().await;
    bench.practice.hold_answers();
    let school = while_reading(&bench, async {
        bench.practice.requests_reach(1).await;
        let client = bench.school.client.clone();
        bench.work.in_use.put_client(&bench.school, client);
        bench.work.wake();
        bench.practice.release_answers();
        let school = bench.work.in_use.school().unwrap();
        ended(&school).await;
        school
    })
    .await;
    assert!(Arc::ptr_eq(&school.roster, &bench.school.roster));
    assert!(matches!(school.roster.state(), RosterState::Whole { .. }));
}

#[tokio::test]
async fn a_server_whose_pages_repeat_is_not_read_for_ever() {
    let bench = Bench::with(quirky(Quirks {
        ignores_skip: true,
        ..Quirks::default()
    }))
    .await;
    assert_eq!(read(&bench).await, RosterState::Refused);
    assert_eq!(pages(&bench).len(), 2);
    let few = Options {
        families: 40,
        ..quirky(Quirks {
            ignores_skip: true,
            ..Quirks::default()
        })
    };
    let bench = Bench::with(few).await;
    assert!(matches!(read(&bench).await, RosterState::Whole { .. }));
    assert_eq!(all(&bench).counts[0], bench.practice.families().len());
}

#[tokio::test]
async fn searches_while_the_pages_come_take_nothing_from_them() {
    let bench = Bench::new().await;
    let wanted = bench.practice.families().len();
    let state = while_reading(&bench, async {
        for text in ["familia", "perez", "lo", "mar", "fam", "an", "z"] {
            let found = search::find(&bench.school, text).await.unwrap();
            assert!(found.complete && found.text == text, "{text}");
        }
        ended(&bench.school).await
    });
    let state = state.await;
    assert!(matches!(state, RosterState::Whole { .. }), "{state:?}");
    assert_eq!(all(&bench).counts[0], wanted);
}

#[tokio::test]
async fn a_family_of_another_organization_is_on_no_list_and_named() {
    let mut bench = Bench::new().await;
    let ours = "cm3ours00000s6t1e8v2k9qa";
    for family in bench.practice.families() {
        let id = family["id"].as_str().unwrap().to_owned();
        bench.practice.edit(&id, |family| {
            family.insert("organizationId".into(), json!(ours));
        });
    }
    bench.belongs_to(ours);
    bench.work.in_use.put(|generation| {
        bench.school.generation = generation;
        Ok(bench.school.clone())
    });
    read(&bench).await;
    assert!(all(&bench).strangers.is_empty());
    bench.practice.edit(bench.id.as_str(), |family| {
        family.insert("organizationId".into(), json!("cm3another0000s6t1e8v2k9qa"));
        family.insert("name".into(), json!("\u{202E}Familia Ajena"));
    });
    read_anew(&bench.work, &bench.school);
    read(&bench).await;
    let list = all(&bench);
    assert!(list.families.iter().all(|family| family.id != bench.id));
    assert_eq!(list.strangers.len(), 1);
    assert_eq!(list.strangers[0].id, bench.id);
    let found = search::find(&bench.school, "ajena").await.unwrap();
    assert!(found.hits.is_empty());
    assert_eq!(found.strangers, ["\u{202E}Familia Ajena"]);
    let found = search::find(&bench.school, bench.id.as_str())
        .await
        .unwrap();
    assert!(found.hits.is_empty());
}

#[tokio::test]
async fn who_asks_for_the_list_twice_has_it_read_once() {
    let bench = Bench::new().await;
    read_anew(&bench.work, &bench.school);
    while_reading(&bench, async {
        read_anew(&bench.work, &bench.school);
        ended(&bench.school).await;
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    })
    .await;
    let families = bench.practice.families().len();
    assert_eq!(pages(&bench).len(), families / 100 + 1);
}
