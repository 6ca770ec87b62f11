import { type Actor } from "../../context";
import { type CsvFormat, csvLine, csvStart } from "../../csv-line";
import { type Deps } from "../../deps";
import { type Locale, translate } from "../../messages";
import { readAsUser } from "../../read-as-user";
import { noteDenial } from "./note-denial";
import { writeAudit } from "./write-audit";

/** Who makes a file of many pages. */
export type Exporter = {
  actor: Actor & { userId: string };
  /** Asked before each page: a file takes minutes, in which its user may be disabled or lose the right to it. */
  mayGoOn: () => Promise<boolean>;
  locale: Locale;
};

type Line = Parameters<typeof csvLine>[0];
type Page = { lines: readonly Line[]; nextCursor: string | null };

/**
 * A file of many pages, read one at a time as whoever reads asks for more. That it was asked for is written down before
 * the first line. When its user may not have it any more, it ends with a line that says so.
 * @param file.action what the audit log calls it
 * @param file.header the names of the columns
 */
export async function* exportPages(
  deps: Deps,
  exporter: Exporter,
  file: {
    action: "audit.export" | "call.export";
    format: CsvFormat;
    header: Line;
    loadPage: (deps: Deps, cursor: string | null) => Promise<Page>;
  },
): AsyncGenerator<string, void> {
  const { actor, locale } = exporter;
  const { format } = file;
  await writeAudit(deps, deps.db.prisma, actor, { action: file.action });
  yield csvStart(format) + csvLine(file.header, format);
  let cursor: string | null = null;
  do {
    if (!(await exporter.mayGoOn())) {
      await noteDenial(deps, actor, file.action);
      yield csvLine([translate(locale, "csv.ended")], format);
      return;
    }
    const from: string | null = cursor;
    const page: Page = await readAsUser(deps, actor.userId, (reader) => file.loadPage(reader, from));
    yield page.lines.map((line) => csvLine(line, format)).join("");
    cursor = page.nextCursor;
  } while (cursor);
}
