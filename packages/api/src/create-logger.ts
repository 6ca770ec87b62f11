import pino, { type Bindings, type ChildLoggerOptions, type DestinationStream, type Logger } from "pino";
import { boundForLog } from "./bound-for-log";

/**
 * JSON lines, by default on stderr, so that stdout stays free for results. Secrets that stray into an object are cut
 * out, and a line has a bounded size whatever is logged: some of it is what a stranger sent.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const log = pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
      // Errors are plain by then.
      serializers: { err: (error: unknown) => error },
      hooks: {
        logMethod(words, method) {
          method.apply(this, boundForLog(words));
        },
      },
      redact: {
        paths: [
          "apiKey",
          "*.apiKey",
          "password",
          "*.password",
          "webhookSecret",
          "*.webhookSecret",
          "authorization",
          "*.authorization",
          "*.headers",
        ],
        censor: "[redacted]",
      },
    },
    destination ?? pino.destination({ dest: 2, sync: true }),
  );
  // The method itself: it is called with the logger that is asked for a child.
  const { child } = log as unknown as { child: (this: Logger, ...words: unknown[]) => Logger };
  // pino asks no hook about what a child brings along. Children are made from their parent, so theirs inherit this.
  Object.assign(log, {
    child(this: Logger, bindings: Bindings, options?: ChildLoggerOptions): Logger {
      return child.call(this, boundForLog([bindings])[0], options);
    },
  });
  return log;
}
