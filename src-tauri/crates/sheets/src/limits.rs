/// How much a file may hold. The defaults are above any roster, and below what would use up a
/// school computer's memory or patience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Of the file itself.
    pub file_bytes: u64,
    /// Of everything packed in a workbook.
    pub unpacked_bytes: u64,
    /// Unpacked bytes for each packed one, above `ratio_from` unpacked bytes.
    pub ratio: u64,
    pub ratio_from: u64,
    /// Cells with an element of their own in the file, empty ones included.
    pub cells: u64,
    /// The same of formats that are held in memory: xls, xlsb and ods.
    pub cells_in_memory: u64,
    /// Excel's own limit.
    pub columns: u32,
    pub cell_bytes: usize,
    pub row_bytes: usize,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 512 << 20,
            unpacked_bytes: 2 << 30,
            // Empty formatted cells pack about 100 to 1.
            ratio: 400,
            ratio_from: 64 << 20,
            cells: 100_000_000,
            cells_in_memory: 10_000_000,
            columns: 16_384,
            cell_bytes: 1 << 20,
            row_bytes: 8 << 20,
        }
    }
}
