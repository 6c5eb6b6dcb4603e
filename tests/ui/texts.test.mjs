import { deepEqual } from "node:assert/strict";
import { test } from "node:test";
import { differences, misquoted, shapes, unused } from "./texts.mjs";

test("a text in only one language is a problem either way", () => {
  const [spanish, english] = [shapes({ find: { title: "a", none: "b" } }), shapes({ find: { title: "a", more: "b" } })];
  deepEqual(differences(spanish, english), [
    "find.none is text in Spanish, missing in English",
    "find.more is missing in Spanish, text in English",
  ]);
});

test("texts that take different values are a problem", () => {
  const one = shapes({ find: { count: (/** @type {number} */ n) => `${n}` } });
  deepEqual(differences(one, shapes({ find: { count: "some" } })), [
    "find.count is function of 1 in Spanish, text in English",
  ]);
});

test("a text that quotes something other than a text is a problem", () => {
  const help = "{find.title} {find.gone} {edit.count}";
  deepEqual(misquoted(shapes({ find: { title: "Find" }, edit: { count: (n) => n }, help })), [
    "help quotes find.gone, which is not a text",
    "help quotes edit.count, which is not a text",
  ]);
});

test("an unused text is a problem unless its group is picked from", () => {
  const texts = shapes({ find: { title: "a" }, errors: { dns: "b" }, edit: { gone: "c" } });
  deepEqual(unused(texts, "h1(t.find.title); errors[code]"), ["edit.gone is never used"]);
});
