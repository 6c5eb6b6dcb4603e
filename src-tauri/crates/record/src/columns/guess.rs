use std::collections::BTreeSet;

use super::{
    Column, Finder,
    headers::{Named, named, pair},
};
use crate::{Field, find::possible_id, rules};

/// A column as the table shows it.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub header: &'a str,
    /// Some of its cells, blank ones among them.
    pub samples: &'a [String],
}

/// What a column seems to be for; whoever looks at it may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    pub column: Column,
    pub basis: Basis,
}

/// What a guess goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Basis {
    Header,
    /// The header says nothing; the cells look like it.
    Values,
    /// This column, further left, already is for the same.
    TakenBy(usize),
    Nothing,
}

/// Of those cells that are not blank, as many as this in a hundred have to look alike.
const MOST: usize = 80;

/// A guess for each column, by its header and else by its cells. Families are found by the best column there is, and
/// no two columns are for the same.
pub fn guess(columns: &[Seen<'_>]) -> Vec<Guess> {
    let mut guesses: Vec<Guess> = columns.iter().map(first_guess).collect();
    one_each(&mut guesses);
    whole_name_or_parts(&mut guesses);
    let finder = Finder::BEST_FIRST.iter().find_map(|(finder, named)| {
        let place = guesses
            .iter()
            .position(|guess| of_column(&guess.column) == Some(*named))?;
        Some((place, *finder))
    });
    if let Some((place, finder)) = finder {
        guesses[place].column = Column::Finds(finder);
    }
    guesses
}

fn first_guess(seen: &Seen<'_>) -> Guess {
    if let Some((home, key)) = pair(seen.header) {
        let key = key.to_owned();
        return Guess {
            column: Column::Pair { home, key },
            basis: Basis::Header,
        };
    }
    if let Some(named) = named(seen.header) {
        return Guess {
            column: column_of(named),
            basis: Basis::Header,
        };
    }
    match by_values(seen.samples) {
        Some(named) => Guess {
            column: column_of(named),
            basis: Basis::Values,
        },
        None => Guess {
            column: Column::Ignored,
            basis: Basis::Nothing,
        },
    }
}

fn column_of(named: Named) -> Column {
    match named {
        Named::Id => Column::Finds(Finder::Id),
        Named::UpdatedAt => Column::UpdatedAt,
        Named::Field(field) => Column::Field(field),
        Named::NamePart(part) => Column::NamePart(part),
    }
}

fn of_column(column: &Column) -> Option<Named> {
    match column {
        Column::Finds(Finder::Id) => Some(Named::Id),
        Column::Field(field) => Some(Named::Field(*field)),
        _ => None,
    }
}

fn by_values(samples: &[String]) -> Option<Named> {
    let filled: Vec<&str> = samples
        .iter()
        .map(|sample| sample.trim())
        .filter(|sample| !sample.is_empty())
        .collect();
    let mostly = |looks: fn(&str) -> bool| {
        let alike = filled.iter().filter(|text| looks(text)).count();
        !filled.is_empty() && alike * 100 >= filled.len() * MOST
    };
    if mostly(looks_like_id) && filled.iter().collect::<BTreeSet<_>>().len() == filled.len() {
        return Some(Named::Id);
    }
    if mostly(rules::looks_like_email) {
        return Some(Named::Field(Field::Email));
    }
    mostly(looks_like_phone).then_some(Named::Field(Field::PhoneNumber))
}

/// `cus_…` and the ids of Quentli's guide; shorter ones could be anything.
fn looks_like_id(text: &str) -> bool {
    possible_id(text).is_some_and(|id| {
        let id = id.as_str();
        id.starts_with("cus_") || (id.starts_with('c') && id.len() >= 20)
    })
}

/// Ten digits or more: fewer are a student's number as often as a phone.
fn looks_like_phone(text: &str) -> bool {
    text.chars().filter(char::is_ascii_digit).count() >= 10 && rules::is_phone(text)
}

/// Later columns give way, and say to which.
fn one_each(guesses: &mut [Guess]) {
    for index in 1..guesses.len() {
        let column = &guesses[index].column;
        if *column == Column::Ignored {
            continue;
        }
        let earlier = guesses[..index]
            .iter()
            .position(|other| other.column == *column);
        // What the header says wins over what only the cells look like.
        match earlier {
            Some(first)
                if guesses[first].basis == Basis::Values
                    && guesses[index].basis == Basis::Header =>
            {
                give_way(&mut guesses[first], index);
            }
            Some(first) => give_way(&mut guesses[index], first),
            None => {}
        }
    }
}

fn give_way(guess: &mut Guess, to: usize) {
    guess.column = Column::Ignored;
    guess.basis = Basis::TakenBy(to);
}

/// Beside surnames `Nombre` is the given name alone.
fn whole_name_or_parts(guesses: &mut [Guess]) {
    use super::NamePart::{Given, Maternal, Paternal};
    let place = |column: Column| guesses.iter().position(|guess| guess.column == column);
    let surnames = place(Column::NamePart(Paternal)).or(place(Column::NamePart(Maternal)));
    let whole = place(Column::Field(Field::Name));
    let given = place(Column::NamePart(Given));
    match (surnames, whole, given) {
        (Some(_), Some(whole), None) => guesses[whole].column = Column::NamePart(Given),
        (_, Some(whole), Some(given)) => give_way(&mut guesses[given], whole),
        (None, None, Some(given)) => guesses[given].column = Column::Field(Field::Name),
        _ => {}
    }
    // With a whole name left the surnames say nothing more.
    let whole = guesses
        .iter()
        .position(|guess| guess.column == Column::Field(Field::Name));
    if let Some(whole) = whole {
        for guess in guesses.iter_mut() {
            if matches!(guess.column, Column::NamePart(_)) {
                give_way(guess, whole);
            }
        }
    }
}
