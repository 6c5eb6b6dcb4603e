use std::{collections::HashMap, sync::Arc};

use quentli::CustomerId;
use record::Match;

use crate::{Error, School, work::Work};

/// How many families are offered for a row.
const MOST: usize = 6;
/// How many are looked at for each word.
const LOOKED_AT: usize = 50;

/// The families that the row of an unknown one may be about: those that all of a value fits, then those that most of
/// its words fit.
pub(crate) fn nearest(work: &Work, school: &School, row: u32) -> Result<Vec<Match>, Error> {
    let checked = work.sheet.with(school, |sheet| {
        let checked = sheet.checked.as_ref().map(Arc::clone);
        checked.ok_or(Error::NotChecked)
    })?;
    let Some(values) = checked.unknown.get(&row) else {
        return Ok(Vec::new());
    };
    let search = |text: &str| school.roster.search(text, LOOKED_AT).0.best;
    let mut hits: Vec<Match> = values.iter().flat_map(|value| search(value)).collect();
    if let Some(name) = values.first() {
        let mut fitting: HashMap<CustomerId, (usize, Match)> = HashMap::new();
        for word in name
            .split_whitespace()
            .filter(|word| word.chars().count() > 2)
        {
            for hit in search(word) {
                let id = hit.customer.id.clone();
                fitting.entry(id).or_insert((0, hit)).0 += 1;
            }
        }
        let mut fitting: Vec<(usize, Match)> = fitting.into_values().collect();
        fitting.sort_by_key(|(words, hit)| (std::cmp::Reverse(*words), hit.customer.id.clone()));
        hits.extend(fitting.into_iter().map(|(_, hit)| hit));
    }
    let mut nearest: Vec<Match> = Vec::new();
    for hit in hits {
        let is_new = nearest.iter().all(|one| one.customer.id != hit.customer.id);
        if is_new && nearest.len() < MOST {
            nearest.push(hit);
        }
    }
    Ok(nearest)
}
