// Generated from src-tauri/src/wire.rs; a test compares. Do not edit.

/**
 * An editable field, under the API's own name (`UpdateCustomerData` in its contract).
 */
export type FieldName = "phoneNumber" | "email" | "secondaryPhoneNumber" | "phoneNumberVerified" | "emailVerified" | "name" | "username" | "assigneeId" | "tags" | "optedOutWhatsappAt" | "replyWithAssistant" | "password" | "hasChangedPassword" | "skipTaxInvoice" | "acceptedServiceAgreement" | "tosIp" | "signature" | "metadata" | "meta";

export type Group = "contact" | "identity" | "messages" | "access" | "billing" | "agreement" | "customData";

export type Kind = "text" | "email" | "phone" | "flag" | "choice" | "dateSwitch" | "tags" | "password" | "ip" | "pairs";

export type FieldSpec = { name: FieldName, group: Group, kind: Kind, nullable: boolean, sensitive: boolean, 
/**
 * False for what no answer of Quentli ever carries (write-only).
 */
readable: boolean, };

/**
 * One pair of a customer's custom data.
 */
export type Pair = { key: string, value: string, };

/**
 * What a field holds.
 */
export type Value = { "kind": "absent" } | { "kind": "null" } | { "kind": "text", text: string, } | { "kind": "flag", flag: boolean, } | { "kind": "list", items: Array<string>, } | { "kind": "pairs", pairs: Array<Pair>, };

/**
 * One row of custom data as edited.
 */
export type PairEntry = { key: string, value: string, 
/**
 * The key the row was loaded under; `None` for a new row.
 */
original: string | null, remove: boolean, };

export type Entry = { "kind": "clear" } | { "kind": "text", text: string, 
/**
 * Also rewrite a phone that is the same number in another form (`+521…` to `+52…`).
 */
exact: boolean, } | { "kind": "flag", flag: boolean, } | { "kind": "list", items: Array<string>, } | { "kind": "pairs", rows: Array<PairEntry>, };

/**
 * The changes a person wants, as typed. A field without an entry is left unchanged.
 */
export type Draft = { [key in FieldName]?: Entry };

/**
 * One line of old → new.
 */
export type Change = { field: FieldName, 
/**
 * Names the pair, for custom data.
 */
key: string | null, 
/**
 * Null where nobody can know it (write-only or unreadable).
 */
before: Value | null, 
/**
 * Kind `null` clears; on a pair it deletes.
 */
after: Value, sensitive: boolean, 
/**
 * The two look the same on screen (spaces, accents, +52/+521).
 */
lookAlike: boolean, };

export type ProblemCode = "nameEmpty" | "usernameEmpty" | "textEmpty" | "tooLong" | "controlCharacters" | "damagedText" | "emailNoAt" | "emailTwo" | "emailBad" | "phoneNoAreaCode" | "phoneTwo" | "phoneExtension" | "phoneLetters" | "phoneBad" | "placeholder" | "ipBad" | "dateBad" | "dateIncomplete" | "keyEmpty" | "keyRepeated" | "valueEmpty" | "usernameSpaces" | "passwordBlank" | "notHere" | "codeBad";

/**
 * Why a field cannot be sent.
 */
export type Problem = { field: FieldName | "otp", 
/**
 * The index of the custom data row.
 */
row: number | null, code: ProblemCode, max: number | null, 
/**
 * What the text held instead of one value (two phone numbers, two e-mails).
 */
found: Array<string>, };

export type NoticeCode = "phonePrefixDropped" | "phoneOtherForm" | "phoneForeign" | "invisibleRemoved" | "spacesSqueezed" | "emailTypo" | "emailUnwrapped" | "unusualCharacters" | "keyAlike";

/**
 * Shown at the field; blocks nothing.
 */
export type Notice = { field: FieldName, row: number | null, code: NoticeCode, 
/**
 * What will be sent, or what may have been meant.
 */
text: string | null, count: number | null, };

/**
 * Where a draft is.
 */
export type Kept = "disk" | "memory" | "diskFull" | "failed";

export type Checked = { changes: Array<Change>, problems: Array<Problem>, notices: Array<Notice>, kept: Kept, };

/**
 * What became of an edit.
 */
export type Edited = { checked: Checked, 
/**
 * The record as it is now, where it moved on since the page was shown it.
 */
moved: Opened | null, };

/**
 * A family with something typed that was not sent.
 */
