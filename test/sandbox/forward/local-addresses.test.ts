import { expect } from "chai";
import { localAddresses } from "../../../sandbox/forward/local-addresses";

const names = {
  pages: ["sandbox.example.org"],
  apis: { "students-api.sandbox.example.org": { apiId: "abc123", stage: "Dev" } },
};
const local = (text: string) => localAddresses(text, "http://localhost:3000", names);

describe("the addresses that a page names", () => {
  it("are the APIs' stages, where an API has a name", () => {
    expect(local('{"apiUrl":"https://students-api.sandbox.example.org"}')).to.equal(
      '{"apiUrl":"http://localhost:3000/_aws/execute-api/abc123/Dev"}',
    );
    expect(local("https://students-api.sandbox.example.org/getstudentdetails")).to.equal(
      "http://localhost:3000/_aws/execute-api/abc123/Dev/getstudentdetails",
    );
  });

  it("are the origin in a policy, and of the pages", () => {
    expect(local("default-src 'none'; connect-src 'self' https://students-api.sandbox.example.org")).to.equal(
      "default-src 'none'; connect-src 'self' http://localhost:3000",
    );
    expect(local("https://sandbox.example.org/index.html")).to.equal("http://localhost:3000/index.html");
  });

  it("are those that AWS gives, where there are no names", () => {
    expect(localAddresses("https://abc.execute-api.eu-west-1.amazonaws.com/Dev", "http://localhost:3000")).to.equal(
      "http://localhost:3000/_aws/execute-api/abc/Dev",
    );
  });
});
