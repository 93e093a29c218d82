import "../support/environment";
import { DynamoDBClient, GetItemCommand } from "@aws-sdk/client-dynamodb";
import type { Context } from "aws-lambda";
import { expect } from "chai";
import { handler as store } from "../../../functions/intake/store";
import { difference } from "../../../functions/release/difference";
import { handler as add } from "../../../functions/students/add";
import { handler as get } from "../../../functions/students/get";
import { releaseProbes } from "../../../stacks/systems/release-probes";
import { useAwsMock } from "../support/aws-mock";
import { capturedOutput } from "../support/captured-output";
import { lambdaContext } from "../support/lambda-context";

describe("the probes of a release", () => {
  const dynamodb = useAwsMock(DynamoDBClient);
  const handlers = { "store-students": store, "add-student": add, "get-student": get } as unknown as Record<
    string,
    (event: unknown, context: Context) => Promise<unknown>
  >;

  for (const [name, { event, expected }] of Object.entries(releaseProbes))
    it(`${name}: the real handler answers as expected and writes nothing`, async () => {
      dynamodb().on(GetItemCommand).resolves({});
      const { result } = await capturedOutput(() => handlers[name]!(event, lambdaContext()));
      expect(difference(result, expected)).to.equal(undefined);
      expect(
        dynamodb()
          .calls()
          .map(({ args }) => args[0].constructor.name),
      ).to.deep.equal(name === "get-student" ? ["GetItemCommand"] : []);
    });
});
