//! One update over real sockets: client, rules and journal against the practice server.

mod bench;

use std::{collections::BTreeMap, time::Duration};

use desk::{Outcome, Proof, RESOLVE_AFTER, Request, update};
use practice::{Fault, Options, Target};
use quentli::Customers as _;
use record::{Draft, Entry, Field, PairEntry, check, patch};
use serde_json::{Value, json};

use self::bench::{Desk, unsettled};

const NUNEZ: &str = "cm4k6bzfx0019rtqttpbgg0ea";

fn draft(field: Field, entry: Entry) -> Draft {
    Draft {
        entries: BTreeMap::from([(field, entry)]),
    }
}

fn typed(text: &str) -> Entry {
    Entry::Text {
        text: text.to_owned(),
        exact: false,
    }
}

fn renamed(name: &str) -> Draft {
    draft(Field::Name, typed(name))
}

fn body(data: &Value) -> Value {
    json!({ "input": { "data": data } })
}

#[tokio::test]
async fn open_draft_review_update_sends_one_exact_patch_and_the_answer_proves_it() {
    let desk = Desk::new(Options::default()).await;
    let outcome = desk
        .send(&desk.book(), &renamed("  Familia  Núñez Peralta "), None)
        .await;
    assert!(
        matches!(
            outcome,
            Outcome::Applied {
                proof: Proof::Answer,
                ..
            }
        ),
        "{outcome:?}"
    );
    assert_eq!(
        desk.bodies(),
        [body(&json!({ "name": "Familia Núñez Peralta" }))]
    );
    assert_eq!(desk.held()["name"], "Familia Núñez Peralta");
    let methods: Vec<String> = desk
        .practice
        .requests()
        .into_iter()
        .map(|request| request.method)
        .collect();
    assert_eq!(methods, ["GET", "GET", "PATCH"], "opened, read again, sent");
}

#[tokio::test]
async fn every_field_goes_out_under_its_own_name_and_alone() {
    let desk = Desk::new(Options {
        require_code: false,
        keep_secrets: true,
        ..Options::default()
    })
    .await;
    let book = desk.book();
    let flip = |field: &str| !desk.held()[field].as_bool().unwrap();
    let row = |key: &str, value: &str| Entry::Pairs {
        rows: vec![PairEntry {
            key: key.to_owned(),
            value: value.to_owned(),
            original: None,
            remove: false,
        }],
    };
    let text = |field: Field, typed_text: &str, name: &str, sent: Value| {
        (field, typed(typed_text), json!({ name: sent }))
    };
    let flag = |field: Field, name: &str| {
        let flag = flip(name);
        (field, Entry::Flag { flag }, json!({ name: flag }))
    };
    let reply = desk.held()["replyWithAssistant"] != json!(true);
    let cases = [
        text(Field::Name, "Familia Ñ", "name", json!("Familia Ñ")),
        text(
            Field::Username,
            "0000128799",
            "username",
            json!("0000128799"),
        ),
        text(Field::AssigneeId, "usr_1", "assigneeId", json!("usr_1")),
        (
            Field::Tags,
            Entry::List {
                items: vec!["becado".into(), " hermanos ".into()],
            },
            json!({ "tags": ["becado", "hermanos"] }),
        ),
        text(
            Field::Email,
            "ana@example.com",
            "email",
            json!("ana@example.com"),
        ),
        text(
            Field::PhoneNumber,
            "55 1234 0000",
            "phoneNumber",
            json!("+525512340000"),
        ),
        text(
            Field::SecondaryPhoneNumber,
            "(55) 8765-0000",
            "secondaryPhoneNumber",
            json!("+525587650000"),
        ),
        flag(Field::EmailVerified, "emailVerified"),
        flag(Field::PhoneNumberVerified, "phoneNumberVerified"),
        text(
            Field::OptedOutWhatsappAt,
            "2025-01-10T06:00:00-06:00",
            "optedOutWhatsappAt",
            json!("2025-01-10T12:00:00.000Z"),
        ),
        (
            Field::ReplyWithAssistant,
            Entry::Flag { flag: reply },
            json!({ "replyWithAssistant": reply }),
        ),
        text(
            Field::Password,
            " Girasol 25 ",
            "password",
            json!(" Girasol 25 "),
        ),
        flag(Field::HasChangedPassword, "hasChangedPassword"),
        flag(Field::SkipTaxInvoice, "skipTaxInvoice"),
        flag(Field::AcceptedServiceAgreement, "acceptedServiceAgreement"),
        text(Field::TosIp, "187.190.24.8", "tosIp", json!("187.190.24.8")),
        text(
            Field::Signature,
            "https://example.com/f",
            "signature",
            json!("https://example.com/f"),
        ),
        (
            Field::Metadata,
            row("Generación", "2031"),
            json!({ "metadata": [{ "key": "Generación", "value": "2031" }] }),
        ),
        (
            Field::Meta,
            row("Casillero", "12"),
            json!({ "meta": { "Casillero": "12" } }),
        ),
    ];
    assert_eq!(cases.len(), Field::ALL.len(), "a field has no case");
    for (field, entry, data) in cases {
        let outcome = desk.send(&book, &draft(field, entry), None).await;
        assert!(
            matches!(outcome, Outcome::Applied { .. }),
            "{field:?}: {outcome:?}"
        );
        assert_eq!(desk.bodies().last(), Some(&body(&data)), "{field:?}");
    }
}

#[tokio::test]
async fn what_can_be_null_is_cleared_with_null() {
    let desk = Desk::new(Options {
        require_code: false,
        ..Options::default()
    })
    .await;
    let book = desk.book();
    for (field, name) in [
        (Field::Email, "email"),
        (Field::PhoneNumber, "phoneNumber"),
        (Field::AssigneeId, "assigneeId"),
        (Field::Signature, "signature"),
    ] {
        desk.send(&book, &draft(field, Entry::Clear), None).await;
        assert_eq!(desk.bodies().last(), Some(&body(&json!({ name: null }))));
        assert!(desk.held()[name].is_null(), "{name}");
    }
}

