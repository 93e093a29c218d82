import type { Integration } from "./mapping-request";

/** What becomes of a request body: a template maps it, it passes as it is, or it is refused with 415. */
export type TemplateChoice = { template: string } | { passThrough: true } | { refused: true };

/**
 * Chooses the request template by the content type, and what happens to a content type without one.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/integration-passthrough-behaviors.html
 *
 * @param contentType the request's header; a request without one counts as `application/json`
 */
export function selectRequestTemplate(integration: Integration, contentType: string | undefined): TemplateChoice {
  const templates = integration.requestTemplates ?? {};
  const wanted = mediaType(contentType || "application/json");
  const found = Object.entries(templates).find(([type]) => mediaType(type) === wanted);
  if (found) return { template: found[1] ?? "" };
  const behaviour = integration.passthroughBehavior ?? "WHEN_NO_MATCH";
  if (behaviour === "NEVER") return { refused: true };
  if (behaviour === "WHEN_NO_TEMPLATES" && Object.keys(templates).length > 0) return { refused: true };
  return { passThrough: true };
}

/**
 * Chooses the response template: the one of a media type that the request accepts, else the first.
 *
 * @returns undefined where there is none, and the integration's answer passes as it is
 */
export function selectResponseTemplate(
  templates: Record<string, string> | null | undefined,
  accept: string | undefined,
): { contentType: string; template: string } | undefined {
  const entries = Object.entries(templates ?? {});
  const accepted = (accept ?? "").split(",").map(mediaType);
  const found = entries.find(([type]) => accepted.includes(mediaType(type))) ?? entries[0];
  return found && { contentType: found[0], template: found[1] ?? "" };
}

function mediaType(value: string): string {
  return value.split(";", 1)[0]!.trim().toLowerCase();
}
