import { parseArgs } from "node:util";

/** What `npm run dashboard` was asked for. */
export interface DashboardArguments {
  stack: string;
  /** Folder that takes the pictures. */
  out: string;
  /** Only the dashboard of this name. */
  only?: string;
  png: boolean;
  help: boolean;
}

/** What `npm run dashboard -- --help` prints. */
export const usage = `usage: npm run dashboard -- STACK [OPTION…]

Draws the dashboards of a stack from its program, without an account, so that a change to them can be looked at. For the
stack sandbox, the figures and the states of alarms are those of the running sandbox; other stacks show axes,
thresholds and legends.

  STACK         dev, test, prod, sandbox: whatever has a Pulumi.STACK.yaml
  --out FOLDER  where the pictures go. Default dist/dashboards/STACK
  --only NAME   one dashboard, for example dev-students
  --png         pictures besides the pages; needs a browser (PLATFORM_BROWSER, or one on PATH)
  --help        this text
`;

/** @throws Error with a message for the user where the arguments are wrong */
export function dashboardArguments(args: readonly string[]): DashboardArguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      out: { type: "string" },
      only: { type: "string" },
      png: { type: "boolean", default: false },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  const [stack = "", ...more] = positionals;
  if (!values.help && (stack === "" || more.length > 0)) {
    throw new Error("name one stack, for example: npm run dashboard -- dev");
  }
  if (stack !== "" && !/^[A-Za-z0-9][\w.-]{0,99}$/.test(stack))
    throw new Error(`"${stack}" is not the name of a stack`);
  const out = values.out ?? `dist/dashboards/${stack}`;
  return { stack, out, ...(values.only && { only: values.only }), png: values.png, help: values.help };
}
