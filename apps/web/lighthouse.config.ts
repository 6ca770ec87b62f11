import base from "./playwright.config";

/** `npm run lighthouse`; no part of `npm test`, since a busy machine makes a page look slow. */
export default { ...base, testMatch: "lighthouse.check.ts", workers: 1, retries: 0, timeout: 180_000 };
