import pino, { type DestinationStream, type Logger } from "pino";

/**
 * JSON lines, by default on stderr, so that stdout stays free for results. Secrets that stray into an object are cut
 * out.
 */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  return pino(
    {
      level,
      base: undefined,
      timestamp: pino.stdTimeFunctions.isoTime,
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
}
