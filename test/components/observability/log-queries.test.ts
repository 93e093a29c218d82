import { expect } from "chai";
import { LogQueries } from "../../../components/observability/log-queries";
import { errorOf, recordBoth } from "../../support/record";

const make = (logGroups: string[]) => () => new LogQueries("students-queries", { folder: "prod/students", logGroups });

describe("LogQueries", () => {
  it("saves what people ask at night, over all log groups of the system", async () => {
    for (const recorded of await recordBoth(make(["/aws/lambda/add", "/aws/lambda/get"]))) {
      const saved = recorded.ofType("aws:cloudwatch/queryDefinition:QueryDefinition").map(({ inputs }) => inputs);
      expect(saved.map(({ name }) => name)).to.deep.equal([
        "prod/students/1 errors",
        "prod/students/2 one request, by its correlation id",
        "prod/students/3 slowest invocations",
        "prod/students/4 cold starts by hour",
      ]);
      for (const { logGroupNames } of saved) {
        expect(logGroupNames).to.deep.equal(["/aws/lambda/add", "/aws/lambda/get"]);
      }
      expect(saved[1]!["queryString"]).to.contain('filter @message like "PUT THE ID HERE"');
    }
  });

  it("refuses nothing to ask, and more than a query can ask", async () => {
    expect((await errorOf(make([]))).message).to.contain("name 1 to 50 log groups");
    expect((await errorOf(make(Array.from({ length: 51 }, (_, index) => `g${index}`)))).message).to.contain("51");
  });
});
