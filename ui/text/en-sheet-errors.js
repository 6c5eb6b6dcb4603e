const unsent = "Nothing was sent.";

/** @type {typeof import("./es-sheet-errors.js").sheetErrors} */
export const sheetErrors = {
  sheetMissing: {
    what: "The file is no longer where it was.",
    record: unsent,
    todo: "It may have been moved or renamed, or be on a disk that was disconnected. Choose it again.",
  },
  sheetFolder: { what: "That is a folder, not a file.", record: unsent, todo: "Choose the file inside it." },
  sheetDenied: {
    what: "This account is not allowed to open the file.",
    record: unsent,
    todo: "Save a copy in Documents and choose that copy.",
  },
  sheetBusy: {
    what: "Another program has the file open and does not let it be read.",
    record: unsent,
    todo: "Close it in Excel and try again.",
  },
  sheetUnreadable: {
    what: "The file could not be read.",
    record: unsent,
    todo: "If it is on the network or in the cloud, save a copy on this computer and choose that copy.",
  },
  sheetEmpty: {
    what: "The sheet is empty.",
    record: unsent,
    todo: "Check that it is the right file, or choose another sheet.",
  },
  sheetHeaderOnly: {
    what: "The sheet has headers, but no row below them.",
    record: unsent,
    todo: "Check that it is the right file, or choose another sheet.",
  },
  sheetPassword: {
    what: "The file has a password.",
    record: unsent,
    todo: "Open it in Excel, remove the password, save a copy and choose that copy.",
  },
  sheetNotOne: {
    what: "The file is not a spreadsheet, whatever its name says.",
    record: unsent,
    todo: "Open it in Excel and save it as “Excel Workbook (.xlsx)”.",
  },
  sheetDamaged: {
    what: "The file is damaged.",
    record: unsent,
    todo: "Open it in Excel: if Excel can repair it, save a copy and choose that copy.",
  },
  sheetChanged: {
    what: "The file changed while it was being read.",
    record: unsent,
    todo: "Wait until it is saved completely, and choose it again.",
  },
  sheetTooLarge: {
    what: "The file is too large.",
    record: unsent,
    todo: "Delete the sheets and columns that are not needed, or split it into several files.",
  },
  noSheet: { what: "No sheet is open any more.", record: unsent, todo: "Choose the file again." },
  notChecked: { what: "The sheet changed since it was checked.", record: unsent, todo: "Check it again." },
  countDiffers: {
    what: "The number typed is not the number of families that will be updated.",
    record: unsent,
    todo: "Check how many there are, and type it again.",
  },
  rosterNeeded: {
    what: "The school's families cannot be read, and without them the sheet cannot be checked.",
    record: unsent,
    todo: "A key that can read families is needed. More families than Ficha keeps are not possible either.",
  },
  noSuchRun: {
    what: "That update is no longer on this computer.",
    record: unsent,
    todo: "It may have been deleted after the time chosen in Settings. Those that are left are in Spreadsheet.",
  },
  runActive: {
    what: "Another update is in progress.",
    record: unsent,
    todo: "Wait until it is finished, or pause it and cancel the rest.",
  },
};
