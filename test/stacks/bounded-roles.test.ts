import { expect } from "chai";
import { ServiceRole } from "../../components/access/service-role";
import { boundedRoles } from "../../stacks/workload/bounded-roles";
import { SystemComponent } from "../../stacks/workload/system-component";
import { record } from "../support/record";

const ROLE = "aws:iam/role:Role";

describe("roles of systems", () => {
  const account = { id: "111122223333", region: "cn-north-1" };
  const make = (permissionsBoundary?: string, wanted = true) => {
    const transformations = boundedRoles({ account, boundedRoles: wanted });
    const parent = new SystemComponent("orders", {}, { transformations });
    const args = { service: "config.amazonaws.com", description: "Records.", permissionsBoundary };
    const { role } = new ServiceRole("inner", args, { parent });
    // Its outputs are there as without a boundary.
    expect(role).to.include.keys("arn", "name", "uniqueId");
  };

  it("have the account's boundary, whichever component makes them", async () => {
    const { one } = await record(() => make());
    expect(one(ROLE).inputs["permissionsBoundary"]).to.equal(
      "arn:aws-cn:iam::111122223333:policy/PlatformWorkloadBoundary",
    );
  });

  it("have none where the account has no baseline", async () => {
    const { one } = await record(() => make(undefined, false));
    expect(one(ROLE).inputs).to.not.have.property("permissionsBoundary");
  });

  it("keep a boundary of their own", async () => {
    const { one } = await record(() => make("arn:aws-cn:iam::111122223333:policy/PlatformNarrower"));
    expect(one(ROLE).inputs["permissionsBoundary"]).to.equal("arn:aws-cn:iam::111122223333:policy/PlatformNarrower");
  });
});