export type Unsent = { id: string, title: string, 
/**
 * Changes and problems together.
 */
count: number, kept: Kept, };

export type DraftState = "readable" | "damaged" | "keyUnused" | "keyElsewhere" | "keyGone";

/**
 * A draft of the connection in use.
 */
export type DraftLine = { id: string, 
/**
 * Names it among the drafts of its family; null where it is in memory alone.
 */
key: number | null, 
/**
 * Null where nobody knows it.
 */
name: string | null, savedAt: string | null, kept: Kept, state: DraftState, };

/**
 * A draft by itself, for a family that cannot be opened.
 */
export type KeptDraft = { title: string, savedAt: string | null, draft: Draft, };

export type Environment = "practice" | "staging" | "demo" | "production" | "other";

export type Connection = { id: string, name: string, environment: Environment, 
/**
 * Scheme, host and port, for instance `https://api.quentli.com`.
 */
server: string, organizationId: string | null, canRead: boolean, 
/**
 * False: the key is not in the keychain (any more) and has to be pasted again.
 */
hasKey: boolean, };

export type Theme = "system" | "light" | "dark";

export type Language = "system" | "es" | "en";

/**
 * How large everything is drawn, in percent: one of [`TextSize::STEPS`].
 */
export type TextSize = number;

export type Settings = { language: Language, theme: Theme, textSize: TextSize, };

export type StartNotice = "settingsUnreadable" | "detailsLost" | "journalRebuilt" | "crashed";

/**
 * Known at once, before the keychain was asked.
 */
export type Started = { version: string, settings: Settings, 
/**
 * What `system` means on this computer.
 */
systemLanguage: "es" | "en", fields: Array<FieldSpec>, 
/**
 * No connection was ever saved on this computer.
 */
first: boolean, 
/**
 * Another Ficha is open with the same files.
 */
alreadyOpen: boolean, 
/**
 * Why Ficha cannot work at all: its own files cannot be used.
 */
failed: CommandError | null, 
/**
 * Whether this build knows where its releases are published.
 */
updates: boolean, notices: Array<StartNotice>, 
/**
 * Faults that practice mode can play.
 */
faults: Array<string>, 
/**
 * The text sizes to choose from, in percent.
 */
textSizes: Array<TextSize>, 
/**
 * The address of a page that died: this one takes its place.
 */
reopened: string | null, 
/**
 * A developer may reload the page, which drops what is typed and not kept.
 */
reloads: boolean, };

export type KeychainState = "ready" | "noService" | "locked" | "dismissed" | "noCollection" | "ambiguous" | "waiting";

export type PendingState = "sending" | "unknown" | "keyUnused" | "keyElsewhere" | "keyGone" | "damaged" | "applied" | "notApplied" | "different" | "refused";

/**
 * An update whose outcome is not known, or was not looked at: the newest of its family.
 */
export type Pending = { customerId: string, name: string | null, startedAt: string, state: PendingState, };

export type Practising = { 
/**
 * The verification code that practice mode accepts.
 */
code: string, 
/**
 * The fault being played.
 */
fault: string | null, };

/**
 * Where things stand once the keychain was asked.
 */
export type Session = { keychain: KeychainState, 
/**
 * Keys and drafts live in memory for this session only.
 */
memoryOnly: boolean, connections: Array<Connection>, current: Connection | null, 
/**
 * Names the connection in use among all there were since the start; a command is for this one.
 */
generation: number, 
/**
 * Updates of the current connection whose outcome is not known, or was not looked at.
 */
pending: Array<Pending>, 
/**
 * How many keys of forgotten connections could not be deleted from the keychain yet.
 */
keysLeft: number, notices: Array<StartNotice>, practice: Practising | null, 
/**
 * Null follows the system; "" uses none; else http://host:port.
 */
proxy: string | null, retentionDays: number, 
/**
 * How many updates of a run may be on their way at once.
 */
runCeiling: number, 
/**
 * Whether to ask at each start for a newer Ficha; null until the person has said.
 */
tellNewer: boolean | null, };

/**
 * The connect form as filled in. Its `Debug` leaves the key out.
 */
export type ConnectionForm = { 
/**
 * Set to change a saved connection.
 */
id: string | null, name: string, environment: Environment, 
/**
 * For `other` only.
 */
server: string, key: string, 
/**
 * Save it though another connection has the same organization.
 */
another: boolean, };

export type Leg = "name" | "connection" | "proxy" | "tls" | "key";

