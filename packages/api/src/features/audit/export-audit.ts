import { type CsvFormat, csvLine, csvStart } from "../../csv-line";
import { type Deps } from "../../deps";
import { type Actor } from "../../context";
import { writeAudit } from "./write-audit";
import { type AuditFilter, listAudit } from "./list-audit";

const PAGE = 1000;

const HEADER = ["when", "user", "action", "subject", "ip_address", "old_value", "new_value"];

/**
 * The entries of a filter as lines of CSV, newest first, read page by page so that a long log costs no memory. That
 * it was asked for is written down before the first line.
 */
export async function* exportAudit(
  deps: Deps,
  filter: AuditFilter,
  actor: Actor,
  format: CsvFormat = "plain",
): AsyncGenerator<string, void> {
  await writeAudit(deps, deps.db.prisma, actor, { action: "audit.export" });
  yield csvStart(format) + csvLine(HEADER, format);
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<typeof listAudit>> = await listAudit(deps, {
      ...filter,
      limit: PAGE,
      cursor,
    });
    yield page.items
      .map((entry) =>
        csvLine(
          [
            ...[entry.createdAt, entry.userEmail, entry.action, entry.subject],
            ...[entry.ipAddress, entry.oldValue, entry.newValue],
          ],
          format,
        ),
      )
      .join("");
    cursor = page.nextCursor;
  } while (cursor);
}
