import { type FathomClient } from "@koppeling/fathom/client";
import { type TestStack } from "./create-test-stack";

/** Something that happens once, while Fathom's answer to the n-th page from now is on its way. */
export function duringPage({ deps }: TestStack, n: number, event: () => Promise<void>): void {
  const make = deps.fathom.bind(deps);
  let page = 0;
  deps.fathom = (...args) => {
    const client = make(...args);
    return {
      ...client,
      fetchMeetingPage: async (...input: Parameters<FathomClient["fetchMeetingPage"]>) => {
        page += 1;
        if (page !== n) return await client.fetchMeetingPage(...input);
        try {
          return await client.fetchMeetingPage(...input);
        } finally {
          await event();
        }
      },
    };
  };
}
