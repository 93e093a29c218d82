import { expect } from "chai";
import { routeOf } from "../../../sandbox/forward/deployed";
import { localAddresses } from "../../../sandbox/forward/local-addresses";

const ORIGIN = "http://localhost:3000";

describe("localAddresses", () => {
  for (const [given, expected] of [
    ["https://ab12.execute-api.eu-west-1.amazonaws.com/Dev", `${ORIGIN}/_aws/execute-api/ab12/Dev`],
    ["connect-src https://ab12.execute-api.eu-west-1.amazonaws.com;", `connect-src ${ORIGIN};`],
    ["https://login.auth.eu-west-1.amazoncognito.com/oauth2/token", `${ORIGIN}/oauth2/token`],
    ["https://d1x.cloudfront.net/index.html", `${ORIGIN}/index.html`],
    ["https://example.org/execute-api", "https://example.org/execute-api"],
  ] as const) {
    it(`makes ${expected} of ${given}`, () => expect(localAddresses(given, ORIGIN)).to.equal(expected));
  }
});

describe("routeOf", () => {
  const routes = ["/user/{id}", "/user/me", "/addstudentdetails"].map((path) => ({ apiId: "a", stage: "Dev", path }));
  for (const [path, expected] of [
    ["/addstudentdetails", "/addstudentdetails"],
    ["/addstudentdetails/", "/addstudentdetails"],
    ["/user/7", "/user/{id}"],
    ["/user/me", "/user/me"],
    ["/user/7/more", undefined],
    ["/", undefined],
    ["/index.html", undefined],
  ] as const) {
    it(`${path} is ${expected ?? "a page"}`, () => expect(routeOf(routes, path)?.path).to.equal(expected));
  }
});
