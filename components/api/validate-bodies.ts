import { schemaFaults } from "./model-schema";
import { USUAL_BODY_BYTES } from "./large-body-routes";
import type { RestApiArgs } from "./rest-api-args";
import type { Route } from "./route";
import type { Fail } from "./validation";

/** Bytes that API Gateway takes at most. https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html */
const MOST_BODY_BYTES = 10 * 1024 * 1024;

/** Refuses a body that nobody checks, a model that checks less than it says, and a size the web ACL would block. */
export function checkBodies(route: Route, { webAcl }: RestApiArgs, fail: Fail): void {
  const { validation = "full", requestModel, method, integration } = route;
  if (validation !== "full" && validation !== "parameters") fail("validation", validation, "use full or parameters");
  if (validation === "parameters" && requestModel) {
    fail("requestModel", "given", 'leave it out, or use validation "full": with "parameters" it is never looked at');
  }
  const hasBody = ["POST", "PUT", "PATCH"].includes(method);
  if (validation === "full" && hasBody && !requestModel && integration.kind !== "mock") {
    fail(
      "requestModel",
      undefined,
      'give the schema of the body, or validation "parameters" where the handler checks it',
    );
  }
  if (requestModel) {
    const [fault] = schemaFaults(requestModel);
    if (fault) fail(`requestModel ${fault.at}`, valueAt(requestModel, fault.at), fault.fault);
  }
  const size = route.maxBodyBytes ?? USUAL_BODY_BYTES;
  if (!Number.isInteger(size) || size < 1 || size > MOST_BODY_BYTES) {
    fail("maxBodyBytes", size, `use a whole number from 1 to ${MOST_BODY_BYTES}, what API Gateway takes`);
  }
  if (size <= USUAL_BODY_BYTES || !webAcl) return;
  const listed = webAcl.largeBodyRoutes.find(({ path }) => path === route.path);
  if (!listed || listed.maxBodyBytes < size) {
    fail(
      "maxBodyBytes",
      size,
      `list { path: "${route.path}", maxBodyBytes: ${size} } in the web ACL's largeBodyRoutes`,
    );
  }
}

function valueAt(schema: object, pointer: string): unknown {
  let value: unknown = schema;
  for (const step of pointer.split("/").filter(Boolean)) value = (value as Record<string, unknown> | undefined)?.[step];
  return value;
}
