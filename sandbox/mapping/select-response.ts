import type { Integration, IntegrationResponse } from "./mapping-request";

/**
 * Chooses the integration response: the first whose pattern matches the whole of what the backend gave to select by, else
 * the one without a pattern.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-integration-settings-integration-response.html
 *
 * @param subject a function's error message, or a service's status; undefined when a function returned normally, which
 *   always is the default response
 * @returns undefined where nothing matches and there is no default, which API Gateway answers with 500
 */
export function selectResponse(integration: Integration, subject: string | undefined): IntegrationResponse | undefined {
  const responses = Object.values(integration.integrationResponses ?? {});
  const matching = responses.find(
    ({ selectionPattern }) =>
      subject !== undefined && selectionPattern && new RegExp(`^(?:${selectionPattern})$`).test(subject),
  );
  return matching ?? responses.find(({ selectionPattern }) => !selectionPattern);
}
