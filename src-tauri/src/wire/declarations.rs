//! Writes `ui/host/wire.d.ts`. `cargo test -p ficha wire` fails when the file is stale;
//! `FICHA_WRITE_WIRE=1 cargo test -p ficha wire` writes it anew.

use std::{fmt::Write, fs, path::Path};

use ::record::{
    CellProblemCode, Entry, IssueCode, NoticeCode, PairEntry, RowIssue, Severity, Side,
};
use ts_rs::{Config, TS};

use super::{run::*, sheet::*, *};

macro_rules! commands {
    ($($module:ident::$name:ident: $arguments:literal => $answer:literal,)*) => {
        &[$((stringify!($name), $arguments, $answer),)*]
    };
}

/// Arguments and answer of each command.
const COMMANDS: &[(&str, &str, &str)] = include!("../commands/table.rs");

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
        TextSize,
        Settings,
        StartNotice,
        Started,
        KeychainState,
        PendingState,
        Pending,
        Practising,
        Session,
        ConnectionForm,
        Leg,
        CheckedLeg,
        ProbeFound,
        Probe,
        ProxyScript,
        Hit,
        Mark,
        MarkPlace,
        FamilyFilter,
        FamilyList,
        Roster,
        RosterState,
        Found,
        Facts,
        LastSent,
        ConflictRow,
        Conflict,
        Opened,
        Card,
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
        Undoable,
        Undo,
        UpdateReport,
        SheetFormat,
        SheetText,
        SheetName,
        TopRow,
        FindsBy,
        PartOfName,
        ColumnUse,
        ColumnBasis,
        SheetColumn,
        ColumnsProblemCode,
        ColumnsProblem,
        DayOrder,
        OrderOfName,
        PlaceholderAnswer,
        Reading,
        Sheet,
        SheetOptions,
        CellProblemCode,
        ::record::Mark,
        RowIssue,
        IssueCode,
        Severity,
        IssueGroup,
        PlaceholderAsked,
        FieldCount,
        BrakeWhy,
        Check,
        RowsView,
        SheetIssue,
        SheetRow,
        SheetRows,
        RunState,
        RunStopWhy,
        RunStop,
        LineState,
        LineSkip,
        Run,
        RunLine,
        RunLines,
        Exported,
        WorkbookWords,
        Newest,
        ProxyKind,
        Failure,
        Crash,
        Diagnostics,
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
