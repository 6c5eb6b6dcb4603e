// Generated from src-tauri/src/wire.rs. Do not edit: `cargo xtask check` compares.

/** The API's name of an editable field. */
export type FieldName = "name" | "username" | "assigneeId" | "tags" | "email" | "phoneNumber" | "secondaryPhoneNumber" | "emailVerified" | "phoneNumberVerified" | "optedOutWhatsappAt" | "replyWithAssistant" | "password" | "hasChangedPassword" | "skipTaxInvoice" | "acceptedServiceAgreement" | "tosIp" | "signature" | "metadata" | "meta";
export type Group = "identity" | "contact" | "messages" | "access" | "billing" | "agreement" | "customData";
/** `dateSwitch`: off is null, on is a date-time. `choice`: yes, no or unset (null). */
export type Kind = "text" | "email" | "phone" | "flag" | "choice" | "dateSwitch" | "tags" | "password" | "ip" | "pairs";
export type FieldSpec = { name: FieldName, group: Group, kind: Kind, nullable: boolean, sensitive: boolean,
/** False for what no answer of Quentli ever carries (write-only). */
readable: boolean, };

export type Pair = { key: string, value: string, };
/** What a field holds. `absent`: the server's answer does not carry it. */
export type Value = { "kind": "absent" } | { "kind": "null" } | { "kind": "text", text: string } | { "kind": "flag", flag: boolean } | { "kind": "list", items: Array<string> } | { "kind": "pairs", pairs: Array<Pair> };

/** One row of custom data as edited. `original` is the key it was loaded under, null for a new row. */
export type PairEntry = { key: string, value: string, original: string | null, remove: boolean, };
/** What the person wants a field to become, as typed. A field without an entry is left as it is. */
export type Entry = { "kind": "clear" } | { "kind": "text", text: string,
/** Also rewrite a phone that is the same number in another form (+521 to +52). */
exact: boolean } | { "kind": "flag", flag: boolean } | { "kind": "list", items: Array<string> } | { "kind": "pairs", rows: Array<PairEntry> };
export type Draft = { [key in FieldName]?: Entry };

/** One line of old → new. `key` names the pair for custom data. `before` is null where nobody can know it (write-only or unreadable). `after` with kind `null` clears; on a pair it deletes. */
export type Change = { field: FieldName, key: string | null, before: Value | null, after: Value, sensitive: boolean,
/** The two look the same on screen (spaces, accents, +52/+521). */
lookAlike: boolean, };

export type ProblemCode = "nameEmpty" | "usernameEmpty" | "passwordEmpty" | "textEmpty" | "tooLong" | "controlCharacters" | "damagedText" | "emailNoAt" | "emailTwo" | "emailBad" | "phoneNoAreaCode" | "phoneTwo" | "phoneExtension" | "phoneLetters" | "phoneBad" | "placeholder" | "ipBad" | "dateBad" | "keyEmpty" | "keyRepeated" | "valueEmpty" | "usernameSpaces" | "notHere" | "codeBad";
/** Why a field cannot be sent. `row` is the index of the custom data row. `found` offers what was found in the text (two phone numbers, two e-mails). */
export type Problem = { field: FieldName | "otp", row: number | null, code: ProblemCode, max: number | null, found: Array<string>, };
export type NoticeCode = "phonePrefixDropped" | "phoneOtherForm" | "phoneForeign" | "invisibleRemoved" | "spacesSqueezed" | "emailTypo" | "emailUnwrapped" | "unusualCharacters";
/** Said at the field, does not stop anything. `text` is what will be sent, or what may have been meant. */
export type Notice = { field: FieldName, row: number | null, code: NoticeCode, text: string | null, count: number | null, };
export type Checked = { changes: Array<Change>, problems: Array<Problem>, notices: Array<Notice>,
/** Whether the draft is on disk (false: in memory only). */
kept: boolean, };

export type Environment = "practice" | "staging" | "demo" | "production" | "other";
export type Connection = { id: string, name: string, environment: Environment,
/** Scheme, host and port, for instance https://api.quentli.com. */
server: string, organizationId: string | null, canRead: boolean,
/** False: the key is not in the keychain (any more) and has to be pasted again. */
hasKey: boolean, };

export type Theme = "system" | "light" | "dark";
export type Language = "system" | "es" | "en";
/** `proxy`: null follows the system; "" uses none; else http://host:port. */
export type Settings = { language: Language, theme: Theme, };
export type StartNotice = "settingsUnreadable" | "detailsLost" | "journalRebuilt";
/** Known at once, before the keychain was asked. */
export type Started = { version: string, settings: Settings,
/** What `system` means on this computer. */
systemLanguage: "es" | "en", fields: Array<FieldSpec>,
/** True for the first start on this computer: no connection was ever saved. */
first: boolean,
/** Another Ficha is already open with the same files. */
alreadyOpen: boolean, notices: Array<StartNotice>,
/** Faults that practice mode can play. */
faults: Array<string>, };

export type KeychainState = "ready" | "noService" | "locked" | "dismissed" | "noCollection" | "ambiguous" | "waiting";
/** After the keychain was asked. */
export type Session = { keychain: KeychainState,
/** Keys and drafts live in memory for this session only, by the person's choice. */
memoryOnly: boolean, connections: Array<Connection>, current: Connection | null,
/** Updates whose outcome is not known, of the current connection. */
pending: Array<Pending>,
/** Practice only: the verification code that practice mode accepts, and the fault being played. */
practice: { code: string, fault: string | null } | null, proxy: string | null, retentionDays: number, };
export type Pending = { customerId: string, name: string | null, startedAt: string, };

