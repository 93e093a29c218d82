import { expect } from "chai";
import { readdirSync } from "node:fs";
import { repositoryRoot } from "../../stacks/config";
import { program } from "../../stacks/program";
import { readGolden, planText } from "../../tools/plan/golden";
import { planDifference } from "../../tools/plan/plan-difference";
import { differenceLines } from "../../tools/plan/render-terminal";
import { runStack } from "../../tools/plan/run-stack";
import { unfilledRepository } from "../support/unfilled-repository";
import { temporaryFolder } from "../tools/platform/support/simulated";

const stacks = readdirSync(repositoryRoot)
  .map((file) => /^Pulumi\.(.+)\.yaml$/.exec(file)?.[1])
  .filter((stack) => stack !== undefined);

describe("the committed plans", function () {
  // The first loads the whole program, and others may be at work on the machine.
  this.timeout(120_000);
  it("are those of dev, test, prod and sandbox at least", () => {
    expect(stacks).to.include.members(["dev", "test", "prod", "sandbox"]);
  });

  for (const stack of stacks) {
    it(`is up to date for ${stack} (npm run plan -- ${stack} --update), and nothing in it is refused`, async () => {
      const { plan, problems, resources, configuration } = await runStack({ stack, root: repositoryRoot, program });
      const committed = readGolden(repositoryRoot, stack);
      expect(committed, "a committed plan").to.not.equal(undefined);
      expect(differenceLines(planDifference(committed!, plan))).to.deep.equal([]);
      expect(planText(plan)).to.equal(planText(committed!));
      expect(problems).to.deep.equal([]);
      // One that is protected would be in the way of whoever switches its system off, or destroys the stack.
      const kept = resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
      const { removal } = configuration.environment;
      if (removal === "destroy") expect(kept.map(({ urn }) => urn)).to.deep.equal([]);
      else expect(kept).to.not.have.length(0);
    });
  }

  it("leave room for the resource policies of CloudWatch Logs that AWS makes itself", () => {
    // Ten in an account and region. https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html
    const most = 6;
    const type = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy";
    const inRegion = new Map<string, string[]>();
    for (const stack of stacks) {
      const account = stack.replace(/^baseline-/, "");
      for (const [key, { location }] of Object.entries(readGolden(repositoryRoot, stack)!.resources)) {
        if (!key.includes(`$${type}::`)) continue;
        const place = `${account} ${location}`;
        inRegion.set(place, [...(inRegion.get(place) ?? []), key.split("::")[1]!]);
      }
    }
    expect([...inRegion.keys()].join()).to.contain("prod ");
    for (const [place, policies] of inRegion) expect(policies, place).to.have.length.at.most(most);
  });

  it("say that the sandbox's values are complete, and that those of real accounts are not until somebody fills them in", async () => {
    const placeholders = async (stack: string, root: string) =>
      (await runStack({ stack, root, program: () => Promise.resolve() })).configuration.placeholders;
    expect(await placeholders("sandbox", repositoryRoot)).to.deep.equal([]);
    const { folder, remove } = temporaryFolder();
    unfilledRepository(folder);
    expect(await placeholders("sandbox", folder)).to.deep.equal([]);
    expect((await placeholders("prod", folder)).map(({ path }) => path)).to.include("accounts.prod.id");
    remove();
  });
});