export type CheckedLeg = { leg: Leg, milliseconds: number, failed: CommandError | null, };

export type ProbeFound = { organizationId: string | null, canRead: boolean, 
/**
 * Whether the organization has any family; null where the key cannot read.
 */
hasFamilies: boolean | null, };

/**
 * What a test of a connection met.
 */
export type Probe = { 
/**
 * Up to the first that failed.
 */
legs: Array<CheckedLeg>, 
/**
 * Host and port of the proxy in between.
 */
proxy: string | null, 
/**
 * Who signed the server's certificate, trusted or not.
 */
certificateIssuer: string | null, 
/**
 * Null where a leg failed.
 */
found: ProbeFound | null, 
/**
 * Name of a saved connection that already holds this organization in this environment.
 */
sameAs: string | null, };

/**
 * A setting of the system that names a script instead of a proxy.
 */
export type ProxyScript = { "kind": "at", address: string, } | { "kind": "searched" };

export type Hit = { id: string, name: string, username: string | null, email: string | null, phoneNumber: string | null, archived: boolean, 
/**
 * What of it matched a search.
 */
marks: Array<Mark>, };

/**
 * The parts of a value that matched, as indices from and to.
 */
export type Mark = { place: MarkPlace, 
/**
 * The key and the value of a pair of custom data.
 */
pair: Pair | null, parts: Array<[number, number]>, };

export type MarkPlace = "name" | "username" | "email" | "phoneNumber" | "secondaryPhoneNumber" | "pair";

/**
 * What a list of families can be narrowed down to. Archived families are in no other than `All`, `Archived` and
 * `WithDraft`.
 */
export type FamilyFilter = "all" | "noPhone" | "noEmail" | "emailUnverified" | "optedOut" | "archived" | "withDraft";

/**
 * Some of the families in hand, by name.
 */
export type FamilyList = { families: Array<Hit>, 
/**
 * How many each filter leaves.
 */
counts: { [key in FamilyFilter]: number }, 
/**
 * Names of families of another organization, which are left out.
 */
strangers: Array<string>, roster: Roster, };

/**
 * How far reading all families has come.
 */
export type Roster = { state: RosterState, 
/**
 * When the list was complete, in ISO 8601.
 */
readAt: string | null, };

export type RosterState = "reading" | "whole" | "tooMany" | "refused" | "failed";

export type Found = { 
/**
 * What was searched, so that a stale answer is known as one.
 */
text: string, hits: Array<Hit>, 
/**
 * How many families match, of those that could be searched.
 */
total: number, 
/**
 * The server was asked, or need not be.
 */
complete: boolean, 
/**
 * More families match than are shown.
 */
more: boolean, 
/**
 * The key may not search: open by id only.
 */
byIdOnly: boolean, 
/**
 * Names of families of another organization, which are not shown.
 */
strangers: Array<string>, roster: Roster, };

/**
 * Read-only facts of a record; times as ISO 8601.
 */
export type Facts = { id: string, organizationId: string | null, createdAt: string | null, updatedAt: string | null, archivedAt: string | null, signatureAcceptedAt: string | null, optedInWhatsappAt: string | null, startedWhatsappAt: string | null, 
/**
 * Fields Quentli sends that Ficha does not know, as text.
 */
extra: Array<Pair>, };

/**
 * What this app last sent in a write-only field; the value of a password is never kept.
 */
export type LastSent = { field: FieldName, value: Value | null, at: string, };

export type ConflictRow = { field: FieldName, key: string | null, base: Value, theirs: Value, 
/**
 * Null where the person did not touch the field.
 */
mine: Value | null, };

/**
 * Someone else changed the record since it was loaded.
 */
export type Conflict = { 
/**
 * Names the record as it is shown here; the decision says which it was made on.
 */
revision: number, changedAt: string | null, 
/**
 * Set where it was archived meanwhile.
 */
archivedAt: string | null, rows: Array<ConflictRow>, };

export type Opened = { id: string, 
/**
 * Names the record as it is shown here; edits say which they were made in.
 */
revision: number, 
/**
 * Null: the key cannot read; the form starts empty with a tick per field.
 */
facts: Facts | null, title: string, values: { [key in FieldName]?: Value }, draft: Draft, draftSavedAt: string | null, checked: Checked, lastSent: Array<LastSent>, conflict: Conflict | null, pending: Pending | null, };

/**
 * A record to compare with another; it is not open.
 */
