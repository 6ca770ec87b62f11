/** Between the window in which somebody signed in anew and the page that waits for it. */
export const CONFIRMED_CHANNEL = "koppeling-confirmed";
