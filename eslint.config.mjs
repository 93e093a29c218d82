import tseslint from "typescript-eslint";
import platform from "./tools/lint/plugin.mjs";

export default tseslint.config(
  { ignores: ["node_modules/**", ".sandbox/**", ".cache/**", "coverage/**", "dist/**", "web/**"] },
  {
    files: ["{stacks,components,policies,functions,sandbox,tools,test}/**/*.ts"],
    extends: [tseslint.configs.base],
    plugins: { platform },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/no-misused-promises": "error",
      "@typescript-eslint/await-thenable": "error",
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_", varsIgnorePattern: "^_" }],
      "@typescript-eslint/consistent-type-imports": [
        "error",
        { fixStyle: "inline-type-imports", disallowTypeAnnotations: false },
      ],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/only-throw-error": "error",
      "no-console": "off",
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-eval": "error",
      "no-implied-eval": "error",
      "prefer-const": "error",
      "no-var": "error",
      "platform/no-resource-in-apply": "error",
    },
  },
  {
    files: ["components/**/*.ts", "stacks/**/*.ts"],
    rules: { "platform/resource-has-parent": "error", "platform/register-outputs-last": "error" },
  },
  {
    files: ["functions/**/*.ts"],
    rules: {
      "platform/no-built-sql": "error",
      // A handler logs through the structured logger, and takes the small build of zod.
      "no-console": "error",
      "no-restricted-imports": [
        "error",
        {
          paths: [{ name: "zod", message: 'Import * as z from "zod/mini": the full build adds 400 kB to the bundle.' }],
        },
      ],
    },
  },
);
