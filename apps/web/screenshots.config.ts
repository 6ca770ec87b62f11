import base from "./playwright.config";

/** Makes the images of docs/images anew; see there. */
export default { ...base, testMatch: "*.shots.ts", retries: 0 };
