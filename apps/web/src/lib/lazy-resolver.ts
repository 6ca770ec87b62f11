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
    let resolve: Resolver<Values, unknown, Values>;
    try {
      resolve = await load();
    } catch {
      // The browser reports the file that it could not get; a form that answers to nothing would help nobody.
      return { values, errors: {} };
    }
    return await resolve(values, context, options);
  };
}
