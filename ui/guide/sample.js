import { fresh } from "../state/work.js";

/**
 * The sample family and school of the guide's pictures.
 *
 * @typedef {import("../host/wire.d.ts").Change} Change
 * @typedef {import("../host/wire.d.ts").CommandError} CommandError
 * @typedef {import("../host/wire.d.ts").Connection} Connection
 * @typedef {import("../host/wire.d.ts").Entry} Entry
 * @typedef {import("../host/wire.d.ts").FieldSpec} FieldSpec
 * @typedef {import("../host/wire.d.ts").Session} Session
 * @typedef {import("../host/wire.d.ts").Updated} Updated
 * @typedef {import("../host/wire.d.ts").Value} Value
 *
 * @typedef {{ spec: FieldSpec, loaded: Value, entry: Entry | undefined, change: Change | undefined }} Typed
 */

/** @param {string} written @returns {Value} */
const text = (written) => ({ kind: "text", text: written });

export const id = "sample";
export const family = "Familia Robles Peralta";
export const typed = "robles";
export const at = "2026-03-09T22:41:00Z";

const was = { name: "Familia Robles Peña", email: "robles@correo.mx", phone: "+525512340000" };
const will = { email: "ana@correo.mx", phone: "+525598760000" };

/** @type {import("../host/wire.d.ts").Hit[]} */
export const hits = [
  {
    id: "one",
    name: was.name,
    username: "0000204417",
    email: was.email,
    phoneNumber: was.phone,
    archived: false,
    marks: [],
  },
  {
    id: "two",
    name: "Familia Robles Ibarra",
    username: "0000198230",
    email: null,
    phoneNumber: "+523312340000",
    archived: false,
    marks: [],
  },
];

/** @type {Change} */
const renamed = {
  field: "name",
  key: null,
  before: text(was.name),
  after: text(family),
  sensitive: false,
  lookAlike: false,
};

/** @type {Change[]} */
export const changes = [
  renamed,
  {
    field: "phoneNumber",
    key: null,
    before: text(was.phone),
    after: text(will.phone),
    sensitive: true,
    lookAlike: false,
  },
  {
    field: "secondaryPhoneNumber",
    key: null,
    before: text("+525511110000"),
    after: { kind: "null" },
    sensitive: false,
    lookAlike: false,
  },
];

/** @type {Typed} */
export const name = {
  spec: { name: "name", group: "identity", kind: "text", nullable: false, sensitive: false, readable: true },
  loaded: text(was.name),
  entry: { kind: "text", text: family, exact: false },
  change: renamed,
};

/** @type {Typed} */
export const email = {
  spec: { name: "email", group: "contact", kind: "email", nullable: true, sensitive: true, readable: true },
  loaded: text(was.email),
  entry: undefined,
  change: undefined,
};

/** @type {import("../host/wire.d.ts").ResultRow[]} */
export const rows = [
  { field: "name", key: null, before: text(was.name), asked: text(family), held: text(family), verdict: "held" },
  {
    field: "phoneNumber",
    key: null,
    before: text(was.phone),
    asked: text(will.phone),
    held: text(will.phone),
    verdict: "held",
  },
];

/** @type {import("../host/wire.d.ts").Conflict} */
export const conflict = {
  revision: 1,
  changedAt: at,
  archivedAt: null,
  rows: [
    { field: "phoneNumber", key: null, base: text(was.phone), theirs: text("+525544440000"), mine: text(will.phone) },
    { field: "email", key: null, base: text(was.email), theirs: text(will.email), mine: null },
  ],
};

/** @param {Partial<CommandError> & Pick<CommandError, "code">} parts @returns {CommandError} */
const error = (parts) => ({ message: null, status: null, retryAfterSeconds: null, host: null, problems: [], ...parts });

export const timedOut = error({ code: "timedOut" });
export const offline = error({ code: "connect", host: "api.quentli.com" });

/** @type {Extract<Updated, { kind: "refused" }>} */
export const refused = {
  kind: "refused",
  confirmed: true,
  error: error({ code: "conflict", status: 409 }),
  fields: [{ field: "email", message: "Email already in use" }],
  codeNeeded: false,
  clash: hits[1],
};

export const work = fresh({
  id,
  revision: 1,
  facts: null,
  title: family,
  values: {},
  draft: {},
  draftSavedAt: null,
  lastSent: [],
  conflict: null,
  pending: null,
  checked: { changes: [], problems: [], notices: [], kept: "disk" },
});

/** @type {Connection} */
export const school = {
  id: "school",
  name: "Colegio Las Jacarandas",
  environment: "production",
  server: "https://api.quentli.com",
  organizationId: "org_jacarandas",
  canRead: true,
  hasKey: true,
};

/** @type {import("../host/wire.d.ts").Probe} */
export const probe = {
  legs: [
    { leg: "name", milliseconds: 12, failed: null },
    { leg: "connection", milliseconds: 31, failed: null },
    { leg: "tls", milliseconds: 64, failed: null },
    { leg: "key", milliseconds: 118, failed: null },
  ],
  found: { organizationId: school.organizationId, canRead: true, hasFamilies: true },
  proxy: null,
  certificateIssuer: null,
  sameAs: null,
};

/** @type {Session} */
export const session = {
  keychain: "ready",
  memoryOnly: false,
  current: school,
  generation: 1,
  pending: [],
  keysLeft: 0,
  notices: [],
  practice: null,
  proxy: null,
  runCeiling: 8,
  retentionDays: 90,
  tellNewer: false,
  connections: [
    school,
    { ...school, id: "other", name: "Preescolar Los Encinos", environment: "staging", organizationId: "org_encinos" },
  ],
};

export const check = { updates: 824, same: 60, repeated: 3, left: 12 };

/** @type {import("../host/wire.d.ts").Run} */
export const run = {
  id: 1,
  title: "",
  createdAt: at,
  endedAt: at,
  state: "done",
  stop: null,
  rows: 899,
  lines: 824,
  counts: {
    planned: 0,
    intent: 0,
    applied: 816,
    different: 0,
    refused: 5,
    notApplied: 0,
    unknown: 2,
    conflict: 1,
    needsCode: 0,
    skipped: 0,
    givenUp: 0,
  },
  same: 60,
  repeated: 3,
  leftOut: 12,
  again: 6,
  ratePerMinute: null,
  secondsLeft: null,
};