export type Card = { title: string, facts: Facts, values: { [key in FieldName]?: Value }, };

/**
 * Names one side of a conflict that the user keeps as their own.
 */
export type Side = { field: FieldName, key: string | null, };

/**
 * The exact request, its key masked.
 */
export type RequestPreview = { method: string, url: string, headers: Array<Pair>, body: string, };

export type Reviewed = { id: string, title: string, changes: Array<Change>, problems: Array<Problem>, notices: Array<Notice>, 
/**
 * Null where there is nothing that could be sent.
 */
request: RequestPreview | null, 
/**
 * Quentli asked for a verification code for this draft.
 */
codeNeeded: boolean, 
/**
 * The record as it is now, where it moved on since the page was shown it. Nothing was reviewed then.
 */
moved: Opened | null, archivedAt: string | null, };

export type Verdict = "held" | "notHeld" | "different" | "cannotTell";

export type ResultRow = { field: FieldName, key: string | null, before: Value | null, asked: Value, 
/**
 * Null where Quentli never shows the field, or where nothing was read.
 */
held: Value | null, verdict: Verdict, };

export type FieldRefusal = { field: FieldName | "otp", 
/**
 * The server's own words.
 */
message: string, };

/**
 * How it is known that an update was applied.
 */
export type Proof = { "kind": "answer" } | { "kind": "readBack", cause: CommandError, } | { "kind": "recorded" };

export type ErrorCode = "unauthorized" | "forbidden" | "notFound" | "rejected" | "conflict" | "rateLimited" | "unavailable" | "redirected" | "dns" | "connect" | "tlsUnknownIssuer" | "tlsExpired" | "tlsNotYetValid" | "tlsNameMismatch" | "tlsOther" | "proxyAuth" | "proxyWindows" | "proxy" | "interrupted" | "timedOut" | "serverFailed" | "unclear" | "contradicted" | "unreadable" | "unconfirmed" | "notJson" | "tooLarge" | "wrongOrganization" | "keyEmpty" | "keySpaces" | "keyNotAscii" | "keyTooLong" | "serverBad" | "serverNotHttps" | "nameEmpty" | "idBad" | "noConnection" | "keyMissing" | "keychain" | "journal" | "journalGone" | "journalNewer" | "diskFull" | "folderUnusable" | "problems" | "nothingToSend" | "nothingPending" | "nothingToUndo" | "stopped" | "switched" | "sameSchool" | "notOpen" | "notReviewed" | "proxyBad" | "noBrowser" | "sheetMissing" | "sheetFolder" | "sheetDenied" | "sheetBusy" | "sheetUnreadable" | "sheetEmpty" | "sheetHeaderOnly" | "sheetPassword" | "sheetNotOne" | "sheetDamaged" | "sheetChanged" | "sheetTooLarge" | "noSheet" | "notChecked" | "countDiffers" | "noSuchRun" | "runActive" | "rosterNeeded" | "noFileManager" | "internal";

export type CommandError = { code: ErrorCode, 
/**
 * The server's own message, shown in addition to the page's text, never instead of it.
 */
message: string | null, status: number | null, retryAfterSeconds: number | null, host: string | null, problems: Array<Problem>, };

/**
 * What reading back showed of an update that is still unknown.
 */
export type Seen = { "kind": "failed", error: CommandError, } | { "kind": "notYet" } | { "kind": "hidden" } | { "kind": "keyUnused" } | { "kind": "keyElsewhere" } | { "kind": "keyGone" } | { "kind": "damaged" };

/**
 * What became of an update. Only `applied` says that it is done.
 */
export type Updated = { "kind": "applied", title: string, rows: Array<ResultRow>, at: string, proof: Proof, } | { "kind": "notApplied", title: string, rows: Array<ResultRow>, at: string, cause: CommandError, } | { "kind": "different", title: string, rows: Array<ResultRow>, at: string, cause: CommandError, } | { "kind": "unknown", title: string, rows: Array<ResultRow>, at: string, cause: CommandError, seen: Seen, } | { "kind": "refused", error: CommandError, 
/**
 * It is certain that nothing changed. False where only fields were sent that Quentli never shows, or
 * for a key that cannot read.
 */
confirmed: boolean, fields: Array<FieldRefusal>, 
/**
 * The refusal speaks of a verification code, which can be offered.
 */
codeNeeded: boolean, 
/**
 * The family that already has the value, when it could be found.
 */
clash: Hit | null, } | { "kind": "conflict", conflict: Conflict, };

