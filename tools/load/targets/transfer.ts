import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { nothing, optionalOutput, output, present, type Target } from "./target";

/** R6: starts executions, each of which sends its rows to the queue. */
export const transfer: Target = {
  name: "transfer",
  about: "executions of the state machine, with --batch rows each",
  mostInBatch: 100,
  isHttp: false,
  describe: ({ run, batch }) => `StartExecution ${run}-N with ${batch} row(s); its messages stay in the queue`,
  watched({ environment }) {
    return {
      ...nothing,
      functions: [{ name: "seedTransfer", role: "works off" }],
      tables: present(optionalOutput(environment, "transfer", "table")),
      stateMachines: present(optionalOutput(environment, "transfer", "stateMachineArn")),
    };
  },
  prepare({ environment, run, batch }) {
    const client = new SFNClient(environment.clientOptions);
    const stateMachineArn = output(environment, "transfer", "stateMachineArn");
    const input = JSON.stringify({ items: Array.from({ length: batch }, (_, row) => `row ${row}`) });
    return Promise.resolve(async (index: number) => {
      try {
        await client.send(new StartExecutionCommand({ stateMachineArn, name: `${run}-${index}`, input }));
        return { ok: true, kind: "started" };
      } catch (error) {
        const kind = (error as Error).name;
        const isHeldBack = /Throttling|LimitExceeded/.test(kind);
        return { ok: false, kind, ...(isHeldBack && { heldBack: "state machine" as const }) };
      }
    });
  },
};
