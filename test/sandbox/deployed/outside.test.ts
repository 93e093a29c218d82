import { expect } from "chai";
import { restApiProbe } from "../../../components/api/rest-api-probe";
import type { Route } from "../../../components/api/route";
import { getStudentRoute } from "../../../functions/students/routes";
import { loadedScript } from "../../functions/support/canary-script";
import { outputs } from "../../support/sandbox";

/** Of a route, what a stranger needs to know. */
const route = (method: string, path: string, authorizer: string) => ({ method, path, authorizer }) as unknown as Route;
const routes: Record<string, Route> = {
  students: route(getStudentRoute.method, getStudentRoute.path, "jwt"),
  intake: route("POST", "/students", "jwt"),
  users: route("GET", "/user", "cognito"),
};

describe("the canary's script against the sandbox", () => {
  const deployed = () =>
    Object.keys(routes).filter((system) => (outputs()[system] as { url?: string } | undefined)?.url);

  it("finds every API well that refuses a stranger", async () => {
    const systems = deployed();
    expect(systems).to.include("students");
    const probes = systems.flatMap((system) =>
      restApiProbe(`${system}-api`, "", [routes[system]!]).map(({ url: _url, ...probe }) => ({
        ...probe,
        url: `${(outputs()[system] as { url: string }).url}${routes[system]!.path}`,
      })),
    );
    const steps: [string, string][] = [];
    await loadedScript(probes, steps)().catch(() => undefined);
    expect(steps).to.deep.equal(systems.map((system) => [`${system}-api-outside`, "ok"]));
  });

  it("fails where a stage is gone", async () => {
    const url = `${(outputs()["students"] as { url: string }).url}-gone${getStudentRoute.path}`;
    const steps: [string, string][] = [];
    const handler = loadedScript([{ name: "gone", url, method: "GET", status: 401, contains: "Unauthorized" }], steps);
    expect(await handler().catch((error: unknown) => (error as Error).message)).to.equal("1 of 1 failed: gone");
    expect(steps[0]![1]).to.match(/answered \d+, not 401|without/);
  });
});
