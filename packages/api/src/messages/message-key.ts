import { type AlertKind } from "@koppeling/db/prisma";
import { type AppErrorCode } from "../errors";
import { type CsvProblem, type FailureCode } from "../reasons";

type RunMessage = "run.queued" | "run.running" | "run.figures" | "run.nothing_new" | "run.cancelled";
type TestMessage = "test.success" | "test.success_no_team" | "settings.saved";
type VisibilityMessage = "visibility.never_seen" | "visibility.not_with_this_key";
type CsvMessage =
  | "csv.ended"
  | "csv.yes"
  | "csv.no"
  | "csv.external"
  | "csv.internal"
  | "csv.unknown"
  | `csv.calls.${"started_at" | "title" | "rep" | "duration" | "with" | "kind" | "team" | "transcript" | "summary" | "action_items" | "id"}`;
type SelfTestMessage =
  | "self_test.arrived"
  | "self_test.refused"
  | "self_test.redirected"
  | "self_test.no_answer"
  | "self_test.stored"
  | "self_test.stored_elsewhere"
  | "self_test.matched"
  | "self_test.not_matched"
  | "self_test.no_reps"
  | "self_test.not_processed"
  | "self_test.not_reached";
type NoticeMessage =
  | `alert.${AlertKind}_${"began" | "ended"}`
  | "alert.test"
  | "alert.sent"
  | "alert.not_sent";
type CsvProblemMessage = `csv.${CsvProblem}`;
type InputMessage =
  | "input.api_key_too_short"
  | "input.api_key_too_long"
  | "input.api_key_characters"
  | "input.webhook_secret_shape"
  | "input.domain_shape";
export type MessageKey =
  | RunMessage
  | TestMessage
  | VisibilityMessage
  | CsvMessage
  | SelfTestMessage
  | NoticeMessage
  | CsvProblemMessage
  | InputMessage
  | `failure.${FailureCode}`
  | `error.${AppErrorCode | "unexpected"}`;
