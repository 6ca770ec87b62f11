import reactHooks from "eslint-plugin-react-hooks";
import regexp from "eslint-plugin-regexp";
import tseslint from "typescript-eslint";

/** What tests may use; the architecture test sees to it that nothing else does. */
const TOOLS = ["!@koppeling/embedded-postgres", "!@koppeling/sandbox", "!@koppeling/testing"];

/** Imports point down: web, cli → api → db, fathom. Each block lists what its folder may not reach. */
const forbid = (files, patterns) => ({
  files,
  rules: { "no-restricted-imports": ["error", { patterns }] },
});

export default tseslint.config(
  {
    ignores: [
      "**/node_modules/**",
      "**/.next/**",
      "**/generated/**",
      "**/.data/**",
      "**/test-results/**",
      "**/playwright-report/**",
      "**/*.mjs",
      "**/next-env.d.ts",
    ],
  },
  ...tseslint.configs.recommendedTypeChecked,
  {
    plugins: { regexp },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": ["error", { checksVoidReturn: { attributes: false } }],
      "@typescript-eslint/no-explicit-any": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true, allowBoolean: true },
      ],
      "no-restricted-properties": [
        "error",
        {
          object: "process",
          property: "env",
          message: "Only the env.ts of an app reads the environment; packages get values through Deps.",
        },
      ],
      "no-console": "error",
      // Strangers write what is matched: no pattern may look at the same text again from each place in it.
      "regexp/no-super-linear-backtracking": "error",
      "regexp/no-super-linear-move": "error",
      "no-restricted-syntax": [
        "error",
        {
          selector: "CallExpression[callee.property.name='normalize'][callee.object.name!='path']",
          message: "Takes quadratic time on a run of marks: use normalizeText of @koppeling/fathom.",
        },
      ],
    },
  },
  { files: ["apps/web/**/*.tsx"], ...reactHooks.configs.flat["recommended-latest"] },
  {
    files: [
      "apps/*/src/env.ts",
      "apps/web/next.config.ts",
      "apps/web/playwright.config.ts",
      "apps/web/e2e/**",
      "scripts/**",
      "tests/**",
      "tools/**",
      "*.config.ts",
      "prisma/**",
      "**/*.test.ts",
      "**/*.test.tsx",
    ],
    rules: { "no-restricted-properties": "off", "no-console": "off" },
  },
  {
    files: ["packages/fathom/src/normalize-text.ts", "**/*.test.ts"],
    rules: { "no-restricted-syntax": "off" },
  },
  {
    files: ["**/*.test.ts", "**/e2e/**", "tests/**", "scripts/**", "tools/**"],
    rules: { "regexp/no-super-linear-backtracking": "off", "regexp/no-super-linear-move": "off" },
  },
  { files: ["apps/cli/**"], rules: { "no-console": "off" } },
  forbid(
    ["packages/fathom/**"],
    ["@koppeling/*", ...TOOLS, "@prisma/*", "@trpc/*", "next", "next/*", "inngest", "inngest/*"],
  ),
  forbid(["packages/db/**"], ["@koppeling/*", ...TOOLS, "@trpc/*", "next", "next/*", "inngest", "inngest/*"]),
  forbid(
    ["packages/api/**"],
    [
      {
        group: ["@koppeling/web*", "@koppeling/cli*", "next", "next/*", "next-auth*", "react"],
        message: "api knows no app.",
      },
      { regex: "^inngest(/|$)", message: "Only executors/inngest.ts knows Inngest." },
    ],
  ),
  {
    files: ["packages/api/src/executors/inngest*.ts"],
    rules: { "no-restricted-imports": "off" },
  },
  {
    files: ["packages/api/src/features/**/*.ts"],
    ignores: ["**/router.ts", "**/*.test.ts"],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            { group: ["@trpc/*"], message: "Only a feature's router.ts knows tRPC." },
            { regex: "^inngest(/|$)", message: "Only executors/inngest.ts knows Inngest." },
            {
              group: ["@koppeling/web*", "@koppeling/cli*", "next", "next/*", "next-auth*", "react"],
              message: "api knows no app.",
            },
          ],
        },
      ],
    },
  },
);
