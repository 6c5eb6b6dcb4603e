//! Families as they are listed and found.

use std::collections::BTreeMap;

use ::record::{FamilyFilter, Marked, Match, Pair, Place, title};
use quentli::Customer;
use serde::Serialize;

use super::from_desk::{all, iso};

answers! {
    pub struct Hit {
        pub id: String,
        pub name: String,
        pub username: Option<String>,
        pub email: Option<String>,
        pub phone_number: Option<String>,
        pub archived: bool,
        /// What of it matched a search.
        pub marks: Vec<Mark>,
    }

    /// The parts of a value that matched, as indices from and to.
    pub struct Mark {
        pub place: MarkPlace,
        /// The key and the value of a pair of custom data.
        pub pair: Option<Pair>,
        pub parts: Vec<(usize, usize)>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum MarkPlace {
        Name,
        Username,
        Email,
        PhoneNumber,
        SecondaryPhoneNumber,
        Pair,
    }

    /// Some of the families in hand, by name.
    pub struct FamilyList {
        pub families: Vec<Hit>,
        /// How many each filter leaves.
        #[cfg_attr(test, ts(type = "{ [key in FamilyFilter]: number }"))]
        pub counts: BTreeMap<FamilyFilter, usize>,
        /// Names of families of another organization, which are left out.
        pub strangers: Vec<String>,
        pub roster: Roster,
    }

    /// How far reading all families has come.
    pub struct Roster {
        pub state: RosterState,
        /// When the list was complete, in ISO 8601.
        pub read_at: Option<String>,
    }

    #[derive(Copy, PartialEq, Eq)]
    pub enum RosterState {
        Reading,
        Whole,
        /// More families than Ficha keeps in hand: the server is asked for each search.
        TooMany,
        /// The key may not list, or the server does not page.
        Refused,
        Failed,
    }

    pub struct Found {
        /// What was searched, so that a stale answer is known as one.
        pub text: String,
        pub hits: Vec<Hit>,
        /// How many families match, of those that could be searched.
        pub total: usize,
        /// The server was asked, or need not be.
        pub complete: bool,
        /// More families match than are shown.
        pub more: bool,
        /// The key may not search: open by id only.
        pub by_id_only: bool,
        /// Names of families of another organization, which are not shown.
        pub strangers: Vec<String>,
        pub roster: Roster,
    }
}

impl From<Customer> for Hit {
    fn from(customer: Customer) -> Self {
        Self {
            id: customer.id.to_string(),
            name: title(&customer),
            username: customer.username.value().cloned(),
            email: customer.email.value().cloned(),
            phone_number: customer.phone_number.value().cloned(),
            archived: customer.archived_at.value().is_some(),
            marks: Vec::new(),
        }
    }
}

impl From<Match> for Hit {
    fn from(found: Match) -> Self {
        Self {
            marks: all(found.marks),
            ..found.customer.into()
        }
    }
}

impl From<(desk::Recent, Option<Customer>)> for Hit {
    fn from((recent, known): (desk::Recent, Option<Customer>)) -> Self {
        if let Some(customer) = known {
            return customer.into();
        }
        Self {
            id: recent.customer.to_string(),
            name: recent.name,
            username: None,
            email: None,
            phone_number: None,
            archived: false,
            marks: Vec::new(),
        }
    }
}

impl From<Marked> for Mark {
    fn from(marked: Marked) -> Self {
        let (place, pair) = match marked.place {
            Place::Name => (MarkPlace::Name, None),
            Place::Username => (MarkPlace::Username, None),
            Place::Email => (MarkPlace::Email, None),
            Place::PhoneNumber => (MarkPlace::PhoneNumber, None),
            Place::SecondaryPhoneNumber => (MarkPlace::SecondaryPhoneNumber, None),
            Place::Pair { key, value } => (MarkPlace::Pair, Some(Pair { key, value })),
        };
        Self {
            place,
            pair,
            parts: marked.parts,
        }
    }
}

impl From<desk::Found> for Found {
    fn from(found: desk::Found) -> Self {
        Self {
            text: found.text,
            hits: all(found.hits),
            total: found.total,
            complete: found.complete,
            more: found.more,
            by_id_only: found.by_id_only,
            strangers: found.strangers,
            roster: found.roster.into(),
        }
    }
}

impl From<desk::FamilyList> for FamilyList {
    fn from(list: desk::FamilyList) -> Self {
        Self {
            families: all(list.families),
            counts: FamilyFilter::EACH.into_iter().zip(list.counts).collect(),
            strangers: list.strangers.iter().map(title).collect(),
            roster: list.state.into(),
        }
    }
}

impl From<desk::RosterState> for Roster {
    fn from(state: desk::RosterState) -> Self {
        let (state, read_at) = match state {
            desk::RosterState::Reading => (RosterState::Reading, None),
            desk::RosterState::Whole { read_at, .. } => (RosterState::Whole, Some(iso(read_at))),
            desk::RosterState::TooMany => (RosterState::TooMany, None),
            desk::RosterState::Refused => (RosterState::Refused, None),
            desk::RosterState::Failed(_) => (RosterState::Failed, None),
        };
        Self { state, read_at }
    }
}
