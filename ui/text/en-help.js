import { bulkHelp } from "./en-help-bulk.js";

// {group.name} is that button's or heading's text as it is on the screen, so that the guide always says the same.
export const help = {
  title: "Help",
  lead: "A short guide to each screen. F1 opens it at the part that fits.",
  contents: "Contents",
  back: "Back",
  kept: "What was typed is still there.",
  fromStart: "How Ficha works",
  sections: {
    first: {
      title: "First steps",
      parts: {
        practice: {
          title: "Practice without risk",
          text: [
            "{start.practice} opens 300 made-up families. Find, change and send anything: nothing leaves this computer, and no key is needed.",
            "The band at the top always says whose data is in use, in color and in words. It is worth a look before sending.",
          ],
          caption: "Green: practice. Red: the school's real data.",
        },
        connect: {
          title: "Connect the school",
          steps: [
            "Ask Quentli for the school's key. It starts with sk_.",
            "Press {start.connect} (or {settings.addSchool}, in Settings) and enter the school's name.",
            "Choose {environments.production.name} to work with the real data.",
            "Paste the key and press {connect.probe}: Ficha says whether it works and what it allows.",
            "Press {connect.save}.",
          ],
          caption: "This key works and can read families.",
        },
        key: {
          title: "The key",
          text: [
            "The key is the school's password in Quentli: with it, every family's data can be seen and changed. Do not send it by email or WhatsApp.",
            "Ficha keeps it in this computer's keychain, where the system looks after passwords: Credential Manager on Windows, Keychain on a Mac. After that it is never shown again.",
            "Without a keychain, or with one that cannot be opened, Ficha works too: the key and the drafts are lost when it closes.",
          ],
        },
      },
    },
    find: {
      title: "Find",
      parts: {
        search: {
          text: [
            "Type part of the name, email, phone or username; the list comes by itself. The family's id works too, whole.",
            "↓ goes to the list, ↑ and ↓ choose, and Enter opens the record.",
            "With nothing typed, the recently opened families are listed.",
            "When an update was not confirmed, Ficha checks it by itself and says above the search what became of it.",
          ],
          caption: "Two families with the same surname: the username, email and phone show which is which.",
        },
      },
    },
    edit: {
      title: "The record",
      parts: {
        fields: {
          text: [
            "The record opens with what Quentli holds at that moment. Change what needs changing: whatever is not touched stays as it is.",
            "Everything changed has a bar on its left and says what was there before. {fields.undo} puts it back.",
            "To erase something use {fields.clear}. Deleting the letters is not enough, so that nothing is erased by accident.",
            "What cannot be sent is explained beside it.",
            "The button beside a phone, an email or an id copies it.",
            "What is typed is kept as a draft on this computer by itself, except the password and the code. Nothing reaches Quentli until it is reviewed and sent.",
          ],
          caption: "The name has changed. The email is as it was.",
        },
      },
    },
    review: {
      title: "Review",
      parts: {
        changes: {
          text: [
            "This shows, field by field, what is there now and what will be. Opening this screen sends nothing.",
            "{review.change} leads to that line's field, and {review.back} goes back to the record.",
            "Where two texts look the same (one space too many, an accent), Ficha marks the difference.",
            "Read the warnings: a new username or password may lock the family out of the portal.",
            "Sometimes Quentli asks for a verification code; it is entered right here.",
            "The button says who is updated and whose data is in use. Only pressing it sends the change, and only what is listed is sent.",
          ],
          caption: "Struck through, what there is today. On the right, what there will be.",
        },
      },
    },
    result: {
      title: "Result",
      parts: {
        done: {
          title: "It is done",
          text: [
            "Quentli confirmed the change. The table compares what was sent with what Quentli holds now.",
            "{result.undo} prepares the reverse of the change, which is reviewed and sent like any other. What cannot be put back, such as a password, is named.",
            "{result.next} goes back to the search.",
          ],
          caption: "Both are as they were sent.",
        },
        refused: {
          title: "Quentli did not accept it",
          text: [
            "The record is as it was, and what was typed is not lost. Read why, correct it and send again.",
            "Where another family already has the value, its name opens the two side by side, to be compared.",
          ],
          caption: "Another family already has that email: this is how Quentli put it.",
        },
        unknown: {
          title: "It is not known",
          text: [
            "The change went out but could not be confirmed: the connection broke, Quentli took too long, or its answer made no sense. It may be done or not.",
            "There is no need to send it again. {result.readBack} asks Quentli what is there.",
            "Until it is known, the update stays listed in {frame.find}, even after closing Ficha. Each time you go there, Ficha checks it by itself.",
          ],
          caption: "Neither green nor red: it is not known yet.",
        },
      },
    },
    conflict: {
      title: "Conflict",
      parts: {
        choices: {
          text: [
            "Sometimes someone else changes the same record while it is open here. Ficha notices before sending, and sends nothing.",
            "It shows three versions: as it was when opened, as it is in Quentli now, and what was typed here.",
            "Choose what stays for each. Without a choice Quentli's stays, so that nobody overwrites anybody's work.",
            "After {conflict.rebase} the change is reviewed and sent as always.",
          ],
          caption: "Someone changed the phone while it was being corrected here.",
        },
      },
    },
    ...bulkHelp,
    settings: {
      title: "Settings",
      parts: {
        schools: {
          title: "Schools",
          text: [
            "Several schools can be saved; {settings.use} goes from one to another.",
            "When Quentli changes the key, {settings.pasteKey} takes the new one.",
            "{settings.forget} erases a school's key, its drafts and what was sent from this computer. Nothing changes in Quentli.",
          ],
          caption: "Two schools; the first is in use.",
        },
        network: {
          title: "Network",
          text: [
            "Some schools reach the internet through a proxy. {settings.proxySystem} is nearly always right; without a connection, ask IT which address to enter.",
          ],
        },
        privacy: {
          title: "What is kept, and how to erase it",
          text: [
            "Drafts and what was sent are kept encrypted on this computer. What was sent is erased by itself after the days chosen; a draft stays until it is sent or discarded.",
            "{settings.erase} erases them at once. Schools and their keys stay.",
          ],
          caption: "For how long details are kept.",
        },
        diagnostics: {
          title: "Diagnostics",
          text: [
            "The technical facts that support asks for when something does not work: which computer it is, the last errors, and whether Ficha stopped unexpectedly. No keys and no family data are in them.",
          ],
        },
      },
    },
    keyboard: {
      title: "Keyboard",
      parts: {
        keys: {
          text: [
            "Everything can be done from the keyboard. Tab goes from one place to the next, and Enter presses what is marked.",
          ],
        },
      },
      shortcuts: {
        help: "Open this help",
        find: "Find a family",
        choose: "Choose in the list",
        open: "Open what is chosen",
        group: "Go to a group of fields",
        field: "Go to a field by name",
        review: "Review the changes",
        next: "Next family, on the result",
        print: "Print",
        largerText: "Larger text",
        smallerText: "Smaller text",
        normalText: "Text of normal size",
        settings: "Open the settings",
        back: "Back",
      },
      keys: { enter: "Enter", or: "or" },
    },
    trouble: {
      title: "If something fails",
      parts: {
        notice: {
          text: [
            "Every notice says what happened, what it means for the record, and what to do.",
            "A red notice erases nothing: what was typed is still there.",
          ],
          caption: "A notice when there is no internet.",
        },
        common: { title: "Common messages" },
        data: {
          title: "Where the data is",
          text: [
            "The records are in Quentli. On this computer there are only the drafts, the recently opened families and what was sent, all of it encrypted.",
            "After a power cut, or if Ficha closes all of a sudden, the drafts are still there when it opens again.",
          ],
        },
        ask: {
          title: "Ask for help",
          steps: [
            "In {settings.title}, under {settings.diagnostics}, press {settings.copy}.",
            "Paste the text into a message to support, or to the school's IT.",
            "Say what you were trying to do and what the notice said.",
            "Do not send the key or photos of the record: they are not needed.",
          ],
        },
      },
    },
  },
};
