import { Function } from "../../../components/compute/function";
import { Table } from "../../../components/data/table";
import { Key } from "../../../components/encryption/key";
import { defaultKeyServices } from "../../../components/encryption/key-services";
import { Queue } from "../../../components/messaging/queue";
import { StateMachine, type StateMachineArgs } from "../../../components/workflow/state-machine";
import { pass } from "../../../components/workflow/states";

/** A key as a system with state machines has it. */
export function makeKey(): Key {
  return new Key("system", { description: "Tests", services: [...defaultKeyServices, "states"] });
}

/** A function `check` that may run for ten seconds. */
export function makeFunction(key: Key, name = "check"): Function {
  return new Function(name, { entry: "test/components/compute/fixtures/echo.ts", description: "Checks.", key });
}

export function makeFifo(key: Key): Queue {
  return new Queue("orders", { key, queueName: "orders.fifo", fifo: true, visibilityTimeoutSeconds: 60 });
}

export function makeTable(key: Key): Table {
  return new Table("stock", { key, tableName: "stock", partitionKey: { name: "id", type: "S" } });
}

/** A machine with the fewest arguments, and those given. */
export function makeMachine(args: Partial<StateMachineArgs> = {}, key = makeKey()): StateMachine {
  return new StateMachine("flow", {
    key,
    description: "Tests.",
    startAt: "Begin",
    states: { Begin: pass({ end: true }) },
    ...args,
  });
}
