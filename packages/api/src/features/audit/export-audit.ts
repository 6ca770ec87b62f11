import { type CsvFormat } from "../../csv-line";
import { type Deps } from "../../deps";
import { type Exporter, exportPages } from "./export-pages";
import { type AuditFilter, listAudit } from "./list-audit";

const PAGE = 1000;

const HEADER = ["when", "user", "action", "subject", "ip_address", "old_value", "new_value"];

/** The entries of a filter as lines of CSV, newest first, read page by page so that a long log costs no memory. */
export function exportAudit(
  deps: Deps,
  filter: AuditFilter,
  exporter: Exporter,
  format: CsvFormat = "plain",
): AsyncGenerator<string, void> {
  return exportPages(deps, exporter, {
    action: "audit.export",
    format,
    header: HEADER,
    loadPage: async (reader, cursor) => {
      const { items, nextCursor } = await listAudit(reader, { ...filter, limit: PAGE, cursor });
      const lines = items.map((entry) => [
        ...[entry.createdAt, entry.userEmail, entry.action, entry.subject],
        ...[entry.ipAddress, entry.oldValue, entry.newValue],
      ]);
      return { lines, nextCursor };
    },
  });
}
