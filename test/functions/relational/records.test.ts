import "../support/environment";
import { expect } from "chai";
import { statements } from "../../../functions/relational/statements";
import type { handler as Handler } from "../../../functions/relational/records";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("studentRecords", () => {
  let handler: typeof Handler;
  let options: Record<string, any>;
  let executed: [sql: string, values: unknown[]][];
  let answer: () => unknown;
  let ended: number;
  const driver = require("mysql2/promise") as Record<string, unknown>;
  const original = driver["createConnection"];

  before(() => {
    // A database that records what it is asked.
    const createConnection = (given: Record<string, unknown>) => {
      options = given;
      return Promise.resolve({
        execute: ({ sql, timeout }: { sql: string; timeout: number }, values: unknown[]) => {
          expect(timeout, "shorter than the function's own time").to.be.below(15_000);
          executed.push([sql, values]);
          return Promise.resolve().then(() => [answer(), []]);
        },
        destroy: () => ended++,
      });
    };
    driver["createConnection"] = createConnection;
    ({ handler } = require("../../../functions/relational/records") as { handler: typeof Handler });
  });
  after(() => {
    driver["createConnection"] = original;
  });
  beforeEach(() => {
    executed = [];
    ended = 0;
    answer = () => ({ affectedRows: 1 });
  });
  const call = async (event: unknown) => capturedOutput(() => handler(event, lambdaContext()));

  it("passes values as parameters of fixed statements, and closes the connection", async () => {
    const evil = "1' OR '1'='1";
    expect((await call({ action: "enrol", roll: evil, course: "HIST-101" })).result).to.deep.equal({ changed: true });
    expect((await call({ action: "withdraw", roll: evil, course: "HIST-101" })).result).to.deep.equal({
      changed: true,
    });
    answer = () => [{ course: "HIST-101" }];
    expect((await call({ action: "list", roll: evil })).result).to.deep.equal({ courses: ["HIST-101"] });
    expect(executed).to.deep.equal([
      [statements.enrol, [evil, "HIST-101"]],
      [statements.withdraw, [evil, "HIST-101"]],
      [statements.list, [evil]],
    ]);
    expect(ended).to.equal(3);
  });

  it("says that enrolling again changed nothing", async () => {
    answer = () => ({ affectedRows: 0 });
    expect((await call({ action: "enrol", roll: "1", course: "A" })).result).to.deep.equal({ changed: false });
  });

  it("logs in with a token, never a password, over verified TLS only", async () => {
    await call({ action: "list", roll: "1" }).catch(() => undefined);
    expect(options).not.to.have.property("password");
    expect(options).to.deep.include({
      user: "platform_admin",
      multipleStatements: false,
      ssl: { minVersion: "TLSv1.2", rejectUnauthorized: true, verifyIdentity: true },
    });
    const token = String(options["authPlugins"].mysql_clear_password()());
    expect(token).to.match(
      /^127\.0\.0\.1:1\/?\?Action=connect&DBUser=platform_admin&.*X-Amz-Signature=[0-9a-f]{64}.*\0$/,
    );
  });

  it("refuses what is no request, and asks nothing", async () => {
    for (const event of [undefined, {}, { action: "drop" }, { action: "enrol", roll: "1", course: "a;b" }]) {
      const { result } = await call(event);
      expect(result).to.have.nested.property("error.code", "InvalidRequest");
    }
    expect(executed).to.have.length(0);
  });

  it("tells the caller nothing of an error of the database, logs its code, and closes the connection", async () => {
    answer = () => {
      throw Object.assign(new Error("Duplicate entry 'Asha' for key"), { code: "ER_DUP_ENTRY" });
    };
    const { result, output } = await call({ action: "enrol", roll: "Asha", course: "A" });
    expect(result).to.deep.equal({
      error: { code: "InternalError", message: "The request could not be completed", requestId: "invocation-id" },
    });
    expect(output).to.contain("ER_DUP_ENTRY").and.not.to.contain("Asha");
    expect(ended).to.equal(1);
  });

  /** Fails with these codes, one after the other, then answers. */
  function failing(...codes: string[]): void {
    answer = () => {
      const code = codes.shift();
      if (code) throw Object.assign(new Error(code), { code });
      return { affectedRows: 1 };
    };
  }

  it("does the work on another connection where one is lost, and closes each", async () => {
    failing("PROTOCOL_CONNECTION_LOST", "ER_SERVER_SHUTDOWN");
    const { result, output } = await call({ action: "enrol", roll: "7", course: "A" });
    expect(result).to.deep.equal({ changed: true });
    expect(executed.map(([, values]) => values)).to.deep.equal([
      ["7", "A"],
      ["7", "A"],
      ["7", "A"],
    ]);
    expect(ended).to.equal(3);
    expect(output).to.contain("connection lost").and.to.contain("ER_SERVER_SHUTDOWN");
  });

  it("gives up after four connections, and says that it may be tried again", async () => {
    failing("ECONNREFUSED", "ER_CON_COUNT_ERROR", "ER_READ_ONLY_MODE", "ETIMEDOUT", "ETIMEDOUT");
    const { result } = await call({ action: "list", roll: "7" });
    expect(result).to.have.nested.property("error.code", "DatabaseUnavailable");
    expect(ended).to.equal(4);
  }).timeout(60_000);

  it("asks once where the proxy has no connection to give in its ten seconds", async () => {
    failing("PROTOCOL_SEQUENCE_TIMEOUT", "PROTOCOL_SEQUENCE_TIMEOUT");
    const { result } = await call({ action: "list", roll: "7" });
    expect(result).to.have.nested.property("error.code", "DatabaseUnavailable");
    expect(executed).to.have.length(1);
    expect(ended).to.equal(1);
  });
});
