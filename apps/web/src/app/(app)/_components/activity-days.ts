/** The period of the charts, today included. */
export const ACTIVITY_DAYS = 30;
