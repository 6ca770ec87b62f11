import { newSalesRepSchema } from "@koppeling/api/features/sales-reps/sales-rep-schemas";
import {
  apiKeySchema,
  notificationAddressSchema,
  webhookSecretSchema,
} from "@koppeling/api/features/settings/settings-schemas";
import { resolveSkippedSchema } from "@koppeling/api/features/skipped/resolve-skipped-schema";
import {
  changePasswordSchema,
  confirmIdentitySchema,
  enrolSchema,
  inviteSchema,
  newPasswordSchema,
  signInSchema,
} from "@koppeling/api/features/users/user-schemas";
import { createTranslator, IntlErrorCode } from "next-intl";
import { describe, expect, it } from "vitest";
import { messages } from "@/i18n/messages";

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, prefix = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[`${prefix}${key}`, value]] : flatten(value, `${prefix}${key}.`),
  );
}

/** Names of arguments and tags. Within a choice, braces also hold words, which differ by language. */
function placeholders(text: string) {
  const argument = /, (plural|select),/.test(text) ? /\{(\w+),/g : /\{(\w+)\}/g;
  const names = [...text.matchAll(argument), ...text.matchAll(/<(\w+)>/g)].map(([, name]) => name);
  return [...new Set(names)].sort().join(" ");
}

const nl = new Map(flatten(messages.nl));
const en = new Map(flatten(messages.en));

describe("the catalogues", () => {
  it("hold the same sentences in both languages", () => {
    expect([...en.keys()].sort()).toEqual([...nl.keys()].sort());
  });

  it("fill in the same values in both languages", () => {
    const differing = [...nl].filter(([key, text]) => placeholders(text) !== placeholders(en.get(key) ?? ""));
    expect(differing).toEqual([]);
  });

  it("word every code that a form's text fields may get from the API's schemas", () => {
    const [alias, newRep] = resolveSkippedSchema.options;
    const fields = [
      ...Object.values(signInSchema.shape),
      ...Object.values(enrolSchema.shape),
      ...Object.values(confirmIdentitySchema.shape),
      ...Object.values(changePasswordSchema.shape),
      ...[newPasswordSchema, inviteSchema.shape.name, inviteSchema.shape.email],
      ...[newSalesRepSchema.shape.name, newSalesRepSchema.shape.email, newSalesRepSchema.shape.team],
      ...[apiKeySchema, webhookSecretSchema, notificationAddressSchema],
      ...[alias.shape.salesRepId, newRep.shape.name, newRep.shape.team],
    ];
    const typed = ["", " ", "x", "é é", "not an address", "k".repeat(300), "k".repeat(3000)];
    const codes = fields.flatMap((field) =>
      typed.flatMap((text) => field.safeParse(text).error?.issues.map(({ message }) => message) ?? []),
    );
    expect(new Set(codes).size).toBeGreaterThan(10);
    expect([...new Set(codes)].filter((code) => !nl.has(`common.fieldErrors.${code}`))).toEqual([]);
  });

  it.each(["nl", "en"] as const)("can all be read: %j", (locale) => {
    const problems: string[] = [];
    const t = createTranslator<Tree>({
      locale,
      messages: messages[locale],
      onError: (error) => {
        // Arguments are not given here; anything else is a sentence that would break on the screen.
        if (error.code !== IntlErrorCode.FORMATTING_ERROR) problems.push(error.message);
      },
    });
    for (const key of nl.keys()) t.raw(key as never);
    for (const key of nl.keys()) t(key as never);
    expect(problems).toEqual([]);
  });
});
