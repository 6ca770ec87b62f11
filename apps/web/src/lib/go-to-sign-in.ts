/** The whole page, not a soft navigation: nothing of the old session may stay on the screen. */
export function goToSignIn() {
  const here = `${window.location.pathname}${window.location.search}${window.location.hash}`;
  window.location.assign(
    `/sign-in?${new URLSearchParams({ callbackUrl: here, reason: "session-over" }).toString()}`,
  );
}
