/** @type {typeof import("./es-find.js").find} */
export const find = {
  title: "Find a family",
  short: "Find",
  label: "Name, email, phone, username or id",
  recent: "Recently opened",
  allFamilies: "All families",
  filters: "Show",
  filterNames: {
    all: "All",
    noPhone: "No phone",
    noEmail: "No email",
    emailUnverified: "Email not verified",
    optedOut: "No WhatsApp",
    archived: "Archived",
    withDraft: "With a draft",
  },
  noneLeft: "No family is in this situation.",
  rosterRead: (at) => `List read ${at ?? "just now"}`,
  rosterStates: {
    reading: "Reading the list of families…",
    whole: "",
    tooMany: "There are more families than the list can hold: each search is made in Quentli.",
    refused: "Quentli did not allow the list to be read: each search is made in Quentli.",
    failed: "The whole list could not be read. What is missing is searched for in Quentli.",
  },
  readAgain: "Refresh the list",
  asking: "Searching Quentli as well…",
  results: "Families found",
  count: (n, total, more) =>
    total > n
      ? `The first ${n} of ${total} families. Type more to narrow it down.`
      : more
        ? `The first ${n} families. Type more to narrow it down.`
        : n === 1
          ? "1 family"
          : `${n} families`,
  none: (text) => `No family matches “${text}”`,
  noneHint: "Try fewer letters, the surname, or the last digits of the phone.",
  empty: "Type to find",
  emptyHint: "Part of the name is enough. Phones are found with or without +52.",
  byIdOnly: "This key cannot search",
  byIdHint: "Enter the family's whole id and press Enter.",
  archived: "Archived",
  openId: (id) => `Open the record with id ${id}`,
  keys: "↑ ↓ to choose · Enter to open",
  pendingTitle: (n) => (n === 1 ? "One update is not confirmed" : `${n} updates are not confirmed`),
  pendingUnreadable:
    "It is not known what Quentli did with what was sent, and its details cannot be read here. Open each one to see what to do.",
  pendingLead:
    "It is not known yet what Quentli did with what was sent. Ficha checks again by itself; you can go on working.",
  knownTitle: (n) => (n === 1 ? "There is a result nobody has seen" : `There are ${n} results nobody has seen`),
  see: "See the result",
  seeOf: (name) => `See the result: ${name}`,
  pendingAt: (at) => `Update of ${at}`,
  check: "Check now",
  checkOf: (name) => `Check now: ${name}`,
  noEmail: "no email",
  noPhone: "no phone",
  foundAs: {
    sending: "Being sent",
    unknown: "Not known yet",
    keyUnused: "Saved with a keychain that is not in use now",
    keyElsewhere: "Saved under another key",
    keyGone: "Its details were lost when Ficha closed",
    damaged: "Its details cannot be read",
    applied: "The change was made",
    notApplied: "The change was not made",
    different: "Not as it was sent",
    refused: "Quentli did not accept it",
  },
  drafts: "Not sent yet",
  dropDraftOf: (name) => `Discard the draft: ${name}`,
  dropDraftTitle: (name) => `Discard the draft of ${name}?`,
  dropUnreadable:
    "It cannot be read here, but perhaps with the key it was saved under. If you discard it, it is gone there too. Nothing is sent.",
  notDropped: (name) => `The draft of ${name} could not be discarded`,
  allDrafts: (n) => `See all ${n} drafts`,
  unreadableDrafts: {
    damaged: "It is damaged and cannot be read.",
    keyUnused:
      "Saved with a keychain (where the computer keeps passwords) that is not in use in this session. If it is this computer's, you can read it once you unlock it and open Ficha again.",
    keyElsewhere: "Saved under another key, perhaps another computer's: it cannot be read here.",
    keyGone: "Typed without a keychain in a session that has ended: it cannot be recovered.",
  },
  strangers: (n) =>
    n === 1 ? "One family of another school was left out" : `${n} families of another school were left out`,
  strangersLead: (names) => `Quentli sent them among the results, but they are not this school's: ${names.join(", ")}.`,
};
