import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { dynamodb } from "../shared/dynamodb";
import { logger } from "../shared/logger";
import { count } from "../shared/metrics";

/** When a circuit opens, and for how long. */
export interface CircuitOptions {
  TableName: string;
  /** What is behind it, for example `web`. */
  name: string;
  /** Failures in a row that open it. */
  threshold: number;
  /** Milliseconds until one call may try whether the service is back; also what such a trial may take. */
  openFor: number;
}

/** The service is known to fail, and was not called. */
export class CircuitOpenError extends Error {
  override readonly name = "CircuitOpenError";
}

/** The service will never take this: its fault or ours, but not that it fails. */
export class RefusedError extends Error {
  override readonly name = "RefusedError";

  /**
   * @param message why
   * @param isAnswer whether the service said so itself, and so works; false where it was not even asked. Default true.
   */
  constructor(
    message: string,
    readonly isAnswer = true,
  ) {
    super(message);
  }
}

/**
 * Spares a service that fails, and the waiting for it. Its state is one item of a table: a function runs in many places
 * at once, and each alone would have to learn that the service is down.
 *
 * Closed, calls go through. After `threshold` failures in a row it is open, and calls fail at once. After `openFor` one
 * call is let through; if it succeeds the circuit closes, else it stays open for as long again.
 * https://docs.aws.amazon.com/prescriptive-guidance/latest/cloud-design-patterns/circuit-breaker.html
 */
export class CircuitBreaker {
  private readonly Key: { id: { S: string } };

  constructor(private readonly options: CircuitOptions) {
    this.Key = { id: { S: `circuit:${options.name}` } };
  }

  /**
   * Makes a call, or not.
   *
   * @param call of the service
   * @throws CircuitOpenError without having called, or what the call throws
   */
  async run<T>(call: () => Promise<T>): Promise<T> {
    const failures = await this.enter();
    try {
      const result = await call();
      if (failures > 0) await this.close();
      return result;
    } catch (error) {
      if (error instanceof RefusedError) {
        if (failures > 0 && error.isAnswer) await this.close();
      } else await this.failed();
      throw error;
    }
  }

  /** @returns failures in a row until now */
  private async enter(): Promise<number> {
    const { TableName, threshold } = this.options;
    const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: this.Key, ConsistentRead: true }));
    const failures = Number(Item?.["failures"]?.N ?? 0);
    if (failures < threshold) return failures;
    const openUntil = Item?.["openUntil"]?.N ?? "0";
    if (Number(openUntil) > Date.now() || !(await this.isTrial(openUntil))) {
      count("CircuitOpen");
      throw new CircuitOpenError(`The circuit to ${this.options.name} is open`);
    }
    return failures;
  }

  /** Of all that see the time is over, the one that moves it on may try. */
  private async isTrial(seen: string): Promise<boolean> {
    try {
      await dynamodb.send(
        new UpdateItemCommand({
          TableName: this.options.TableName,
          Key: this.Key,
          UpdateExpression: "SET openUntil = :next",
          ConditionExpression: "openUntil = :seen OR attribute_not_exists(openUntil)",
          ExpressionAttributeValues: { ":next": this.later(), ":seen": { N: seen } },
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }

  private async close(): Promise<void> {
    await dynamodb.send(new DeleteItemCommand({ TableName: this.options.TableName, Key: this.Key }));
    logger.info("circuit closed", { circuit: this.options.name });
  }

  private async failed(): Promise<void> {
    const { Attributes } = await dynamodb.send(
      new UpdateItemCommand({
        TableName: this.options.TableName,
        Key: this.Key,
        UpdateExpression: "ADD failures :one SET openUntil = :next",
        ExpressionAttributeValues: { ":one": { N: "1" }, ":next": this.later() },
        ReturnValues: "UPDATED_NEW",
      }),
    );
    if (Number(Attributes?.["failures"]?.N) !== this.options.threshold) return;
    count("CircuitOpened");
    logger.error("circuit opened", { circuit: this.options.name });
  }

  private later(): { N: string } {
    return { N: String(Date.now() + this.options.openFor) };
  }
}
