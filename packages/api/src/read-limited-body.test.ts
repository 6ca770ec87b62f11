import { describe, expect, it } from "vitest";
import { readLimitedBody } from "./features/webhooks/answer-webhook";

function streamOf(chunks: number, size: number) {
  let sent = 0;
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent === chunks) return controller.close();
      sent += 1;
      controller.enqueue(new Uint8Array(size).fill(sent));
    },
  });
  return { stream, sent: () => sent };
}

const post = (body: ReadableStream<Uint8Array>) =>
  new Request("http://localhost", { method: "POST", body, duplex: "half" });

describe("readLimitedBody", () => {
  it("returns what arrived, in order", async () => {
    const body = await readLimitedBody(post(streamOf(3, 2).stream), 6);
    expect([...(body ?? [])]).toEqual([1, 1, 2, 2, 3, 3]);
  });

  it("stops reading at the limit, though no length was declared", async () => {
    const { stream, sent } = streamOf(1000, 10);
    expect(await readLimitedBody(post(stream), 50)).toBeNull();
    expect(sent()).toBeLessThan(20);
  });

  it("takes an empty request", async () => {
    expect(await readLimitedBody(new Request("http://localhost", { method: "POST" }), 10)).toHaveLength(0);
  });
});
