import type { EventPattern, EventTest } from "./event-pattern";
import { API_CALL } from "./mail-rule";

/**
 * The pattern of calls of one service's API.
 *
 * @param service the first part of its host name, for example `kms`
 * @param eventNames the calls
 * @param detail narrows further
 */
export function apiCalls(service: string, eventNames: EventTest[], detail: EventPattern = {}): EventPattern {
  return {
    source: [`aws.${service}`],
    "detail-type": [API_CALL],
    detail: { eventSource: [`${service}.amazonaws.com`], eventName: eventNames, ...detail },
  };
}

/**
 * Narrows to calls of anybody but the deployments, which change these things as their work. Root and users have no
 * session, so that a missing one counts.
 *
 * @param deployRole name of the role with which accounts are deployed
 */
export function notByDeployments(deployRole: string): EventPattern {
  return {
    userIdentity: {
      sessionContext: { sessionIssuer: { userName: [{ exists: false }, { "anything-but": [deployRole] }] } },
    },
  };
}
