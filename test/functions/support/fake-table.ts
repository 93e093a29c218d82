import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type AttributeValue,
  type DynamoDBClient,
} from "@aws-sdk/client-dynamodb";
import type { AwsStub } from "aws-sdk-client-mock";

type Item = Record<string, AttributeValue>;

/** The users' table in memory, behind a mocked client: keys, old values, and the conditions that merging uses. */
export class FakeTable {
  readonly items = new Map<string, Item>();
  /** Called before each write, to write in between. */
  beforePut?: () => void;

  /** Answers the calls of a mocked client. */
  answer(stub: AwsStub<never, never, DynamoDBClient["config"]>): this {
    const mock = stub as unknown as AwsStub<object, { $metadata: object }, unknown>;
    const on = mock.on.bind(mock) as unknown as (command: unknown) => {
      callsFake(work: (input: never) => unknown): void;
    };
    on(GetItemCommand).callsFake(({ Key }: GetItemCommand["input"]) => ({ Item: this.items.get(Key!["sub"]!.S!) }));
    on(DeleteItemCommand).callsFake(({ Key }: DeleteItemCommand["input"]) => {
      this.items.delete(Key!["sub"]!.S!);
      return {};
    });
    on(PutItemCommand).callsFake((input: PutItemCommand["input"]) => {
      this.beforePut?.();
      const sub = input.Item!["sub"]!.S!;
      const before = this.items.get(sub);
      if (!this.holds(input, before))
        throw new ConditionalCheckFailedException({ message: "The conditional request failed", $metadata: {} });
      this.items.set(sub, input.Item!);
      return input.ReturnValues === "ALL_OLD" ? { Attributes: before } : {};
    });
    return this;
  }

  private holds({ ConditionExpression, ExpressionAttributeValues }: PutItemCommand["input"], before?: Item): boolean {
    switch (ConditionExpression) {
      case undefined:
        return true;
      case "attribute_not_exists(#sub)":
        return before === undefined;
      case "revision = :seen":
        return before?.["revision"]?.S === ExpressionAttributeValues![":seen"]!.S;
      default:
        throw new Error(`no such condition is known here: ${ConditionExpression}`);
    }
  }
}
