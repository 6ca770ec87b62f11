import { isActive, type RunResult } from "@koppeling/api/features/runs/run-result";
import { describeFigures } from "./describe-sync";

/** Says how far a run is, each time that its figures change; on a terminal over the same line. */
export function createProgress(): { show(result: RunResult, own: boolean): void; end(): void } {
  let last = "";
  return {
    show: (result, own) => {
      const text = `${own ? "" : "Another sync is under way. "}${describeFigures(result)}`;
      if (text === last || !isActive(result.status)) return;
      last = text;
      process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${text}` : `${text}\n`);
    },
    end: () => {
      if (process.stderr.isTTY && last) process.stderr.write("\n");
    },
  };
}
