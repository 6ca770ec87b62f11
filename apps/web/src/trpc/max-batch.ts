/** Requests in one batch: the browser sends no more, and the server takes no more. */
export const MAX_BATCH = 20;