/**
 * Whether an update can be taken back.
 */
export type Undoable = { possible: boolean, 
/**
 * What it wrote, or may have written, that cannot be put back.
 */
impossible: Array<FieldName>, };

/**
 * A draft that takes an update back, to be reviewed.
 */
export type Undo = { 
/**
 * Null where another draft of the family is kept: nothing was done then.
 */
opened: Opened | null, 
/**
 * What the draft does not put back.
 */
impossible: Array<FieldName>, };

/**
 * What became of an update, and which one it is.
 */
export type UpdateReport = { 
/**
 * Null where the journal has none.
 */
update: number | null, 
/**
 * Whether anything typed into this family is still kept.
 */
draftKept: boolean, 
/**
 * It is shown as the journal has it; Quentli was not asked just now.
 */
recorded: boolean, undo: Undoable, } & ({ "kind": "applied", title: string, rows: Array<ResultRow>, at: string, proof: Proof, } | { "kind": "notApplied", title: string, rows: Array<ResultRow>, at: string, cause: CommandError, } | { "kind": "different", title: string, rows: Array<ResultRow>, at: string, cause: CommandError, } | { "kind": "unknown", title: string, rows: Array<ResultRow>, at: string, cause: CommandError, seen: Seen, } | { "kind": "refused", error: CommandError, 
/**
 * It is certain that nothing changed. False where only fields were sent that Quentli never shows, or
 * for a key that cannot read.
 */
confirmed: boolean, fields: Array<FieldRefusal>, 
/**
 * The refusal speaks of a verification code, which can be offered.
 */
codeNeeded: boolean, 
/**
 * The family that already has the value, when it could be found.
 */
clash: Hit | null, } | { "kind": "conflict", conflict: Conflict, });

export type SheetFormat = "text" | "xlsx" | "xlsb" | "xls" | "ods";

export type SheetText = { 
/**
 * By its IANA name, such as `windows-1252`.
 */
encoding: string, 
/**
 * What the bytes say is beyond doubt.
 */
certain: boolean, encodings: Array<string>, separator: string, };

export type SheetName = { name: string, hidden: boolean, };

export type TopRow = { row: number, cells: Array<string>, };

export type FindsBy = "id" | "username" | "email" | "phone";

export type PartOfName = "paternal" | "maternal" | "given";

/**
 * What a column is for.
 */
export type ColumnUse = { "kind": "ignored" } | { "kind": "finds", by: FindsBy, } | { "kind": "field", field: FieldName, } | { "kind": "namePart", part: PartOfName, } | { "kind": "pair", home: FieldName, key: string, } | { "kind": "updatedAt" };

export type ColumnBasis = "header" | "values" | "takenBy" | "nothing" | "chosen" | "remembered";

export type SheetColumn = { letters: string, header: string, 
/**
 * The header made unique: `Teléfono (2)`.
 */
name: string, hidden: boolean, 
/**
 * The first cells that are not blank, three at most.
 */
samples: Array<string>, use: ColumnUse, basis: ColumnBasis, 
/**
 * The column that already is for what this one looks like.
 */
takenBy: number | null, };

export type ColumnsProblemCode = "noFinder" | "twoFinders" | "twice" | "nameTwice" | "nothingToChange" | "badPair";

export type ColumnsProblem = { code: ColumnsProblemCode, 
/**
 * By position.
 */
columns: Array<number>, };

export type DayOrder = "dayFirst" | "monthFirst";

export type OrderOfName = "givenFirst" | "surnamesFirst" | "surnamesComma";

export type PlaceholderAnswer = "leave" | "clear";

/**
 * What a sheet's text means, as far as it has to be asked.
 */
export type Reading = { dateOrder: DayOrder | null, tagSeparator: string, nameOrder: OrderOfName, 
/**
 * Also rewrite phones that are the same number in another form.
 */
rewritePhones: boolean, 
/**
 * `#N/A` and `#N/D` clear.
 */
missingClears: boolean, 
/**
 * `JosÃ©` means `José`.
 */
repairText: boolean, 
/**
 * `128765` means `0000128765`.
 */
padUsernames: boolean, placeholders: { [key in string]: PlaceholderAnswer }, };

/**
 * A sheet as it is understood now.
 */
