export async function register() {
  const { startLifecycle } = await import("@/server/lifecycle");
  startLifecycle();
}
