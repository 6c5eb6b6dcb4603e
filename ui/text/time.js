import { isolate } from "./isolate.js";
import { language } from "./words.js";

const locale = () => (language() === "es" ? "es-MX" : "en-US");

/** A date and time for display, in this computer's zone; anything else is returned unchanged. @param {string} iso */
export function when(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return isolate(iso);
  return new Intl.DateTimeFormat(locale(), { dateStyle: "long", timeStyle: "short" }).format(date);
}

/** The same, short, for lists of facts. @param {string} iso */
export function stamp(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return isolate(iso);
  return new Intl.DateTimeFormat(locale(), { dateStyle: "medium", timeStyle: "short" }).format(date);
}

/** How long ago a time was, in words; nothing for less than a minute. @param {string} iso */
export function ago(iso) {
  const minutes = Math.round((new Date(iso).getTime() - Date.now()) / 60_000);
  if (Number.isNaN(minutes)) return isolate(iso);
  if (minutes >= 0) return null;
  const format = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (minutes > -60) return format.format(minutes, "minute");
  if (minutes > -24 * 60) return format.format(Math.round(minutes / 60), "hour");
  return format.format(Math.round(minutes / 60 / 24), "day");
}

/** A count with its thousands separated. @param {number} n */
export const number = (n) => new Intl.NumberFormat(locale()).format(n);

/** How long something took. @param {number} milliseconds */
export function duration(milliseconds) {
  const [amount, unit] = milliseconds < 1000 ? [milliseconds, "millisecond"] : [milliseconds / 1000, "second"];
  return new Intl.NumberFormat(locale(), {
    style: "unit",
    unit,
    maximumFractionDigits: 1,
  }).format(amount);
}

export const zone = () =>
  new Intl.DateTimeFormat(locale(), { timeZoneName: "short" })
    .formatToParts(new Date())
    .find((part) => part.type === "timeZoneName")?.value ?? "UTC";

const two = (/** @type {number} */ n) => String(n).padStart(2, "0");

/** The local form a datetime-local control holds, to the minute. @param {string} iso */
export function toLocal(iso) {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The value to send: ISO in UTC; what cannot be parsed is sent as typed, for the core to refuse. @param {string} local */
export function toUtc(local) {
  const match = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{1,2}):(\d{2})$/.exec(local.trim());
  if (!match) return local;
  const [year, month, dayOfMonth, hour, minute] = match.slice(1).map(Number);
  const date = new Date(year, month - 1, dayOfMonth, hour, minute);
  const real = date.getMonth() === month - 1 && date.getDate() === dayOfMonth && hour < 24 && minute < 60;
  return real ? date.toISOString() : local;
}
