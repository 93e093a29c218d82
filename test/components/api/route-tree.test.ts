import { expect } from "chai";
import * as fc from "fast-check";
import { resourcePaths } from "../../../components/api/route-tree";
import { arnPath, pathParameters } from "../../../components/api/route";
import { pathSlug } from "../../../components/api/route-slug";
import { mock } from "../../../components/api/integrations";
import { RestApi, type Route } from "../../../components/api/rest-api";
import { Key } from "../../../components/encryption/key";
import { record } from "../../support/record";

// A parameter has one name at every place, as API Gateway demands.
const segment = fc.constantFrom("a", "b", "students", "a-b", "a.b", "{id}");
const path = fc
  .array(segment, { minLength: 0, maxLength: 4 })
  // A parameter comes once in a path.
  .map((segments) => segments.filter((each, index) => each !== "{id}" || segments.indexOf(each) === index))
  .map((segments) => `/${segments.join("/")}`);
const paths = fc.uniqueArray(path, { minLength: 1, maxLength: 12 });

describe("the tree of routes", () => {
  it("has each path once, parents before children, and nothing that no route needs", () => {
    fc.assert(
      fc.property(paths, (given) => {
        const made = resourcePaths(given);
        expect(new Set(made).size).to.equal(made.length);
        made.forEach((each, index) => {
          const parent = each.slice(0, each.lastIndexOf("/"));
          if (parent) expect(made.indexOf(parent), `${parent} before ${each}`).to.be.within(0, index - 1);
          expect(given.some((route) => route === each || route.startsWith(`${each}/`))).to.equal(true);
        });
        for (const route of given) if (route !== "/") expect(made).to.include(route);
      }),
    );
  });

  it("does not depend on the order of the routes", () => {
    fc.assert(
      fc.property(paths, (given) => {
        expect(resourcePaths([...given].reverse())).to.deep.equal(resourcePaths(given));
      }),
    );
  });

  it("becomes one resource for each path, below its parent's", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(path, { minLength: 1, maxLength: 6 }), async (given) => {
        const run = await record(() => {
          const key = new Key("key", { description: "An example." });
          const routes = given.map((each): Route => ({
            method: "GET",
            path: each,
            authorizer: "none",
            unauthenticatedReason: "A test.",
            integration: mock(),
          }));
          new RestApi("api", { description: "A test.", key, stageName: "test", routes });
        });
        const resources = run.ofType("aws:apigateway/resource:Resource");
        const byId = new Map(resources.map(({ name, inputs }) => [`${name}-id`, inputs]));
        const full = (inputs: Record<string, unknown>): string => {
          const parent = inputs["parentId"] as string;
          return `${parent === "root" ? "" : full(byId.get(parent)!)}/${String(inputs["pathPart"])}`;
        };
        expect(resources.map(({ inputs }) => full(inputs)).sort()).to.deep.equal(resourcePaths(given).sort());
        expect(run.ofType("aws:apigateway/method:Method")).to.have.length(given.length);
      }),
      { numRuns: 8 },
    );
  });
});

describe("the names of routes", () => {
  it("are different for different paths", () => {
    const odd = fc
      .array(fc.string({ unit: fc.constantFrom("a", "B", "1", "-", ".", "_", "{", "}", "+"), minLength: 1 }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((segments) => `/${segments.join("/")}`);
    fc.assert(
      fc.property(odd, odd, (one, other) => {
        fc.pre(one !== other);
        expect(pathSlug(one)).to.not.equal(pathSlug(other));
      }),
    );
    expect(pathSlug("/root")).to.not.equal(pathSlug("/"));
    expect(pathSlug("/a/b")).to.equal("a-b");
  });

  it("consist of letters, digits and hyphens", () => {
    fc.assert(
      fc.property(path, (each) => {
        expect(pathSlug(each)).to.match(/^[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/);
      }),
    );
  });
});

describe("the parameters of a path", () => {
  it("are found, greedy ones too", () => {
    expect(pathParameters("/users/{id}/files/{proxy+}")).to.deep.equal(["id", "proxy"]);
    expect(pathParameters("/users")).to.deep.equal([]);
  });

  it("are wildcards in ARNs, as is ANY", () => {
    expect(arnPath({ method: "ANY", path: "/users/{id}/{proxy+}" })).to.equal("*/users/*/*");
    expect(arnPath({ method: "GET", path: "/" })).to.equal("GET/");
  });
});
