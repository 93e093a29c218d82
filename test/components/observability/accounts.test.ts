import { expect } from "chai";
import { accountsMonitoring } from "../../../components/observability/accounts-monitoring";
import { Dashboard } from "../../../components/observability/dashboard";
import { ObservabilityLink } from "../../../components/observability/observability-link";
import { ObservabilitySink } from "../../../components/observability/observability-sink";
import { errorOf, record } from "../../support/record";
import { statementsOf } from "../encryption/least-privilege";

describe("ObservabilitySink", () => {
  it("takes links of the organisation, for metrics, logs and traces", async () => {
    const { one } = await record(() => new ObservabilitySink("everything", { organizationId: "o-a1b2c3d4e5" }));
    expect(one("aws:oam/sink:Sink").inputs).to.deep.equal({ name: "everything" });
    expect(statementsOf(one("aws:oam/sinkPolicy:SinkPolicy").inputs["policy"])).to.deep.equal([
      {
        Sid: "AllowLinksOfOrganization",
        Effect: "Allow",
        Principal: "*",
        Action: ["oam:CreateLink", "oam:UpdateLink"],
        Resource: "*",
        Condition: {
          StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" },
          "ForAllValues:StringEquals": {
            "oam:ResourceTypes": ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace"],
          },
        },
      },
    ]);
  });

  it("refuses what is no organisation", async () => {
    const error = await errorOf(() => new ObservabilitySink("everything", { organizationId: "*" }));
    expect(error.message).to.include("organizationId");
  });
});

describe("ObservabilityLink", () => {
  const sinkArn = "arn:aws:oam:eu-west-1:444455556666:sink/0f8c7d1e-0000-4000-8000-000000000000";

  it("shows the account under its name", async () => {
    const { one } = await record(() => new ObservabilityLink("everything", { sinkArn }));
    expect(one("aws:oam/link:Link").inputs).to.deep.equal({
      labelTemplate: "$AccountName",
      resourceTypes: ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup", "AWS::XRay::Trace"],
      sinkIdentifier: sinkArn,
    });
  });

  it("refuses what is no sink", async () => {
    const error = await errorOf(() => new ObservabilityLink("x", { sinkArn: "everything" }));
    expect(error.message).to.include("the ARN of a sink");
  });
});

describe("accountsMonitoring", () => {
  it("draws a line per account, which a dashboard takes", async () => {
    const monitoring = accountsMonitoring("accounts", [
      { name: "dev", id: "111122223333" },
      { name: "prod", id: "444455556666" },
    ]);
    const { one } = await record(
      () => new Dashboard("accounts", { dashboardName: "accounts", title: "All accounts", monitoring: [monitoring] }),
    );
    const { widgets } = JSON.parse(one("aws:cloudwatch/dashboard:Dashboard").inputs["dashboardBody"] as string) as {
      widgets: { type: string; properties: { title: string; metrics: unknown[]; period: number } }[];
    };
    const failures = widgets.find(({ properties }) => properties.title === "API failures")!.properties;
    expect(failures.period).to.equal(300);
    const search = (id: string) =>
      `SUM(SEARCH('{AWS/ApiGateway,ApiName} MetricName="5XXError" :aws.AccountId="${id}"', 'Sum', 300))`;
    expect(failures.metrics).to.deep.equal([
      [{ id: "e0", expression: search("111122223333"), label: "dev" }],
      [{ id: "e1", expression: search("444455556666"), label: "prod" }],
    ]);
  });
});
