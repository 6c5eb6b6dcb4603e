//! The page's words for what stands in workbooks that Ficha writes.

use std::collections::HashMap;

use ::record::Field;
use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct WorkbookWords {
    /// The name that is proposed for the file.
    pub file: String,
    pub sheet: String,
    /// By the fields' names in the API.
    #[cfg_attr(test, ts(type = "Record<string, string>"))]
    pub fields: HashMap<String, String>,
    pub yes: String,
    pub no: String,
    /// What clears a value.
    pub clear: String,
    /// The name of a family that nobody has.
    pub stranger: String,
    /// The headers of Ficha's own columns.
    pub state: String,
    pub before: String,
    pub after: String,
    pub when: String,
    pub why: String,
    /// What came of a row, by [`desk::OutcomeState`]'s names.
    #[cfg_attr(test, ts(type = "Record<string, string>"))]
    pub states: HashMap<String, String>,
    /// Why nothing was sent, by code.
    #[cfg_attr(test, ts(type = "Record<string, string>"))]
    pub reasons: HashMap<String, String>,
}

impl WorkbookWords {
    fn by_field(&self) -> HashMap<Field, String> {
        let fields = self.fields.iter();
        fields
            .filter_map(|(name, word)| Some((Field::named(name)?, word.clone())))
            .collect()
    }

    pub fn export(&self) -> desk::ExportWords {
        desk::ExportWords {
            sheet: self.sheet.clone(),
            fields: self.by_field(),
            yes: self.yes.clone(),
            no: self.no.clone(),
        }
    }

    pub fn sample(&self) -> desk::SampleWords {
        desk::SampleWords {
            sheet: self.sheet.clone(),
            fields: self.by_field(),
            clear: self.clear.clone(),
            stranger: self.stranger.clone(),
        }
    }
}

impl From<WorkbookWords> for desk::RunWords {
    fn from(words: WorkbookWords) -> Self {
        let states = desk::OutcomeState::EACH.into_iter();
        Self {
            outcome: desk::OutcomeWords {
                states: states
                    .filter_map(|(state, name)| Some((state, words.states.get(name)?.clone())))
                    .collect(),
                sheet: words.sheet,
                state: words.state,
                before: words.before,
                after: words.after,
                when: words.when,
                why: words.why,
            },
            fields: words.fields,
            yes: words.yes,
            no: words.no,
            reasons: words.reasons,
        }
    }
}
