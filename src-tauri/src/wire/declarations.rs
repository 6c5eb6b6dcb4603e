//! Writes `ui/host/wire.d.ts`. `cargo test -p ficha wire` fails when the file is stale;
//! `FICHA_WRITE_WIRE=1 cargo test -p ficha wire` writes it anew.

use std::{fmt::Write, fs, path::Path};

use ::record::{Entry, NoticeCode, PairEntry, Side};
use ts_rs::{Config, TS};

use super::*;
use crate::error::ErrorCode;

/// Arguments and answer of each command, in the order of `commands/names.rs`.
const COMMANDS: &[(&str, &str, &str)] = &[
    ("start", "{}", "Started"),
    ("session", "{}", "Session"),
    ("retry_keychain", "{}", "Session"),
    ("use_memory", "{}", "Session"),
    ("practice", "{}", "Session"),
    ("set_fault", "{ fault: string | null }", "Session"),
    ("watch", "{ channel: unknown }", "null"),
    ("closing", "{}", "Array<Unsent>"),
    ("close", "{}", "null"),
    ("probe_connection", "{ form: ConnectionForm }", "Probe"),
    ("save_connection", "{ form: ConnectionForm }", "Session"),
    ("choose_connection", "{ id: string }", "Session"),
    ("forget_connection", "{ id: string }", "Session"),
    ("find", "{ at: number, text: string }", "Found"),
    ("recent", "{ at: number }", "Array<Hit>"),
    ("drafts", "{ at: number }", "Array<DraftLine>"),
    (
        "kept_draft",
        "{ at: number, id: string }",
        "KeptDraft | null",
    ),
    (
        "drop_draft",
        "{ at: number, id: string, key: number | null }",
        "null",
    ),
    ("open", "{ at: number, id: string }", "Opened"),
    (
        "edit",
        "{ at: number, id: string, revision: number, draft: Draft }",
        "Edited",
    ),
    ("discard", "{ at: number, id: string }", "Opened"),
    (
        "rebase",
        "{ at: number, id: string, mine: Array<Side> }",
        "Opened",
    ),
    (
        "review",
        "{ at: number, id: string, revision: number, draft: Draft }",
        "Reviewed",
    ),
    (
        "update",
        "{ at: number, id: string, code: string | null }",
        "UpdateReport",
    ),
    ("outcome", "{ at: number, id: string }", "UpdateReport"),
    (
        "acknowledge",
        "{ at: number, update: number }",
        "Array<Pending>",
    ),
    ("give_up", "{ at: number, id: string }", "Array<Pending>"),
    ("set_settings", "{ settings: Settings }", "Settings"),
    ("set_proxy", "{ proxy: string | null }", "Session"),
    ("set_retention", "{ days: number }", "Session"),
    ("erase", "{}", "Session"),
    ("diagnostics", "{}", "string"),
    ("newest_release", "{}", "Newest"),
    ("set_tell_newer", "{ tell: boolean }", "Session"),
    ("open_releases", "{}", "null"),
];

macro_rules! declare {
    ($($name:ty),* $(,)?) => {{
        let config = Config::default();
        let mut text = String::from(
            "// Generated from src-tauri/src/wire.rs; a test compares. Do not edit.\n\n",
        );
        $(
            for line in <$name as TS>::docs().iter() {
                text.push_str(line);
            }
            writeln!(text, "export {}\n", <$name as TS>::decl(&config)).unwrap();
        )*
        text
    }};
}

fn declarations() -> String {
    let mut text = declare!(
        Field,
        Group,
        Kind,
        FieldSpec,
        Pair,
        Value,
        PairEntry,
        Entry,
        Draft,
        Change,
        ProblemCode,
        Problem,
        NoticeCode,
        Notice,
        Kept,
        Checked,
        Edited,
        Unsent,
        DraftState,
        DraftLine,
        KeptDraft,
        Environment,
        Connection,
        Theme,
        Language,
        Settings,
        StartNotice,
        Started,
        KeychainState,
        PendingState,
        Pending,
        Practising,
        Session,
        ConnectionForm,
        Probe,
        Hit,
        Found,
        Facts,
        LastSent,
        ConflictRow,
        Conflict,
        Opened,
        Side,
        RequestPreview,
        Reviewed,
        Verdict,
        ResultRow,
        FieldRefusal,
        Proof,
        ErrorCode,
        CommandError,
        Seen,
        Updated,
        UpdateReport,
        Newest,
        MenuAction,
        AppEvent,
    );
    text.push_str("/** Every command the page may call, with its arguments and its answer. */\n");
    text.push_str("export type Commands = {\n");
    for (name, arguments, answer) in COMMANDS {
        writeln!(text, "  {name}: [{arguments}, {answer}],").unwrap();
    }
    text.push_str("};\n");
    text
}

#[test]
fn the_page_knows_every_type_that_crosses() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/host/wire.d.ts");
    let fresh = declarations();
    if std::env::var_os("FICHA_WRITE_WIRE").is_some() {
        fs::write(&path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap().replace("\r\n", "\n");
    assert!(
        kept == fresh,
        "wire.d.ts is stale: FICHA_WRITE_WIRE=1 cargo test -p ficha wire"
    );
}

#[test]
fn the_page_knows_every_command() {
    let names: &[&str] = include!("../commands/names.rs");
    let declared: Vec<&str> = COMMANDS.iter().map(|(name, _, _)| *name).collect();
    assert_eq!(declared, names);
}
