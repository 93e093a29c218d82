import { ESLint } from "eslint";
import { expect } from "chai";
import * as path from "node:path";

const root = path.resolve(__dirname, "../..");

/** Lints text as if it were a component, with the repository's own configuration; only the rules tested here count. */
async function findings(text: string, file = "components/component.ts"): Promise<string[]> {
  const eslint = new ESLint({ cwd: root });
  const [result] = await eslint.lintText(text, { filePath: path.join(root, file) });
  const found = result!.messages.map((message) => message.ruleId ?? message.message);
  return found.filter((rule) => rule.startsWith("platform/") || rule.endsWith("no-floating-promises"));
}

const header = `import * as aws from "@pulumi/aws";\nimport * as pulumi from "@pulumi/pulumi";\n`;

describe("lint rules of the repository", function () {
  this.timeout(180_000);

  it("finds a resource made inside apply", async () => {
    const found = await findings(`${header}export const f = (o: pulumi.Output<string>, parent: pulumi.Resource) =>
      o.apply((name) => new aws.sns.Topic("t", { name }, { parent }));\n`);
    expect(found).to.deep.equal(["platform/no-resource-in-apply"]);
  });

  it("lets apply make other things", async () => {
    expect(
      await findings(`${header}export const f = (o: pulumi.Output<string>) => o.apply((text) => new Date(text));\n`),
    ).to.deep.equal([]);
  });

  it("lets apply follow a resource that is made where it stands", async () => {
    const text = `${header}export const f = (parent: pulumi.Resource) =>
      new aws.sns.Topic("t", {}, { parent }).arn.apply((arn) => arn);\n`;
    expect(await findings(text)).to.deep.equal([]);
  });

  it("finds a resource without parent or provider", async () => {
    expect(await findings(`${header}export const t = new aws.sns.Topic("t");\n`)).to.deep.equal([
      "platform/resource-has-parent",
    ]);
    expect(await findings(`${header}export const t = new aws.sns.Topic("t", {}, { protect: true });\n`)).to.deep.equal([
      "platform/resource-has-parent",
    ]);
    expect(
      await findings(
        `${header}export const t = (parent: pulumi.Resource) => new aws.sns.Topic("t", {}, { parent });\n`,
      ),
    ).to.deep.equal([]);
  });

  it("finds a component that does not end with registerOutputs", async () => {
    const component = (end: string) => `${header}export class A extends pulumi.ComponentResource {
      constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
        super("platform:a:A", name, {}, opts);
        ${end}
      }
    }\n`;
    expect(await findings(component(""))).to.deep.equal(["platform/register-outputs-last"]);
    expect(await findings(component("this.registerOutputs({});"))).to.deep.equal([]);
  });

  it("finds a promise nobody waits for", async () => {
    expect(await findings(`export async function f(): Promise<void> {}\nf();\n`)).to.deep.equal([
      "@typescript-eslint/no-floating-promises",
    ]);
  });
});