export type ConnectionForm = {
/** Set to change a saved connection. */
id: string | null, name: string, environment: Environment,
/** For `other` only. */
server: string, key: string, };
/** What a test of a connection met. */
export type Probe = { organizationId: string | null, canRead: boolean, families: "none" | "some" | null, proxy: string | null, certificateIssuer: string | null,
/** Another saved connection already holds this organization in this environment. */
sameAs: string | null, };

export type Hit = { id: string, name: string, username: string | null, email: string | null, phoneNumber: string | null, archived: boolean, };
/** `text` is what was searched, so that a stale answer can be told. */
export type Found = { text: string, hits: Array<Hit>,
/** More families match than are shown. */
more: boolean,
/** The key may not search: open by id only. */
byIdOnly: boolean, };

/** Read-only facts of a record; times as ISO 8601. */
export type Facts = { id: string, organizationId: string | null, createdAt: string | null, updatedAt: string | null, archivedAt: string | null, signatureAcceptedAt: string | null, optedInWhatsappAt: string | null, startedWhatsappAt: string | null,
/** Fields Quentli sends that Ficha does not know, as text. */
extra: Array<Pair>, };
export type LastSent = { field: FieldName, value: Value | null, at: string, };
export type Opened = { id: string,
/** Null: the key cannot read; the form starts empty with a tick per field. */
facts: Facts | null, title: string, values: { [key in FieldName]?: Value }, draft: Draft, draftSavedAt: string | null, checked: Checked, lastSent: Array<LastSent>, conflict: Conflict | null, pending: Pending | null, };

/** `mine` is null where the person did not touch the field. */
export type ConflictRow = { field: FieldName, key: string | null, base: Value, theirs: Value, mine: Value | null, };
/** Someone else changed the record since it was loaded. */
export type Conflict = { changedAt: string | null, rows: Array<ConflictRow>, };

/** The exact request, its key masked. */
export type RequestPreview = { method: string, url: string, headers: Array<Pair>, body: string, };
export type Reviewed = { id: string, title: string, changes: Array<Change>, problems: Array<Problem>, notices: Array<Notice>, request: RequestPreview | null, codeNeeded: boolean, };

/** `held`: null where Quentli never shows the field. */
export type ResultRow = { field: FieldName, key: string | null, before: Value | null, asked: Value, held: Value | null, verdict: "held" | "notHeld" | "different" | "cannotTell", };
export type FieldRefusal = { field: FieldName | "otp", message: string, };
export type Updated =
  | { "kind": "applied", title: string, rows: Array<ResultRow>, at: string,
/** `answer`: the server's answer to the update; `readBack`: read again after an unknown outcome. */
proof: "answer" | "readBack" }
  | { "kind": "notApplied", title: string, rows: Array<ResultRow>, at: string, cause: CommandError }
  | { "kind": "different", title: string, rows: Array<ResultRow>, at: string, cause: CommandError }
  | { "kind": "unknown", title: string, rows: Array<ResultRow>, at: string, cause: CommandError,
/** Why reading back did not settle it; null where it was read and still cannot be told. */
readBack: CommandError | null }
  | { "kind": "refused", error: CommandError, fields: Array<FieldRefusal>,
/** The refusal speaks of a verification code. */
codeNeeded: boolean,
/** The family that already has the value, when it could be found. */
clash: Hit | null }
  | { "kind": "conflict", conflict: Conflict };

/** Every command fails with this. `message` is the server's own words, never the page's only words. */
export type CommandError = { code: ErrorCode, message: string | null, status: number | null, retryAfterSeconds: number | null, host: string | null, problems: Array<Problem>, };
export type ErrorCode = "unauthorized" | "forbidden" | "notFound" | "rejected" | "conflict" | "rateLimited" | "unavailable" | "redirected" | "dns" | "connect" | "tlsUnknownIssuer" | "tlsExpired" | "tlsNotYetValid" | "tlsNameMismatch" | "tlsOther" | "proxyAuth" | "proxy" | "interrupted" | "timedOut" | "serverFailed" | "unreadable" | "notJson" | "tooLarge" | "wrongOrganization" | "keyEmpty" | "keySpaces" | "keyNotAscii" | "serverBad" | "serverNotHttps" | "nameEmpty" | "idBad" | "noConnection" | "keyMissing" | "keychain" | "journal" | "problems" | "nothingToSend" | "notOpen" | "proxyBad" | "internal";

export type AppEvent = { "kind": "menu", action: "find" | "review" | "back" | "settings" | "connect" } | { "kind": "closeRequested" };

/** Every command the page may call, with its arguments and answer. */
export type Commands = {
  start: [{}, Started],
  session: [{}, Session],
  retry_keychain: [{}, Session],
  use_memory: [{}, Session],
  practice: [{}, Session],
  probe_connection: [{ form: ConnectionForm }, Probe],
  save_connection: [{ form: ConnectionForm }, Session],
  choose_connection: [{ id: string }, Session],
  forget_connection: [{ id: string }, Session],
  set_fault: [{ fault: string | null }, Session],
  find: [{ text: string }, Found],
  recent: [{}, Array<Hit>],
  open: [{ id: string }, Opened],
  edit: [{ id: string, draft: Draft }, Checked],
  discard: [{ id: string }, Opened],
  rebase: [{ id: string, mine: Array<{ field: FieldName, key: string | null }> }, Opened],
  review: [{ id: string, draft: Draft }, Reviewed],
  update: [{ id: string, draft: Draft, code: string | null }, Updated],
  read_back: [{ id: string }, Updated],
  set_settings: [{ settings: Settings }, Settings],
  set_proxy: [{ proxy: string | null }, Session],
  set_retention: [{ days: number }, Session],
  erase: [{}, Session],
  diagnostics: [{}, string],
  watch: [{ channel: unknown }, null],
  close: [{}, null],
};
