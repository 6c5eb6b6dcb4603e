/** @type {typeof import("./es-connect.js").proxyScript} */
export const proxyScript = {
  at: "A script chooses this computer's proxy",
  atBody: (address) =>
    `Ficha does not run that script (${address}). Ask IT for the address of the proxy to Quentli, and enter it in Settings, under Network.`,
  searched: "This computer looks for its proxy by itself",
  searchedBody:
    "Ficha does not look for one. If Quentli does not answer, ask IT whether the school uses a proxy, and enter its address in Settings, under Network.",
};

/** @type {typeof import("./es-connect.js").connect} */
export const connect = {
  title: "Connect a school",
  again: (name) => `Paste the key of ${name} again`,
  lead: "The key is kept in the keychain (where this computer keeps passwords). Ficha never shows it again.",
  leadMemory:
    "Without a keychain (where the computer keeps passwords) the key stays in memory and is gone once Ficha is closed. Ficha never shows it again.",
  name: "School name",
  nameHint: "As everyone calls it: Colegio Las Jacarandas.",
  environment: "Which data will you work with?",
  environmentHints: {
    production: "The school's real data.",
    staging: "To rehearse with test data.",
    demo: "Quentli's demonstration.",
    other: "Only if someone in IT said so.",
  },
  advanced: "Advanced options",
  server: "Server address",
  serverHint: "With https. On this same computer http works too.",
  key: "Quentli key",
  keyHint: "Starts with sk_. Quentli gives it to the school.",
  probe: "Test the connection",
  save: "Save and start",
  saving:
    "Quentli or the keychain (where this computer keeps passwords) has not answered yet. The keychain may be asking for its password in another window.",
  practiceInstead: "Practice without a key",
  ok: "The connection works",
  organization: "Organization",
  rights: "Permissions",
  canRead: "Can read families",
  cannotRead: "Cannot read: records open empty, by id",
  families: "Families",
  familiesSome: "There are families",
  familiesNone: "There are none yet",
  way: "The way to Quentli, step by step",
  legs: {
    name: "Server name",
    connection: "Connection to the server",
    proxy: "Through the proxy",
    tls: "Certificate",
    key: "Key",
  },
  legsByProxy: {
    name: "Proxy name",
    connection: "Connection to the proxy",
    proxy: "Through the proxy",
    tls: "Certificate",
    key: "Key",
  },
  signedBy: (issuer) => `Signed by ${issuer}`,
  legFailed: "It stopped here",
  slowCertificate:
    "This step is slow. The network may not let this computer check whether the certificate is still valid: ask IT to allow it.",
  sameAs: (name) => `This school is already saved as “${name}”.`,
  noOrganization: "could not be determined",
  todos: {
    unauthorized: "Check that it is complete and that it belongs to this environment, or ask Quentli for a new one.",
    connect: "Check that the address is right and that there is internet.",
  },
  sameTitle: "This school is already saved",
  sameBody: (name) =>
    `It is the same organization as “${name}”, in the same environment. You can use that one from Settings, or save this one too.`,
  sameSave: "Save this one too",
};
