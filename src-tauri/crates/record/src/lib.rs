#![doc = include_str!("../README.md")]

mod changes;
mod columns;
mod conflict;
mod draft;
mod families;
mod field;
mod find;
mod inverse;
mod left;
mod organization;
mod patch;
mod plan;
mod read_back;
mod rules;
mod title;
mod value;

use changes::fold;
pub use changes::{Change, Checked, check, contains};
pub use columns::{
    Basis, CellProblem, CellProblemCode, Column, Columns, ColumnsError, DateOrder, Finder,
    FlagWords, Guess, NameOrder, NamePart, Placeholder, Reading, RowDraft, Seen, cell_of,
    composed_name, date_order, guess, header_of, placeholder_of,
};
pub use conflict::{Conflict, ConflictRow, Side, conflict, rebase};
pub use draft::{Draft, Entry, PairEntry};
pub use families::{Families, FamilyFilter, Marked, Match, Matches, Place};
pub use field::{Field, FieldSpec, Group, Kind};
pub use find::{SearchTerm, holds, possible_id, search_terms};
pub use inverse::{Inverse, can_undo, cannot_undo, inverse};
pub use left::{PasswordSent, left_of};
pub use organization::{belongs_elsewhere, organizations_differ};
pub use patch::patch;
pub use plan::{
    Brake, FamilyPlace, Issue, IssueCode, Known, Mark, More, Pass, Plan, PlanRow, PlannedUpdate,
    Planner, RowFate, RowIssue, Severity,
};
/// The types of a record, for crates that store one without talking to Quentli.
pub use quentli::{Customer, CustomerId};
pub use read_back::{
    Held, Verdict, changed_since, held, held_in, still_before, values_shown, verdict,
};
pub use rules::{Notice, NoticeCode, Problem, ProblemCode, check_code};
pub use title::title;
pub use value::{Pair, Value, value_of};
