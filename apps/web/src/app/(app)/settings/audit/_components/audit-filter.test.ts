import { expect, it } from "vitest";
import { auditExportHref, NO_FILTER, readAuditFilter } from "./audit-filter";

it("reads whole days in the time zone of the screens, and leaves out what is not chosen", () => {
  expect(readAuditFilter(NO_FILTER)).toEqual({});
  expect(readAuditFilter({ ...NO_FILTER, action: "sync.run", from: "2026-11-20", to: "2026-11-20" })).toEqual(
    {
      action: "sync.run",
      from: new Date("2026-11-19T23:00:00Z"),
      to: new Date("2026-11-20T23:00:00Z"),
    },
  );
});

it("asks for the file with the same lines", () => {
  expect(auditExportHref(NO_FILTER)).toBe("/api/export/audit");
  expect(auditExportHref({ ...NO_FILTER, action: "sync.run", from: "2026-11-20" })).toBe(
    "/api/export/audit?action=sync.run&from=2026-11-19T23%3A00%3A00.000Z",
  );
});