export type Sheet = { 
/**
 * The file's name; empty for what was pasted.
 */
name: string, format: SheetFormat, 
/**
 * Of a text file.
 */
text: SheetText | null, 
/**
 * Of a workbook.
 */
sheets: Array<SheetName>, sheet: number | null, 
/**
 * The row that names the columns, from 1.
 */
headerRow: number, 
/**
 * The first rows that are not blank, those above the header included.
 */
top: Array<TopRow>, hiddenRows: boolean, hiddenColumns: boolean, 
/**
 * A filter hides rows.
 */
filtered: boolean, merged: boolean, 
/**
 * Zeros that only a number format shows cannot be seen in this kind of file.
 */
noNumberFormats: boolean, 
/**
 * It is a result that Ficha saved: only its refused and pending rows are used.
 */
ownResult: boolean, columns: Array<SheetColumn>, reading: Reading, 
/**
 * Dates can be read both ways.
 */
datesAmbiguous: boolean, 
/**
 * Why the columns cannot be used as they are.
 */
columnsProblem: ColumnsProblem | null, };

/**
 * How a file is read; null is guessed.
 */
export type SheetOptions = { encoding: string | null, separator: string | null, sheet: number | null, headerRow: number | null, };

export type CellProblemCode = "digitsLost" | "formulaFailed" | "notYesOrNo" | "dateAmbiguous" | "notADate" | "placeholder" | "cannotClear" | "nameIncomplete";

/**
 * What reading the file showed of a cell.
 */
export type CellMark = "uncalculated" | "digitsLost" | "tooManyDigits" | "zerosMayBeLost" | "apostropheDropped" | "mojibake" | "replacementCharacter" | "unclosedQuote" | "beyondHeader";

/**
 * What is found of a row as a whole, or of its family.
 */
export type RowIssue = "noKey" | "unknownFamily" | "severalFamilies" | "archivedFamily" | "foreignId" | "guessedUsername" | "twiceDifferent" | "takenInFile" | "takenByFamily" | "cannotSwap" | "changedSinceExport";

/**
 * Its name alone says to a front end what it is: where two kinds share one, they mean the same.
 */
export type IssueCode = CellProblemCode | ProblemCode | NoticeCode | CellMark | RowIssue;

export type Severity = "problem" | "warning";

export type IssueGroup = { code: IssueCode, severity: Severity, rows: number, };

export type PlaceholderAsked = { key: string, text: string, rows: number, answer: PlaceholderAnswer | null, };

export type FieldCount = { field: FieldName, key: string | null, changes: number, 
/**
 * Of these, how many are emptied or deleted.
 */
clears: number, sensitive: boolean, };

export type BrakeWhy = "many" | "share" | "sensitive";

/**
 * What all rows come to.
 */
export type Check = { rows: number, 
/**
 * Families that would be updated.
 */
updates: number, same: number, repeated: number, 
/**
 * Rows with a problem, those of unknown families included.
 */
left: number, 
/**
 * How many families the school has.
 */
roster: number, 
/**
 * Since when these are what was checked against, in ISO 8601.
 */
readAt: string, 
/**
 * Most ids are of another organization: nothing may be sent.
 */
foreign: boolean, 
/**
 * Problems first, the most frequent first.
 */
groups: Array<IssueGroup>, placeholders: Array<PlaceholderAsked>, 
/**
 * Rows whose username fits a family once zeros are put before it.
 */
padded: number, 
/**
 * Cells whose text was once read in the wrong encoding, and one of them as it is and as it was meant.
 */
mojibake: number, mojibakeSample: [string, string] | null, 
/**
 * Sensitive ones first.
 */
fields: Array<FieldCount>, 
/**
 * Families that are updated in two passes, and those that only wait for another one.
 */
twoPasses: number, ordered: number, 
/**
 * The number of families has to be typed.
 */
brake: BrakeWhy | null, };

/**
 * Which rows are shown, and what is looked for in them.
 */
export type RowsView = { "kind": "changes", field: FieldName | null, key: string | null, text: string, } | { "kind": "issues", code: IssueCode | null, text: string, } | { "kind": "same", text: string, } | { "kind": "repeated", text: string, };

export type SheetIssue = { 
/**
 * From 0.
 */
column: number | null, 
/**
 * The cell's.
 */
text: string, code: IssueCode, severity: Severity, 
/**
 * What a cell held instead of one value.
 */
found: Array<string>, 
/**
 * Another row, and a family, that it is about.
 */
otherRow: number | null, otherFamily: string | null, suggestion: string | null, max: number | null, };

