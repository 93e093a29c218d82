import { expect } from "chai";
import { recordPlatform } from "./platform";

/** What the pages tell browsers about TLS, in an environment with this name. */
async function strictTransportSecurity(domain: unknown): Promise<unknown> {
  const platform = await recordPlatform({
    "platform:domain": typeof domain === "string" ? domain : JSON.stringify(domain),
    "platform:systems": JSON.stringify({ identity: {}, students: {}, web: {} }),
  });
  const { inputs } = platform.one("aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy");
  return (inputs["securityHeadersConfig"] as Record<string, unknown>)["strictTransportSecurity"];
}

describe("the pages", function () {
  this.timeout(60_000);

  for (const [where, domain] of [
    ["a zone of its own below another", "dev.elsewhere.io"],
    ["a name in a zone that is there", { zone: "main", prefix: "dev" }],
  ] as const) {
    it(`ask browsers for TLS on every name below theirs, where that is ${where}`, async () => {
      expect(await strictTransportSecurity(domain)).to.deep.equal({
        accessControlMaxAgeSec: 63_072_000,
        includeSubdomains: true,
        override: true,
      });
    });
  }

  for (const [where, domain] of [
    ["a zone that is there", { zone: "main" }],
    ["a whole domain", "elsewhere.io"],
  ] as const) {
    it(`say nothing about names below theirs, which may be anybody's, at the top of ${where}`, async () => {
      expect(await strictTransportSecurity(domain)).to.deep.equal({
        accessControlMaxAgeSec: 63_072_000,
        includeSubdomains: false,
        override: true,
      });
    });
  }
});
