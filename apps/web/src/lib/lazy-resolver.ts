import type { FieldValues, Resolver } from "react-hook-form";

/**
 * The rules of a form, fetched when they are first asked for: the library behind them weighs more than the form.
 * When they can't be fetched the values pass, and the server's own rules hold.
 * @param load for example `() => import("./form-schema").then(({ schema }) => zodResolver(schema))`
 */
export function lazyResolver<Values extends FieldValues>(
  load: () => Promise<Resolver<Values, unknown, Values>>,
): Resolver<Values, unknown, Values> {
  return async (values, context, options) => {
    const resolve = await load().catch(() => null);
    return resolve ? await resolve(values, context, options) : { values, errors: {} };
  };
}