export type SheetRow = { row: number, id: string | null, name: string | null, 
/**
 * The family was found by a guess that was agreed to.
 */
guessed: boolean, 
/**
 * It is updated in two passes.
 */
twice: boolean, changes: Array<Change>, issues: Array<SheetIssue>, };

export type SheetRows = { total: number, rows: Array<SheetRow>, };

export type RunState = "running" | "pausing" | "paused" | "stopped" | "interrupted" | "cancelled" | "done";

export type RunStopWhy = "unauthorized" | "forbidden" | "wrongOrganization" | "sameFailure" | "unreachable" | "firstDone" | "journalFull" | "switched";

export type RunStop = { why: RunStopWhy, 
/**
 * The server's own words.
 */
message: string | null, };

export type LineState = "planned" | "intent" | "applied" | "different" | "refused" | "notApplied" | "unknown" | "conflict" | "needsCode" | "skipped" | "givenUp";

export type LineSkip = "cancelled" | "passwordGone" | "unreadable";

export type Run = { id: number, 
/**
 * The file's name; empty for what was pasted, and where it cannot be read.
 */
title: string, 
/**
 * In ISO 8601.
 */
createdAt: string, endedAt: string | null, state: RunState, 
/**
 * Why it does not go on by itself.
 */
stop: RunStop | null, 
/**
 * Rows of the sheet.
 */
rows: number, 
/**
 * Updates; a family that takes two passes has two.
 */
lines: number, counts: { [key in LineState]: number }, same: number, repeated: number, leftOut: number, 
/**
 * Rows that can be run again, once it is over.
 */
again: number, ratePerMinute: number | null, secondsLeft: number | null, };

export type RunLine = { 
/**
 * Of the sheet.
 */
row: number, id: string, name: string | null, state: LineState, rows: Array<ResultRow>, 
/**
 * The server's own words.
 */
message: string | null, status: number | null, 
/**
 * In ISO 8601.
 */
at: string | null, skip: LineSkip | null, };

export type RunLines = { total: number, lines: Array<RunLine>, };

/**
 * What was exported.
 */
export type Exported = { name: string, families: number, 
/**
 * Values that do not fit a workbook, which leaves them alone when it is read.
 */
leftOut: number, };

export type WorkbookWords = { 
/**
 * The name that is proposed for the file.
 */
file: string, sheet: string, 
/**
 * By the fields' names in the API.
 */
fields: Record<string, string>, yes: string, no: string, 
/**
 * What clears a value.
 */
clear: string, 
/**
 * The name of a family that nobody has.
 */
stranger: string, 
/**
 * The headers of Ficha's own columns.
 */
state: string, before: string, after: string, when: string, why: string, 
/**
 * What came of a row, by [`desk::OutcomeState`]'s names.
 */
states: Record<string, string>, 
/**
 * Why nothing was sent, by code.
 */
reasons: Record<string, string>, };

/**
 * What the releases page has.
 */
export type Newest = { "kind": "current" } | { "kind": "newer", version: string, } | { "kind": "withdrawn", 
/**
 * The one that is offered.
 */
version: string, } | { "kind": "unknown" };

export type ProxyKind = "none" | "system" | "script" | "manual";

/**
 * Errors of the same kind in a row.
 */
export type Failure = { 
/**
 * Of the last one.
 */
at: string, command: string, code: ErrorCode, status: number | null, count: number, };

export type Crash = { at: string, version: string, 
/**
 * File, line and column in the sources.
 */
place: string, };

export type Diagnostics = { version: string, 
/**
 * The system's name and version.
 */
system: string, 
/**
 * Null where it cannot be known.
 */
webView: string | null, 
/**
 * Null, as the keychain's state, where Ficha's own files cannot be used.
 */
proxy: ProxyKind | null, keychain: KeychainState | null, 
/**
 * The newest first.
 */
failures: Array<Failure>, 
/**
 * The last of those that are kept.
 */
crash: Crash | null, 
/**
 * All of it, and what only support understands.
 */
text: string, };

export type MenuAction = "find" | "review" | "back" | "settings" | "connect" | "help" | "print" | "largerText" | "smallerText" | "normalText";

/**
 * What Rust tells the page without being asked.
 */
