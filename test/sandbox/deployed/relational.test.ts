import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { expect } from "chai";
import { signedHeaders } from "../../../sandbox/emulator/signed-headers";
import { outputs } from "../../support/sandbox";
import { clientSettings } from "./executions";

const CLUSTER = "relational";

describe("relational", function () {
  this.timeout(60_000);
  const course = "HIST-101";
  const roll = String(Math.floor(Math.random() * 1e12));

  async function invoke(FunctionName: string, event: object = {}): Promise<unknown> {
    const lambda = new LambdaClient(clientSettings());
    const answer = await lambda.send(
      new InvokeCommand({ FunctionName, Qualifier: "live", Payload: JSON.stringify(event) }),
    );
    expect(answer.FunctionError, Buffer.from(answer.Payload!).toString()).to.equal(undefined);
    return JSON.parse(Buffer.from(answer.Payload!).toString()) as unknown;
  }
  const records = (action: string, more: object = {}) => invoke("studentRecords", { action, roll, course, ...more });
  const courses = () => invoke("studentRecords", { action: "list", roll });

  async function rds(Action: string, parameters: Record<string, string>): Promise<string> {
    const { endpoint, accountId, region } = outputs();
    const body = new URLSearchParams({ Action, Version: "2014-10-31", ...parameters });
    const headers = signedHeaders("rds", { accountId, region });
    const answer = await fetch(endpoint, { method: "POST", headers, body });
    const text = await answer.text();
    expect(answer.status, text).to.equal(200);
    return text;
  }
  const secretArn = async () =>
    /<SecretArn>(.*?)<\/SecretArn>/.exec(await rds("DescribeDBClusters", { DBClusterIdentifier: CLUSTER }))![1]!;

  before(async () => {
    expect(await invoke("migrateRecords")).to.deep.equal({ applied: 1 });
    expect(await invoke("migrateRecords"), "again").to.deep.equal({ applied: 1 });
  });

  it("enrols and withdraws once, and lists one student's courses", async () => {
    expect(await records("enrol")).to.deep.equal({ changed: true });
    expect(await records("enrol")).to.deep.equal({ changed: false });
    expect(await records("enrol", { course: "ART-1" })).to.deep.equal({ changed: true });
    expect(await courses()).to.deep.equal({ courses: ["ART-1", course] });
    expect(await records("withdraw", { course: "ART-1" })).to.deep.equal({ changed: true });
    expect(await records("withdraw", { course: "ART-1" })).to.deep.equal({ changed: false });
    expect(await courses()).to.deep.equal({ courses: [course] });
  });

  it("takes what looks like SQL for the value that it is", async () => {
    const evil = `${roll}' OR '1'='1`;
    expect(await records("enrol", { roll: evil })).to.deep.equal({ changed: true });
    expect(await records("withdraw", { roll: evil })).to.deep.equal({ changed: true });
    expect(await courses()).to.deep.equal({ courses: [course] });
  });

  it("answers through a restart of the database, on another connection", async () => {
    await rds("RebootDBInstance", { DBInstanceIdentifier: `${CLUSTER}-1` });
    expect(await courses()).to.deep.equal({ courses: [course] });
  });

  it("answers after the master user's secret was rotated", async () => {
    const secrets = new SecretsManagerClient(clientSettings());
    const SecretId = await secretArn();
    const value = async () => (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString!;
    const before = JSON.parse(await value());
    await rds("ModifyDBCluster", {
      DBClusterIdentifier: CLUSTER,
      RotateMasterUserPassword: "true",
      ApplyImmediately: "true",
    });
    const after = JSON.parse(await value());
    expect(after).to.have.property("username", before.username);
    expect(after.password).not.to.equal(before.password);
    expect(await courses()).to.deep.equal({ courses: [course] });
    expect(await invoke("migrateRecords")).to.deep.equal({ applied: 1 });
  });

  it("holds the same rows for the Data API, with values as parameters, and refuses another secret", async () => {
    const { clusterArn: resourceArn } = outputs()["relational"] as { clusterArn: string };
    const data = new RDSDataClient(clientSettings());
    const ask = async (secret: string) =>
      data.send(
        new ExecuteStatementCommand({
          resourceArn,
          secretArn: secret,
          database: "records",
          sql: "SELECT course FROM enrolments WHERE roll = :roll",
          parameters: [{ name: "roll", value: { stringValue: roll } }],
        }),
      );
    expect((await ask(await secretArn())).records).to.deep.equal([[{ stringValue: course }]]);
    const refused = await ask(`${await secretArn()}-other`).catch((error: Error) => error);
    expect(refused).to.be.instanceOf(Error).and.have.property("name", "BadRequestException");
  });
});
