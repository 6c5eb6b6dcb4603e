// What the page may not do, whatever the content policy would let through, and who may import whom.

const textOnly = "Text goes in as textContent, and code never comes from a string.";
const throughTheCore = "The page neither sends nor keeps anything: the core does.";
const oneFileKnowsTauri = "Only host/tauri.js knows Tauri.";

const named = (names, message) => names.map((name) => ({ name, message }));
const properties = (names, message) => names.map((property) => ({ property, message }));
const noImports = (regex, message) => ["error", { patterns: [{ regex, message }] }];

/** A quotation mark in a family's data must not end the selector that it is looked up by. */
const selectors = {
  selector:
    "CallExpression[callee.property.name=/^(querySelector|querySelectorAll|closest|matches)$/] > TemplateLiteral > :not(TemplateElement):not(CallExpression[callee.property.name='escape'])",
  message: "What is put into a selector goes through CSS.escape.",
};

/** Where a folder's files may import from, besides the folder itself. */
const record = ["fields/", "kit/", "state/", "text/", "host/host.js", "host/errors.js"];
const feature = ["kit/", "state/", "text/", "host/host.js", "host/errors.js"];
const mayImport = {
  text: [],
  state: ["host/host.js", "kit/dom.js", "text/"],
  kit: ["host/errors.js", "state/app.js", "state/places.js", "text/"],
  fields: ["kit/", "text/"],
  record,
  find: record,
  bulk: [...record, "record/"],
  connect: feature,
  settings: feature,
  guide: ["bulk/", "connect/", "fields/", "find/", "frame/band.js", "kit/", "record/", "settings/", "state/", "text/"],
  frame: feature,
  screens: ["bulk/", "connect/", "fields/", "find/", "guide/", "kit/", "record/", "settings/", "state/", "text/", "host/host.js"],
};

export default [
  {
    files: ["ui/**/*.js"],
    // A comment in the page cannot turn a rule off.
    linterOptions: { noInlineConfig: true },
    languageOptions: { globals: { window: "readonly", self: "readonly", setTimeout: "readonly", setInterval: "readonly" } },
    rules: {
      "no-eval": "error",
      "no-implied-eval": "error",
      "no-new-func": "error",
      "no-script-url": "error",
      "no-restricted-globals": [
        "error",
        {
          globals: [
            ...named(["DOMParser"], textOnly),
            ...named(["fetch", "XMLHttpRequest", "WebSocket", "EventSource"], throughTheCore),
            ...named(["localStorage", "sessionStorage", "indexedDB"], throughTheCore),
            ...named(["console"], "The page logs nothing: what people should know is on the screen."),
          ],
          checkGlobalObject: true,
        },
      ],
      "no-restricted-properties": [
        "error",
        ...properties(["innerHTML", "outerHTML", "insertAdjacentHTML", "srcdoc"], textOnly),
        ...properties(["setHTMLUnsafe", "parseHTMLUnsafe", "createContextualFragment"], textOnly),
        { object: "document", property: "write", message: textOnly },
        { object: "document", property: "cookie", message: throughTheCore },
        ...properties(["sendBeacon"], throughTheCore),
        ...properties(["__TAURI__", "__TAURI_INTERNALS__"], oneFileKnowsTauri),
      ],
      "no-restricted-imports": noImports("/tauri\\.js$", "Only host/host.js may use host/tauri.js."),
      "no-restricted-syntax": [
        "error",
        { selector: "ImportExpression", message: "Only screens/table.js imports when asked to: it loads the screens." },
        selectors,
      ],
    },
  },
  { files: ["ui/screens/table.js"], rules: { "no-restricted-syntax": ["error", selectors] } },
  { files: ["ui/host/host.js"], rules: { "no-restricted-imports": "off" } },
  { files: ["ui/host/tauri.js"], rules: { "no-restricted-properties": "off" } },
  ...Object.entries(mayImport).map(([folder, places]) => ({
    files: [`ui/${folder}/**`],
    rules: {
      "no-restricted-imports": noImports(
        `^(?!\\./|\\.\\./(${places.join("|").replaceAll(".", "\\.")}))`,
        `A file in ${folder} imports only its neighbours and ${places.join(", ")}.`,
      ),
    },
  })),
];