export type AppEvent = { "kind": "menu", action: MenuAction, } | { "kind": "closeRequested" } | { "kind": "pending", generation: number, pending: Array<Pending>, } | { "kind": "families", generation: number, } | { "kind": "run", generation: number, id: number, } | { "kind": "exporting", done: number, total: number, } | { "kind": "dragging", over: boolean, } | { "kind": "dropped", name: string, };

/** Every command the page may call, with its arguments and its answer. */
export type Commands = {
  start: [{}, Started],
  session: [{}, Session],
  retry_keychain: [{}, Session],
  use_memory: [{}, Session],
  practice: [{}, Session],
  set_fault: [{ fault: string | null }, Session],
  arrived: [{ place: string }, null],
  watch: [{ channel: unknown }, null],
  closing: [{}, Array<Unsent>],
  close: [{}, null],
  probe_connection: [{ form: ConnectionForm }, Probe],
  save_connection: [{ form: ConnectionForm }, Session],
  stop_connecting: [{}, null],
  choose_connection: [{ id: string }, Session],
  forget_connection: [{ id: string }, Session],
  find: [{ at: number, text: string }, Found],
  find_in_hand: [{ at: number, text: string }, Found],
  recent: [{ at: number }, Array<Hit>],
  families: [{ at: number, filter: FamilyFilter, from: number, most: number }, FamilyList],
  read_families: [{ at: number }, null],
  export_families: [{ at: number, filter: FamilyFilter, text: string, words: WorkbookWords }, Exported | null],
  stop_export: [{}, null],
  drafts: [{ at: number }, Array<DraftLine>],
  kept_draft: [{ at: number, id: string }, KeptDraft | null],
  drop_draft: [{ at: number, id: string, key: number | null }, null],
  open: [{ at: number, id: string }, Opened],
  look_at: [{ at: number, id: string }, Card],
  edit: [{ at: number, id: string, revision: number, draft: Draft }, Edited],
  discard: [{ at: number, id: string }, Opened],
  rebase: [{ at: number, id: string, revision: number, mine: Array<Side> }, Opened],
  review: [{ at: number, id: string, revision: number, draft: Draft }, Reviewed],
  update: [{ at: number, id: string, code: string | null }, UpdateReport],
  outcome: [{ at: number, id: string }, UpdateReport],
  undo: [{ at: number, id: string, update: number, replace: boolean }, Undo],
  acknowledge: [{ at: number, update: number }, Array<Pending>],
  give_up: [{ at: number, id: string }, Array<Pending>],
  choose_sheet: [{ at: number }, Sheet | null],
  open_dropped: [{ at: number }, Sheet | null],
  paste_sheet: [{ at: number, text: string }, Sheet],
  practice_sheet: [{ at: number, words: WorkbookWords }, Sheet],
  sheet: [{ at: number }, Sheet | null],
  close_sheet: [{ at: number }, null],
  read_sheet_as: [{ at: number, options: SheetOptions }, Sheet],
  use_columns: [{ at: number, uses: Array<ColumnUse>, reading: Reading }, Sheet],
  check_sheet: [{ at: number }, Check],
  sheet_rows: [{ at: number, view: RowsView, from: number, most: number }, SheetRows],
  mend_cell: [{ at: number, row: number, column: number, text: string }, Check],
  choose_family: [{ at: number, row: number, id: string }, Check],
  nearest_families: [{ at: number, row: number }, Array<Hit>],
  start_run: [{ at: number, typed: number | null, first: number | null }, number],
  runs: [{ at: number }, Array<Run>],
  run: [{ at: number, id: number }, Run],
  run_lines: [{ at: number, id: number, states: Array<LineState>, text: string, from: number, most: number }, RunLines],
  pause_run: [{ at: number, id: number }, Run],
  resume_run: [{ at: number, id: number }, Run],
  cancel_run: [{ at: number, id: number }, Run],
  export_run: [{ at: number, id: number, words: WorkbookWords }, string | null],
  rerun: [{ at: number, id: number }, Sheet],
  set_run_ceiling: [{ ceiling: number }, Session],
  set_settings: [{ settings: Settings }, Settings],
  print: [{}, null],
  set_proxy: [{ proxy: string | null }, Session],
  proxy_script: [{}, ProxyScript | null],
  set_retention: [{ days: number }, Session],
  erase: [{}, Session],
  diagnostics: [{}, Diagnostics],
  open_diagnostics: [{}, null],
  newest_release: [{}, Newest],
  set_tell_newer: [{ tell: boolean }, Session],
  open_releases: [{}, null],
};
