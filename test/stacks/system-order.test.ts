import { expect } from "chai";
import type { Environment } from "../../stacks/config/environment";
import { ConfigurationError } from "../../stacks/config/problem";
import type { System } from "../../stacks/systems/system";
import { systemOrder } from "../../stacks/workload/system-order";

const system = (name: System["name"], needs: System["name"][] = []): System => ({
  name,
  needs,
  build: () => ({ outputs: {}, monitoring: [] }),
});
const environment = (...on: System["name"][]) =>
  ({ name: "dev", systems: Object.fromEntries(on.map((name) => [name, {}])) }) as unknown as Environment;

describe("the order of systems", () => {
  const all = [
    system("announcements", ["students"]),
    system("students", ["identity"]),
    system("identity"),
    system("web"),
  ];
  const names = (systems: System[]) => systems.map(({ name }) => name);

  it("puts each after those it needs, and leaves out what is off", () => {
    expect(names(systemOrder(environment("web", "announcements", "students", "identity"), all))).to.deep.equal([
      "identity",
      "students",
      "announcements",
      "web",
    ]);
    expect(names(systemOrder(environment("web"), all))).to.deep.equal(["web"]);
  });

  it("puts one that uses another after it, and leaves it on without", () => {
    const some = [{ ...system("web"), uses: ["students" as const] }, system("students")];
    expect(names(systemOrder(environment("web", "students"), some))).to.deep.equal(["students", "web"]);
    expect(names(systemOrder(environment("web"), some))).to.deep.equal(["web"]);
  });

  it("does not depend on the order in the configuration", () => {
    const one = systemOrder(environment("students", "identity", "web"), all);
    expect(systemOrder(environment("web", "identity", "students"), all)).to.deep.equal(one);
  });

  it("refuses a system whose needs are off, naming both and the file", () => {
    try {
      systemOrder(environment("announcements", "students"), all);
      expect.fail("the order was accepted");
    } catch (error) {
      expect(error).to.be.instanceOf(ConfigurationError);
      expect((error as ConfigurationError).problems).to.deep.equal([
        {
          file: "Pulumi.dev.yaml",
          path: "platform:systems.identity",
          fix: "switch it on with {}: the system students needs it",
        },
      ]);
    }
  });

  it("refuses a system that is configured and not built, instead of leaving it out silently", () => {
    expect(() => systemOrder(environment("intake"), all)).to.throw("platform:systems.intake");
  });

  it("refuses systems that need each other", () => {
    const circle = [system("students", ["web"]), system("web", ["students"])];
    expect(() => systemOrder(environment("students", "web"), circle)).to.throw("students needs itself");
  });
});
