/** @type {typeof import("./es-help-bulk.js").bulkHelp} */
export const bulkHelp = {
  bulk: {
    title: "Spreadsheet",
    parts: {
      begin: {
        title: "From Ficha to Excel and back",
        steps: [
          "In {bulk.title}, press {bulk.export.families} and save the file.",
          "Change in Excel what is needed. The rest can stay as it is, and no column has to be deleted.",
          "Save, close Excel and bring the file: drag it to the window or press {bulk.start.choose}",
          "Follow the four steps. Only what changed is sent.",
        ],
        text: [
          "Any sheet works as long as each row says which family it is about: by id, username, email or phone. Exporting them first is easiest:",
        ],
      },
      columns: {
        title: "The columns",
        text: [
          "Ficha guesses what each column is for, and says so. Check above all which one identifies each family.",
          "An empty cell changes nothing. To delete a value, write (clear) in its cell.",
          "What is chosen here is remembered for the next sheet with the same headers.",
        ],
      },
      check: {
        title: "Check",
        text: [
          "The whole sheet is compared with today's data in Quentli before anything is sent.",
          "What is wrong appears in groups. Open a group, correct the cell right there and press Enter: the original file is not touched.",
          "Rows with problems are not sent, and do not hold up the others.",
        ],
        caption: "How many families change, and how many rows do not.",
      },
      review: {
        title: "Review and send",
        text: [
          "The table shows, family by family, what is there today and what will be. It can be searched, and narrowed down to one field.",
          "Where many families or sensitive data change, the number of families has to be typed.",
          "{bulk.review.title} sends nothing by itself. To go slowly, try a few first: Ficha sends those and stops.",
        ],
      },
    },
  },
  run: {
    title: "An update in progress",
    parts: {
      run: {
        text: [
          "You can work elsewhere in Ficha meanwhile; {frame.bulk} shows how far it is. {run.pause} waits for the pending answers and stops.",
          "If Ficha is closed or the power fails, nothing is lost: when it opens again, {run.resume} first looks at what was on its way, and goes on with the rest.",
          "If someone changed a value after the review, Ficha does not overwrite it: that family is set aside.",
          "At the end, {run.save} saves one row for each row of the sheet, with what was done, or why not. That file can be brought back too.",
        ],
        caption: "What is not known is neither green nor red.",
      },
    },
  },
};
