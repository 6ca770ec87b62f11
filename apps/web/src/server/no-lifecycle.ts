/** The edge runtime has no process to start or stop, and this app runs nothing there. */
export function startLifecycle() {}
