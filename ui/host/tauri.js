/**
 * The only file that knows Tauri. The page gets no global Tauri object, so the two internals used here
 * are typed by hand; the channel's messages follow `@tauri-apps/api` 2, `core.ts`.
 *
 * @typedef {object} Internals
 * @property {(command: string, args: object) => Promise<unknown>} invoke
 * @property {(callback: (message: any) => void, once?: boolean) => number} transformCallback
 *
 * @typedef {import("./wire.d.ts").Commands} Commands
 * @typedef {import("./wire.d.ts").CommandError} CommandError
 */

/** @returns {Internals} */
const internals = () => /** @type {any} */ (window).__TAURI_INTERNALS__;

/**
 * @param {unknown} thrown
 * @returns {CommandError}
 */
function asCommandError(thrown) {
  if (thrown !== null && typeof thrown === "object" && "code" in thrown) {
    return /** @type {CommandError} */ (thrown);
  }
  return { code: "internal", message: String(thrown), status: null, retryAfterSeconds: null, host: null, problems: [] };
}

/**
 * @template {keyof Commands} Name
 * @param {Name} command
 * @param {Commands[Name][0]} args
 * @returns {Promise<Commands[Name][1]>} rejects with a CommandError
 */
export async function call(command, args) {
  try {
    return /** @type {Commands[Name][1]} */ (await internals().invoke(command, args));
  } catch (thrown) {
    throw asCommandError(thrown);
  }
}

/**
 * Messages may arrive out of order; each carries its index, so they are delivered in order.
 *
 * @template Message
 * @param {(message: Message) => void} onMessage
 */
export function channel(onMessage) {
  /** @type {Map<number, Message>} */
  const early = new Map();
  let next = 0;
  const id = internals().transformCallback((/** @type {{ index: number, message?: Message, end?: true }} */ raw) => {
    if ("end" in raw) return;
    early.set(raw.index, /** @type {Message} */ (raw.message));
    for (let message = early.get(next); early.has(next); message = early.get(next)) {
      early.delete(next);
      next += 1;
      onMessage(/** @type {Message} */ (message));
    }
  });
  const marker = `__CHANNEL__:${id}`;
  return { __TAURI_TO_IPC_KEY__: () => marker, toJSON: () => marker };
}
