export async function register() {
  // package.json leaves the edge runtime, which Next also builds this file for, without a lifecycle.
  const { startLifecycle } = await import("#lifecycle");
  startLifecycle();
}
