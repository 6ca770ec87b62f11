import { expect, it } from "vitest";
import { outlineItem } from "./outline-item";

it("says what, when and where, and of everything else only its kind", () => {
  const outline = outlineItem({
    recording_id: 7,
    created_at: "2026-11-20T10:00:00Z",
    title: "Gesprek met Piet",
    recorded_by: "Piet <piet@else.example>",
    transcript: [{ text: "secret" }],
    default_summary: { markdown: "secret", template: "x" },
    calendar_invitees: null,
    odd: true,
    "something said": 1,
  });
  expect(outline).toEqual({
    recording_id: 7,
    created_at: "2026-11-20T10:00:00Z",
    title: "text of 16 characters",
    recorded_by: "text of 24 characters",
    transcript: "list of 1",
    default_summary: "object with 2 fields",
    calendar_invitees: "null",
    other_fields: 2,
  });
});

it("shows no value that its field does not have, and is small whatever it is given", () => {
  const item = {
    url: { said: "secret" },
    recording_id: "secret ".repeat(100),
    created_at: "we said some things",
    ...Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${"k".repeat(500)}${index}`, index])),
  };
  const text = JSON.stringify(outlineItem(item));
  expect(text).not.toMatch(/secret|things/);
  expect(text.length).toBeLessThan(1_000);
  expect(outlineItem("we said some things")).toBe("text of 19 characters");
  expect(outlineItem(["secret"])).toBe("list of 1");
});
