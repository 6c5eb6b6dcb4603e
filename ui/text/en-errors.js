// Each code: what happened · what it means for the record · what to do.
const unchanged = "No record was changed.";
const onlyRead = "Reading changes nothing.";

export const errors = {
  unauthorized: {
    what: "Quentli does not recognize the key.",
    record: unchanged,
    todo: "Paste the school's key again in Settings, or ask Quentli for a new one.",
  },
  forbidden: {
    what: "The key is not allowed to do this.",
    record: unchanged,
    todo: "Ask Quentli for a key that can read and change families.",
  },
  notFound: {
    what: "Quentli has no family with that id.",
    record: unchanged,
    todo: "Find the family by name, email or phone.",
  },
  rejected: {
    what: "Quentli did not accept the data.",
    record: unchanged,
    todo: "Correct what Quentli points out and review again.",
  },
  conflict: {
    what: "Another family already has one of those values.",
    record: unchanged,
    todo: "Username, email and phone belong to one family only. Change the value, or correct the other family first.",
  },
  rateLimited: {
    what: "Quentli got too many requests in a row.",
    record: unchanged,
    todo: "Wait a moment and try again.",
  },
  unavailable: {
    what: "Quentli is not available right now.",
    record: unchanged,
    todo: "Wait a few minutes and try again.",
  },
  redirected: {
    what: "The answer pointed to another address, and Ficha did not follow it.",
    record: unchanged,
    todo: "It is usually the network's sign-in page. Open the browser, sign in to the school's network and try again.",
  },
  dns: {
    what: "The server could not be found.",
    record: unchanged,
    todo: "Check that there is internet and that the server's address is right.",
  },
  connect: {
    what: "The server could not be reached.",
    record: unchanged,
    todo: "Check the internet connection. If the school uses a proxy, check it in Settings.",
  },
  tlsUnknownIssuer: {
    what: "The server's certificate is signed by someone this computer does not trust.",
    record: unchanged,
    todo: "If the school inspects its network, ask IT to install its certificate. If not, do not continue on this network.",
  },
  tlsExpired: {
    what: "The server's certificate has expired.",
    record: unchanged,
    todo: "Check this computer's date. If it is right, let IT know.",
  },
  tlsNotYetValid: {
    what: "The server's certificate is not valid yet.",
    record: unchanged,
    todo: "It is nearly always this computer's clock. Correct the date and time.",
  },
  tlsNameMismatch: {
    what: "The certificate belongs to another server.",
    record: unchanged,
    todo: "Check the server's address. If it is right, do not continue on this network, and let IT know.",
  },
  tlsOther: {
    what: "A secure connection could not be made.",
    record: unchanged,
    todo: "Try another network. If nothing changes, let IT know.",
  },
  proxyWindows: {
    what: "The school's proxy accepts only the Windows account (NTLM or Negotiate), which Ficha does not use.",
    record: unchanged,
    todo: "Ask your network administrator to let Quentli through without an account, or for a proxy with a user name and password.",
  },
  proxyAuth: {
    what: "The school's proxy asks for a username and password.",
    record: unchanged,
    todo: "Ask IT for them and enter them in Settings, under Proxy.",
  },
  proxy: {
    what: "The proxy did not answer.",
    record: unchanged,
    todo: "Check the proxy's address in Settings, or try without a proxy.",
  },
  interrupted: { what: "The connection broke before the whole answer arrived.", record: onlyRead, todo: "Try again." },
  timedOut: { what: "Quentli did not answer in time.", record: onlyRead, todo: "Try again in a moment." },
  serverFailed: {
    what: "Quentli reported an error.",
    record: onlyRead,
    todo: "Wait a few minutes and try again. If it continues, let Quentli know.",
  },
  unclear: {
    what: "The answer does not say whether the change was made; it may not be Quentli's.",
    record: "Reading changes nothing.",
    todo: "Try again in a moment.",
  },
  contradicted: {
    what: "Quentli said yes, but with other data than what was sent.",
    record: "It may have been made or not.",
    todo: "Open the family and look at its data.",
  },
  nothingPending: {
    what: "No update of this family is waiting to be confirmed.",
    record: "Nothing was sent.",
    todo: "Find the family to see its data.",
  },
  nothingToUndo: {
    what: "This update cannot be undone from here.",
    record: "Nothing was sent.",
    todo: "Find the family and correct the data by hand.",
  },
  stopped: {
    what: "The wait was stopped.",
    record: "Nothing was saved.",
    todo: "Try again whenever you like.",
  },
  switched: {
    what: "Another school was opened meanwhile.",
    record: "Nothing was sent.",
    todo: "Find the family in the school that is open now.",
  },
  sameSchool: { what: "That school is already saved.", record: "Nothing was saved.", todo: "Use it from Settings." },
  journalGone: {
    what: "Ficha's journal disappeared while it was open.",
    record: "Nothing was sent: Ficha notes every update before it sends it.",
    todo: "Close Ficha and open it again. What is typed and not sent will be lost: write it down first.",
  },
  unreadable: {
    what: "Quentli's answer came in a form Ficha does not understand.",
    record: onlyRead,
    todo: "Try again. If it continues, there may be a newer Ficha.",
  },
  notJson: {
    what: "Something else answered in Quentli's place, perhaps a proxy or the network's sign-in page.",
    record: onlyRead,
    todo: "Open the browser, sign in to the school's network and try again.",
  },
  tooLarge: {
    what: "The answer was too big and Ficha stopped reading it.",
    record: onlyRead,
    todo: "Try again. If it continues, let Quentli know.",
  },
  unconfirmed: {
    what: "It is unclear whether the change went through.",
    record: "It may have been made or not.",
    todo: "Open the record and check its data.",
  },
  wrongOrganization: {
    what: "The key belongs to another school.",
    record: "Nothing was sent, so that no other school's records are touched.",
    todo: "Paste this school's key, or save the other one as a connection of its own.",
  },
  keyEmpty: {
    what: "The key is missing.",
    record: "Nothing was saved.",
    todo: "Paste the key Quentli gave. It starts with sk_.",
  },
  keySpaces: {
    what: "The key has spaces or line breaks inside it.",
    record: "Nothing was saved.",
    todo: "Copy it again, complete and on its own.",
  },
  keyNotAscii: {
    what: "The key has characters that do not belong in a key.",
    record: "Nothing was saved.",
    todo: "Copy it straight from Quentli, not from a formatted document.",
  },
  keyTooLong: {
    what: "That is too long to be a key.",
    record: "Nothing was saved.",
    todo: "Copy the key alone. It starts with sk_.",
  },
  serverBad: {
    what: "The server's address is not a valid address.",
    record: "Nothing was saved.",
    todo: "It should look like https://api.example.com, with nothing after it.",
  },
  serverNotHttps: {
    what: "That server does not use a secure connection.",
    record: "Nothing was saved.",
    todo: "Use https. Only this same computer may use http.",
  },
  nameEmpty: {
    what: "The school's name is missing.",
    record: "Nothing was saved.",
    todo: "Enter a name you will recognize it by.",
  },
  idBad: {
    what: "That cannot be a family's id.",
    record: "Nothing was asked of Quentli.",
    todo: "Copy the whole id, without spaces or slashes.",
  },
  noConnection: { what: "No school is connected.", record: unchanged, todo: "Connect a school or use practice." },
  keyMissing: {
    what: "This school's key is no longer in the keychain (where this computer keeps passwords).",
    record: unchanged,
    todo: "Paste it again.",
  },
  keychain: {
    what: "The keychain (where this computer keeps passwords) did not answer.",
    record: "Nothing was saved or sent.",
    todo: "Unlock it and try again.",
  },
  journal: {
    what: "Ficha could not write to its own log, so it sent nothing.",
    record: unchanged,
    todo: "Check that the disk has room and open Ficha again.",
  },
  journalNewer: {
    what: "A newer Ficha wrote this computer's log.",
    record: "Nothing was touched.",
    todo: "Open the newer version, or install it.",
  },
  diskFull: {
    what: "This computer's disk is full.",
    record: "Nothing was sent: Ficha writes down every update before sending it.",
    todo: "Make room and try again.",
  },
  folderUnusable: {
    what: "Ficha cannot write to its folder.",
    record: "Nothing was sent.",
    todo: "Ask IT for permission to write to the data folder, or name another with FICHA_HOME.",
  },
  problems: {
    what: "Some data needs correcting.",
    record: "Nothing was sent.",
    todo: "Correct the fields pointed out.",
  },
  nothingToSend: {
    what: "There is no change to send.",
    record: "The record stays as it is.",
    todo: "Change something, or find another family.",
  },
  notOpen: {
    what: "This record is no longer open.",
    record: "Nothing was sent.",
    todo: "Open it again from Find. The draft is kept.",
  },
  notReviewed: {
    what: "This changed since it was reviewed.",
    record: "Nothing was sent.",
    todo: "Review the changes again and send them.",
  },
  proxyBad: {
    what: "The proxy's address is not a valid address.",
    record: "The proxy stays as it was.",
    todo: "It should look like http://proxy.school.mx:3128.",
  },
  noFileManager: {
    what: "The folder could not be opened.",
    record: "No record changed.",
    todo: "The diagnostics can also be copied. Ficha's page says where the folder is.",
  },
  noBrowser: {
    what: "The browser could not be opened.",
    record: "No record changed.",
    todo: "Open Ficha's page from where it was downloaded.",
  },
  internal: {
    what: "Ficha ran into a problem.",
    record: "If it was sending, find the family and check its data.",
    todo: "Try again. If it continues, copy the diagnostics from Settings and send them to support.",
  },
};

export const errorWords = {
  retryAfter: /** @param {number} seconds */ (seconds) =>
    seconds === 1 ? "Quentli asks to wait 1 second." : `Quentli asks to wait ${seconds} seconds.`,
  host: /** @param {string} host */ (host) => `Server: ${host}`,
  status: /** @param {number} status */ (status) => `HTTP ${status}`,
  said: "Quentli said:",
  quote: /** @param {string} text */ (text) => `“${text}”`,
  retry: "Try again",
  goConnect: "Paste the key",
  goSettings: "Go to Settings",
  goFind: "Find a family",
  goKeychain: "See the keychain",
  goSheet: "Go to Spreadsheet",
  summaryOne: "One thing needs correcting",
  summary: /** @param {number} n */ (n) => `${n} things need correcting`,
};
