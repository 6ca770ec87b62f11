import { describeError } from "@koppeling/cli/describe-error";

/** What has to be undone at the end, in the opposite order of its doing. */
export class Cleanup {
  #tasks: { name: string; undo: () => void | Promise<void> }[] = [];

  defer(name: string, undo: () => void | Promise<void>): void {
    this.#tasks.push({ name, undo });
  }

  /** Undoes everything; one that fails is told, and does not keep the others from it. */
  async run(): Promise<void> {
    for (const { name, undo } of this.#tasks.splice(0).reverse()) {
      try {
        await undo();
      } catch (error) {
        process.stderr.write(`${name} did not stop in order: ${describeError(error)}\n`);
      }
    }
  }
}