#[tokio::test]
async fn the_code_goes_beside_the_data_and_its_lack_is_a_refusal() {
    let desk = Desk::new(Options {
        keep_secrets: true,
        ..Options::default()
    })
    .await;
    let book = desk.book();
    let wanted = draft(Field::Username, typed("0000128799"));
    let refused = desk.send(&book, &wanted, None).await;
    assert!(matches!(refused, Outcome::Refused { .. }), "{refused:?}");
    assert_eq!(desk.held()["username"], "0000128765");

    let code = desk.practice.code();
    let applied = desk.send(&book, &wanted, Some(code.clone())).await;
    assert!(matches!(applied, Outcome::Applied { .. }), "{applied:?}");
    let sent = json!({ "input": { "data": { "username": "0000128799" }, "otp": code } });
    assert_eq!(desk.bodies().last(), Some(&sent));
    assert_eq!(unsettled(&book).len(), 0);
}

#[tokio::test]
async fn a_change_behind_the_desks_back_stops_the_update_before_it_is_sent() {
    let desk = Desk::new(Options::default()).await;
    let base = desk.client.get(&desk.id).await.unwrap();
    let reviewed = check(Some(&base), &renamed("Familia Mía"));
    desk.practice.edit(NUNEZ, |family| {
        family.insert("name".to_owned(), json!("Familia Suya"));
    });
    let request = Request {
        id: &desk.id,
        base: Some(&base),
        changes: &reviewed.changes,
        patch: patch(&reviewed.changes),
        otp: None,
        organization: None,
        draft_done: &|| true,
    };
    let outcome = update(&desk.client, &desk.book(), desk.timing(), request)
        .await
        .unwrap();
    assert!(matches!(outcome, Outcome::Conflict { .. }), "{outcome:?}");
    assert_eq!(desk.bodies(), Vec::<Value>::new());
}

/// Ends the desk between sending and answer; the journal is then all that is left of it.
async fn cut_off(fault: Fault) -> (Desk, Outcome) {
    let desk = Desk::new(Options::default()).await;
    desk.practice.set_fault(fault.on(Target::Writes));
    let book = desk.book();
    {
        let draft = renamed("Familia Núñez Peralta");
        let sending = desk.send(&book, &draft, None);
        tokio::select! {
            outcome = sending => panic!("a server that never answers answered: {outcome:?}"),
            () = desk.practice.requests_reach(3) => {}
        }
    }
    drop(book);
    desk.practice.set_fault(None);

    let book = desk.book();
    let pending = unsettled(&book);
    assert_eq!(
        pending.len(),
        1,
        "the intent was not durable before the request left"
    );
    if desk.held()["name"] == "Familia Núñez Pérez" {
        let outcome = desk.look(&book).await;
        assert!(matches!(outcome, Outcome::Unknown { .. }), "{outcome:?}");
        // What can still leave, and what a server may still be doing with it.
        desk.clock.pass(Duration::from_secs(60) + RESOLVE_AFTER);
    }
    let outcome = desk.look(&book).await;
    assert_eq!(unsettled(&book).len(), 0, "settled for good");
    assert_eq!(desk.bodies().len(), 1, "reading back sends nothing");
    (desk, outcome)
}

#[tokio::test]
async fn an_update_cut_off_after_it_was_applied_is_settled_as_applied() {
    let (desk, outcome) = cut_off(Fault::StuckAfterApplying).await;
    assert!(
        matches!(
            outcome,
            Outcome::Applied {
                proof: Proof::ReadBack(None),
                ..
            }
        ),
        "{outcome:?}"
    );
    assert_eq!(desk.held()["name"], "Familia Núñez Peralta");
}

#[tokio::test]
async fn an_update_cut_off_before_it_was_applied_is_settled_as_not_applied() {
    let (desk, outcome) = cut_off(Fault::Stuck).await;
    assert!(matches!(outcome, Outcome::NotApplied { .. }), "{outcome:?}");
    assert_eq!(desk.held()["name"], "Familia Núñez Pérez");
}

#[tokio::test]
async fn no_fault_on_an_update_leads_to_a_claim_the_server_contradicts() {
    let desk = Desk::new(Options::default()).await;
    let book = desk.book();
    for (round, name) in Fault::ALL.into_iter().enumerate() {
        if name.starts_with("stuck") || name == "slow" {
            // Their waits are the client's own tests, with a clock of theirs.
            continue;
        }
        let before = desk.held()["name"].clone();
        let asked = format!("Familia Núñez {round}");
        desk.practice
            .set_fault(Fault::from_name(name).unwrap().on(Target::Writes));
        let outcome = desk.send(&book, &renamed(&asked), None).await;
        desk.practice.set_fault(None);
        desk.practice.land_late();
        let outcome = match outcome {
            Outcome::Unknown { .. } => {
                desk.clock.pass(RESOLVE_AFTER);
                desk.look(&book).await
            }
            outcome => outcome,
        };
        let held = desk.held()["name"].clone();
        match outcome {
            Outcome::Applied { .. } => assert_eq!(held, json!(asked), "{name}"),
            Outcome::Refused { .. } | Outcome::NotApplied { .. } => {
                assert_eq!(held, before, "{name}");
            }
            Outcome::Different { .. } => assert_ne!(held, json!(asked), "{name}"),
            other => panic!("{name} was not settled: {other:?}"),
        }
    }
    assert_eq!(unsettled(&book).len(), 0);
}
