//! Calls about runs of the connection in use.

use std::path::Path;

use jiff::tz::TimeZone;
use journal::{InputRow, RunId, RunPlan, RunSource};

use super::Desk;
use crate::{
    Error, Run, RunFilter, RunLines, RunWords,
    runs::{self, CEILING, HIGHEST_CEILING},
};

/// The journal's setting of how many lines may be on their way at once.
const CEILING_SETTING: &str = "run_ceiling";

impl Desk {
    /// Writes a reviewed plan down; [`Desk::begin_run`] sends it. Cells of password columns have to be left out of
    /// the plan's rows.
    pub fn plan_run(&self, at: u32, plan: RunPlan) -> Result<RunId, Error> {
        runs::plan(&self.work, &self.school(at)?, plan)
    }

    /// Sends the lines of a run, or the first of them, while [`Desk::keep_reading`] runs.
    pub fn begin_run(&self, at: u32, run: RunId, limit: Option<usize>) -> Result<Run, Error> {
        let school = self.school(at)?;
        self.work.runs.set_ceiling(self.run_ceiling()?);
        runs::begin(&self.work, &school, run, limit)
    }

    /// Goes on with a run where it was left. What was on its way then is read back first.
    pub fn resume_run(&self, at: u32, run: RunId) -> Result<Run, Error> {
        self.begin_run(at, run, None)
    }

    pub fn pause_run(&self, at: u32, run: RunId) -> Result<Run, Error> {
        runs::pause(&self.work, &self.school(at)?, run)
    }

    /// Ends a run: what was not sent of it will not be.
    pub fn cancel_run(&self, at: u32, run: RunId) -> Result<Run, Error> {
        runs::cancel(&self.work, &self.school(at)?, run)
    }

    /// Every run of the connection, the newest first.
    pub fn runs(&self, at: u32) -> Result<Vec<Run>, Error> {
        runs::all(&self.work, &self.school(at)?)
    }

    pub fn run(&self, at: u32, run: RunId) -> Result<Run, Error> {
        runs::one(&self.work, &self.school(at)?, run)
    }

    pub fn run_lines(
        &self,
        at: u32,
        run: RunId,
        filter: &RunFilter,
        from: usize,
        most: usize,
    ) -> Result<RunLines, Error> {
        runs::lines(&self.school(at)?, run, filter, from, most)
    }

    /// Rows of the sheet that a run comes from, in its order.
    pub fn run_rows(
        &self,
        at: u32,
        run: RunId,
        from: usize,
        most: usize,
    ) -> Result<Vec<InputRow>, Error> {
        Ok(self.school(at)?.book.run_rows(run, from, most)?)
    }

    /// The sheet that a run comes from, and how it was understood; `None` where that cannot be read.
    pub fn run_source(&self, at: u32, run: RunId) -> Result<Option<RunSource>, Error> {
        runs::source(&self.school(at)?, run)
    }

    /// The run of the connection in use that is under way, which a switch would pause.
    pub fn running(&self) -> Option<RunId> {
        self.work.runs.running(self.work.in_use.generation())
    }

    /// How many lines of a run may be on their way at once.
    pub fn run_ceiling(&self) -> Result<u8, Error> {
        let stored = self.journal.setting(CEILING_SETTING)?;
        let ceiling = stored.and_then(|text| text.parse().ok());
        Ok(ceiling.unwrap_or(CEILING).clamp(1, HIGHEST_CEILING))
    }

    pub fn set_run_ceiling(&self, ceiling: u8) -> Result<(), Error> {
        let ceiling = ceiling.clamp(1, HIGHEST_CEILING);
        self.journal
            .set_setting(CEILING_SETTING, Some(&ceiling.to_string()))?;
        self.work.runs.set_ceiling(ceiling);
        Ok(())
    }

    /// Writes what came of a run into a workbook, a row for each row of its sheet, times in this computer's zone.
    pub fn save_outcome(
        &self,
        at: u32,
        run: RunId,
        path: &Path,
        words: &RunWords,
    ) -> Result<usize, Error> {
        runs::save_outcome(&self.school(at)?, run, path, words, &TimeZone::system())
    }
}
