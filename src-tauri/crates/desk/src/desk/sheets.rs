//! Calls about the spreadsheet that is open.

use journal::RunId;
use record::{Column, Match, Reading};

use super::Desk;
use crate::{
    Check, Error, RowsView, SampleWords, SheetOptions, SheetRows, SheetSource, SheetView, roster,
    sample_sheet, search, sheet,
};

impl Desk {
    /// Opens a sheet in the place of whatever is open, and guesses what its columns are for.
    pub async fn open_sheet(&self, at: u32, source: SheetSource) -> Result<SheetView, Error> {
        sheet::open(&self.work, &self.school(at)?, source).await
    }

    /// The sheet that is open, if any.
    pub fn sheet(&self, at: u32) -> Result<Option<SheetView>, Error> {
        Ok(self.work.sheet.view(&self.school(at)?))
    }

    pub fn close_sheet(&self, at: u32) -> Result<(), Error> {
        self.school(at)?;
        self.work.sheet.close();
        Ok(())
    }

    /// Reads the open sheet another way.
    pub async fn read_sheet_as(&self, at: u32, options: SheetOptions) -> Result<SheetView, Error> {
        sheet::read_as(&self.work, &self.school(at)?, options).await
    }

    /// Takes what a person says of the columns, fitting or not; what fits is remembered for the next sheet with the
    /// same headers.
    pub fn use_columns(
        &self,
        at: u32,
        columns: Vec<Column>,
        reading: Reading,
    ) -> Result<SheetView, Error> {
        sheet::use_columns(&self.work, &self.school(at)?, columns, reading)
    }

    /// Checks the open sheet against all families, read anew where they are older than a minute.
    pub async fn check_sheet(&self, at: u32) -> Result<Check, Error> {
        sheet::check(&self.work, &self.school(at)?).await
    }

    /// Some of the rows of the last check.
    pub fn sheet_rows(
        &self,
        at: u32,
        view: &RowsView,
        from: usize,
        most: usize,
    ) -> Result<SheetRows, Error> {
        sheet::rows(&self.work, &self.school(at)?, view, from, most)
    }

    /// Puts another text into a cell of the open sheet, not of its file, and checks again.
    pub async fn mend_cell(
        &self,
        at: u32,
        row: u32,
        column: u32,
        text: String,
    ) -> Result<Check, Error> {
        sheet::mend(&self.work, &self.school(at)?, row, column, text).await
    }

    /// Takes a family for the one that a row is about, and checks again.
    pub async fn choose_family(&self, at: u32, row: u32, id: &str) -> Result<Check, Error> {
        let (school, id) = (self.school(at)?, search::id(id)?);
        sheet::choose(&self.work, &school, row, id).await
    }

    /// The families that the row of an unknown one may be about.
    pub fn nearest_families(&self, at: u32, row: u32) -> Result<Vec<Match>, Error> {
        sheet::nearest(&self.work, &self.school(at)?, row)
    }

    /// Makes a run of the sheet that was checked, writes it down and begins to send it. `typed` is the number of
    /// families, where [`Check::brake`] asks for it; `first` pauses the run after so many.
    pub async fn start_run(
        &self,
        at: u32,
        typed: Option<usize>,
        first: Option<usize>,
    ) -> Result<RunId, Error> {
        let school = self.school(at)?;
        if self.running().is_some() {
            return Err(Error::RunActive);
        }
        let (plan, sheet) = sheet::freeze(&self.work, &school, typed).await?;
        let run = match self.plan_run(at, plan) {
            Ok(run) => run,
            Err(error) => {
                sheet.thaw(&self.work);
                return Err(error);
            }
        };
        self.begin_run(at, run, first)?;
        Ok(run)
    }

    /// Opens what is still to be done of a run as a sheet, understood as it was.
    pub async fn rerun(&self, at: u32, run: RunId) -> Result<SheetView, Error> {
        sheet::rerun(&self.work, &self.school(at)?, run).await
    }

    /// A made-up sheet with the usual faults, of the families in hand: what practice offers.
    pub async fn open_sample(
        &self,
        at: u32,
        name: String,
        words: &SampleWords,
    ) -> Result<SheetView, Error> {
        let school = self.school(at)?;
        roster::fresh(&self.work, &school).await?;
        let (mut families, _) = school.roster.all();
        families.sort_by(|one, other| one.id.cmp(&other.id));
        let bytes = sample_sheet(&families, words)?;
        self.open_sheet(at, SheetSource::Bytes(name, bytes)).await
    }
}
