import type * as pulumi from "@pulumi/pulumi";
import type { Integration } from "../integration";

export interface MockArgs {
  /** Status of every answer. Default 200. */
  statusCode?: number;
  /** The body, in VTL. Default `{}`. */
  body?: pulumi.Input<string>;
  /** Headers by name, plain values. */
  headers?: Record<string, string>;
}

/**
 * Answers from the gateway itself, with nothing behind it: a health check, a route that is no more.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-mock-integration.html
 */
export function mock(args: MockArgs = {}): Integration {
  const statusCode = args.statusCode ?? 200;
  return {
    kind: "mock",
    check(_route, _variables, fail) {
      if (!Number.isInteger(statusCode) || statusCode < 200 || statusCode > 599) {
        fail("integration.statusCode", statusCode, "use a status from 200 to 599");
      }
    },
    bind: (site) => ({
      integration: {
        type: "MOCK",
        passthroughBehavior: "WHEN_NO_TEMPLATES",
        requestTemplates: { "application/json": JSON.stringify({ statusCode }) },
        timeoutMilliseconds: site.timeoutMilliseconds,
      },
      answers: [
        {
          statusCode: String(statusCode),
          template: args.body ?? "{}",
          headers: Object.fromEntries(Object.entries(args.headers ?? {}).map(([name, value]) => [name, `'${value}'`])),
        },
      ],
      needs: [],
    }),
  };
}
