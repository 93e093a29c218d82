import "../support/environment";
import { ExecuteStatementCommand, RDSDataClient } from "@aws-sdk/client-rds-data";
import { expect } from "chai";
import { handler } from "../../../functions/relational/migrate";
import { statements } from "../../../functions/relational/statements";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("migrateRecords", () => {
  const database = useAwsMock(RDSDataClient);

  it("runs each migration in its order, through the Data API with the secret's ARN alone", async () => {
    database().on(ExecuteStatementCommand).resolves({});
    const { result } = await capturedOutput(() => handler({}, lambdaContext()));
    expect(result).to.deep.equal({ applied: statements.migrations.length });
    const inputs = database()
      .commandCalls(ExecuteStatementCommand)
      .map(({ args }) => args[0].input);
    expect(inputs).to.deep.equal(
      statements.migrations.map((sql) => ({
        resourceArn: "arn:aws:rds:us-east-1:123456789012:cluster:relational",
        secretArn: "arn:aws:secretsmanager:us-east-1:123456789012:secret:rds-1",
        database: "records",
        sql,
      })),
    );
  });

  it("has only migrations that may run again", () => {
    for (const sql of statements.migrations) expect(sql).to.match(/^(CREATE TABLE IF NOT EXISTS|ALTER TABLE) /);
  });

  it("stops at the first that fails", async () => {
    database().on(ExecuteStatementCommand).rejects(new Error("down"));
    const outcome = await capturedOutput(() => handler({}, lambdaContext())).catch((error: Error) => error);
    expect(outcome).to.be.instanceOf(Error);
    expect(database().commandCalls(ExecuteStatementCommand)).to.have.length(1);
  });
});
