import type * as auto from "@pulumi/pulumi/automation";
import { repositoryRoot } from "../../../stacks/config";
import type { Verb } from "../../command/verb";
import { realEngine } from "../engine";
import { schedule } from "../schedule";
import { selectStacks } from "../select-stacks";
import { stackList, type StackEntry } from "../stack-list";
import { deployedStack } from "../stack-process/deployed-stack";
import { regionClients } from "../status/region-clients";
import { needsAttention, stackStatus, type StackStatus } from "../status/stack-status";
import { statusText } from "../status/status-text";
import { runSettings, selectionHelp, selectionOf, selectionOptions } from "./run-options";

export const status: Verb = {
  name: "status",
  about: `Reads what every account says of itself: alarms that fire, alarms without data for a day, e-mail addresses that were never
confirmed, dashboards, and of each stack the last deployment and the name servers of the zones that it made. Nothing is changed.

The exit code is 0 where nothing needs anybody, else 1.`,
  options: { ...selectionOptions, concurrency: { type: "string" }, endpoint: { type: "string" } },
  optionHelp: {
    ...selectionHelp,
    "--concurrency N": "so many accounts at a time, 1 to 50; default 4",
    "--endpoint URL": "an emulator instead of AWS, for example http://127.0.0.1:4566",
  },
  async run(call) {
    const root = repositoryRoot;
    const stacks = selectStacks(stackList(root), selectionOf(call));
    const { concurrency } = runSettings(call);
    const { engine, folder } = await realEngine(root);
    // Once each: two that open a stack at a time would spoil the folder in which the engine works on it.
    const opened = new Map<string, Promise<auto.Stack | undefined>>();
    const open = ({ name: stack }: StackEntry) => {
      const opening = opened.get(stack) ?? deployedStack({ stack, root, folder, engine });
      opened.set(stack, opening);
      return opening;
    };
    const sources = {
      clientsFor: regionClients(call.values["endpoint"] as string | undefined),
      lastUpdate: async (stack: StackEntry) => (await (await open(stack))?.history(1))?.[0],
      outputsOf: async (stack: StackEntry) => plainOutputs((await (await open(stack))?.outputs()) ?? {}),
    };
    const found = new Map<string, StackStatus>();
    await schedule(
      stacks.map(({ name }) => ({ name, needs: [] })),
      {
        concurrency,
        run: async (name) => {
          found.set(
            name,
            await stackStatus(
              stacks.find((stack) => stack.name === name)!,
              sources,
            ),
          );
          return true;
        },
      },
    );
    const statuses = stacks.map(({ name }) => found.get(name)!);
    console.log(call.json ? JSON.stringify(statuses) : statusText(statuses));
    return statuses.some(needsAttention) ? 1 : 0;
  },
};

/** Values alone, and none that is secret: a status is shown. */
function plainOutputs(outputs: auto.OutputMap): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(outputs).flatMap(([name, { value, secret }]) => (secret ? [] : [[name, value as unknown]])),
  );
}
