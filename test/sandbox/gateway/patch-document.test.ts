import { expect } from "chai";
import { patchDocument } from "../../../sandbox/gateway/patch-document";
import { patchPlanStages } from "../../../sandbox/gateway/usage-plan-stages";

describe("patchDocument", () => {
  it("decodes pointers, and gives numbers and truth values their types", () => {
    const before = { requestTemplates: { "application/json": "a" }, timeoutInMillis: 29000, enabled: true };
    const after = patchDocument(before, [
      { op: "replace", path: "/requestTemplates/application~1json", value: "true" },
      { op: "replace", path: "/timeoutInMillis", value: "5000" },
      { op: "replace", path: "/enabled", value: "false" },
      { op: "add", path: "/throttle/rateLimit", value: "7.5" },
    ]);
    expect(after).to.deep.equal({
      requestTemplates: { "application/json": "true" },
      timeoutInMillis: 5000,
      enabled: false,
      throttle: { rateLimit: 7.5 },
    });
    expect(before.enabled).to.equal(true);
  });

  it("adds to lists and removes from them", () => {
    const after = patchDocument({ authorizationScopes: ["a"], binaryMediaTypes: ["x/y"] }, [
      { op: "add", path: "/authorizationScopes", value: "b" },
      { op: "remove", path: "/authorizationScopes", value: "a" },
      { op: "add", path: "/binaryMediaTypes/image~1png" },
      { op: "remove", path: "/binaryMediaTypes/x~1y" },
    ]);
    expect(after).to.deep.equal({ authorizationScopes: ["b"], binaryMediaTypes: ["image/png"] });
  });

  it("removes what is named, and nothing else", () => {
    const before = { responseParameters: { "method.response.header.A": true, "method.response.header.B": true } };
    const after = patchDocument(before, [{ op: "remove", path: "/responseParameters/method.response.header.A" }]);
    expect(after).to.deep.equal({ responseParameters: { "method.response.header.B": true } });
  });
});

describe("patchPlanStages", () => {
  it("adds and removes stages, and limits them by method", () => {
    const added = patchPlanStages(
      [{ apiId: "a", stage: "Dev" }],
      [
        { op: "add", path: "/apiStages", value: "b:Prod" },
        { op: "replace", path: "/apiStages/b:Prod/throttle/~1add~1POST/rateLimit", value: "5" },
        { op: "remove", path: "/apiStages", value: "a:Dev" },
      ],
    );
    expect(added).to.deep.equal([{ apiId: "b", stage: "Prod", throttle: { "/add/POST": { rateLimit: 5 } } }]);
  });
});
