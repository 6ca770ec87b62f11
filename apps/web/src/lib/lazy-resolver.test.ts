import type { Resolver } from "react-hook-form";
import { describe, expect, it } from "vitest";
import { lazyResolver } from "./lazy-resolver";

type Values = { name: string };
const options = { fields: {}, shouldUseNativeValidation: false };
const refuseAll: Resolver<Values, unknown, Values> = () => ({
  values: {},
  errors: { name: { type: "custom", message: "name_missing" } },
});

describe("lazyResolver", () => {
  it("answers with the rules that it fetched, and fetches none before it is asked", async () => {
    let loads = 0;
    const resolve = lazyResolver<Values>(() => {
      loads += 1;
      return Promise.resolve(refuseAll);
    });
    expect(loads).toBe(0);
    expect(await resolve({ name: "" }, undefined, options)).toMatchObject({
      errors: { name: { message: "name_missing" } },
    });
    expect(loads).toBe(1);
  });

  it("leaves the values to the server while the rules cannot be fetched, and tries again", async () => {
    let fails = true;
    const resolve = lazyResolver<Values>(() =>
      fails ? Promise.reject(new Error("offline")) : Promise.resolve(refuseAll),
    );
    expect(await resolve({ name: "" }, undefined, options)).toEqual({ values: { name: "" }, errors: {} });
    fails = false;
    expect(await resolve({ name: "" }, undefined, options)).toMatchObject({ values: {} });
  });

  it("hides no fault of the rules themselves", async () => {
    const resolve = lazyResolver<Values>(() =>
      Promise.resolve(() => {
        throw new Error("a bug");
      }),
    );
    await expect(resolve({ name: "" }, undefined, options)).rejects.toThrow("a bug");
  });
});
