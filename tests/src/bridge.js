// Takes the place of Wry and of Tauri's own script in the page (tauri 2, `scripts/core.js` and
// `scripts/ipc-protocol.js`). A call is posted, and its answer comes among all else that the app sends.
(() => {
  if (location.hostname !== "tauri.localhost") return;
  const app = "http://ipc.localhost/";
  const callbacks = new Map();
  let sending = Promise.resolve();

  function transformCallback(callback) {
    const [id] = crypto.getRandomValues(new Uint32Array(1));
    callbacks.set(id, callback);
    return id;
  }

  const serialized = (_key, value) =>
    typeof value === "object" && value !== null && "__TAURI_TO_IPC_KEY__" in value
      ? value.__TAURI_TO_IPC_KEY__()
      : value;

  function invoke(cmd, payload = {}) {
    return new Promise((resolve, reject) => {
      const [callback, error] = [resolve, reject].map(transformCallback);
      const body = JSON.stringify({ cmd, callback, error, payload }, serialized);
      // In the order of the calls. An app that has ended would have taken its window with it.
      sending = sending.then(() => fetch(app, { method: "POST", body })).catch(() => {});
    });
  }

  // What was sent to a page that was here before comes again and finds no callback.
  new EventSource(app).onmessage = ({ data }) => {
    const { id, value } = JSON.parse(data);
    callbacks.get(id)?.(value);
  };

  Object.defineProperty(window, "__TAURI_INTERNALS__", { value: Object.freeze({ invoke, transformCallback }) });
  // As `freezePrototype` in tauri.conf.json.
  Object.freeze(Object.prototype);
})();
