// What the page may not do, whatever the content policy would let through, and who may import whom.

const textOnly = "Text goes in as textContent, and code never comes from a string.";
const throughTheCore = "The page neither sends nor keeps anything: the core does.";
const oneFileKnowsTauri = "Only host/tauri.js knows Tauri.";

const named = (names, message) => names.map((name) => ({ name, message }));
const properties = (names, message) => names.map((property) => ({ property, message }));
const noImports = (regex, message) => ["error", { patterns: [{ regex, message }] }];

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
        { selector: "ImportExpression", message: "Only main.js imports when asked to: it loads the screens." },
      ],
    },
  },
  { files: ["ui/main.js"], rules: { "no-restricted-syntax": "off" } },
  { files: ["ui/host/host.js"], rules: { "no-restricted-imports": "off" } },
  { files: ["ui/host/tauri.js"], rules: { "no-restricted-properties": "off" } },
  {
    files: ["ui/screens/**"],
    rules: {
      "no-restricted-imports": noImports(
        "^(?!\\.\\./(components/|lib/|host/host\\.js$))",
        "A screen imports only components, lib and host/host.js.",
      ),
    },
  },
];
