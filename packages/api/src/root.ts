import { type RequestContext } from "./context";
import { createContext } from "./create-context";
import { auditRouter } from "./features/audit/router";
import { callsRouter } from "./features/calls/router";
import { notificationsRouter } from "./features/health/router";
import { overviewRouter } from "./features/overview/router";
import { reconcileRouter } from "./features/reconcile/router";
import { salesRepsRouter } from "./features/sales-reps/router";
import { fathomSettingsRouter } from "./features/settings/router";
import { skippedRouter } from "./features/skipped/router";
import { syncRouter } from "./features/sync/router";
import { usersRouter } from "./features/users/router";
import { connectionRouter, visibilityRouter } from "./features/connections/router";
import { realtimeRouter, webhooksRouter } from "./features/webhooks/router";
import { createCallerFactory, mergeRouters, router } from "./trpc";

/** All procedures. */
export const appRouter = router({
  overview: overviewRouter,
  fathomSettings: mergeRouters(fathomSettingsRouter, connectionRouter),
  sync: syncRouter,
  reconcile: reconcileRouter,
  calls: callsRouter,
  salesReps: salesRepsRouter,
  skipped: skippedRouter,
  visibility: visibilityRouter,
  audit: auditRouter,
  users: usersRouter,
  webhooks: webhooksRouter,
  realtime: realtimeRouter,
  notifications: notificationsRouter,
});

export type AppRouter = typeof appRouter;

/** Calls procedures without HTTP: for pages that render on the server, and for tests. */
export const createCaller = (request: RequestContext) =>
  createCallerFactory(appRouter)(createContext(request));
