import { expect, it } from "vitest";
import { parseRetryAfter } from "./parse-retry-after";

const now = new Date("2026-03-01T12:00:00Z");

it.each([
  ["0", 0],
  ["7", 7],
  [" 30 ", 30],
  ["1.2", 2],
  ["-5", 0],
  ["-0", 0],
  ["-999999999999999999", 0],
  ["1000000000", 86_400],
  ["9".repeat(18), 86_400],
  ["9".repeat(100_000), null],
  [`${" ".repeat(100_000)}7`, 7],
  ["+7", null],
  ["7, 9", null],
  ["0x10", null],
  ["-Infinity", null],
  ["Thu, 01 Jan 1970 00:00:00 GMT", 0],
  ["86400", 86_400],
  ["86401", 86_400],
  ["999999999999", 86_400],
  ["Sun, 01 Mar 2026 12:00:30 GMT", 30],
  ["Sunday, 01-Mar-26 12:00:30 GMT", 30],
  ["Sun Mar  1 12:00:30 2026", 30],
  ["Sun, 01 Mar 2026 11:59:00 GMT", 0],
  ["Fri, 31 Dec 2099 23:59:59 GMT", 86_400],
  ["Sun, 99 Mar 2026 12:00:30 GMT", null],
  ["5 minutes", null],
  ["soon", null],
  ["NaN", null],
  ["Infinity", null],
  ["1e9", null],
  ["", null],
  [null, null],
  [undefined, null],
])("reads %j as %j", (header, expected) => {
  expect(parseRetryAfter(header, now)).toBe(expected);
});
