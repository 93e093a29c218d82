import { expect } from "chai";
import { DelegationRole, type DelegationRoleArgs } from "../../../components/names/delegation-role";
import { ZoneDelegation } from "../../../components/names/zone-delegation";
import { errorOf, record, recordBoth } from "../../support/record";

const make =
  (more: Partial<DelegationRoleArgs> = {}) =>
  () =>
    new DelegationRole("names-dev", {
      zoneName: "dev.example.com",
      account: "111122223333",
      parent: { zoneName: "example.com", zoneId: "Z0PARENT" },
      ...more,
    });

describe("DelegationRole", () => {
  it("is for one account, and enters one name's servers", async () => {
    for (const { one } of await recordBoth(make())) {
      const role = one("aws:iam/role:Role").inputs;
      expect(role).to.include({ name: "platform-names-dev.example.com", maxSessionDuration: 3600 });
      expect(JSON.parse(role["assumeRolePolicy"] as string)).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { AWS: "arn:aws:iam::111122223333:root" }, Action: "sts:AssumeRole" },
        ],
      });
      const zone = "arn:aws:route53:::hostedzone/Z0PARENT";
      expect(JSON.parse(one("aws:iam/rolePolicy:RolePolicy").inputs["policy"] as string)).to.deep.equal({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "EnterNameServers",
            Effect: "Allow",
            Action: "route53:ChangeResourceRecordSets",
            Resource: zone,
            Condition: {
              "ForAllValues:StringEquals": {
                "route53:ChangeResourceRecordSetsNormalizedRecordNames": ["dev.example.com"],
                "route53:ChangeResourceRecordSetsRecordTypes": ["NS"],
                "route53:ChangeResourceRecordSetsActions": ["CREATE", "UPSERT", "DELETE"],
              },
              Null: { "route53:ChangeResourceRecordSetsNormalizedRecordNames": "false" },
            },
          },
          {
            Sid: "ReadZone",
            Effect: "Allow",
            Action: ["route53:GetHostedZone", "route53:ListResourceRecordSets"],
            Resource: zone,
          },
          {
            Sid: "AwaitChange",
            Effect: "Allow",
            Action: "route53:GetChange",
            Resource: "arn:aws:route53:::change/*",
          },
        ],
      });
    }
  });

  for (const [what, more, text] of [
    [
      "a zone elsewhere",
      { zoneName: "dev.example.org" },
      'zoneName is "dev.example.org"; use a name below example.com',
    ],
    ["the zone itself", { zoneName: "example.com" }, "use a name below example.com"],
    ["an account that is none", { account: "12" }, 'account is "12"; use 12 digits'],
    ["a name too long", { zoneName: `${"a".repeat(40)}.example.com` }, "use at most 49 characters"],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const error = await errorOf(make(more));
      expect(error.message).to.contain('platform:names:DelegationRole "names-dev"').and.to.contain(text);
    });
  }
});

describe("ZoneDelegation", () => {
  const delegate = (ttlSeconds?: number) => () =>
    new ZoneDelegation("delegation", {
      zoneName: "dev.example.com",
      nameServers: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.net"],
      parentZoneId: "Z0PARENT",
      ttlSeconds,
    });

  it("names the zone's servers in the zone around it", async () => {
    expect((await record(delegate())).one("aws:route53/record:Record").inputs).to.deep.equal({
      zoneId: "Z0PARENT",
      name: "dev.example.com",
      type: "NS",
      ttl: 3600,
      records: ["ns-1.awsdns-01.org", "ns-2.awsdns-02.net"],
      allowOverwrite: true,
    });
  });

  it("refuses a time that no resolver keeps to", async () => {
    expect((await errorOf(delegate(5))).message).to.contain("ttlSeconds is 5; use a whole number from 60 to 172800");
  });
});
