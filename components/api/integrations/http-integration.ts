import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { BoundIntegration, IntegrationSite } from "../integration";
import { pathParameters, type HttpMethod, type Route } from "../route";
import { errorTemplate } from "./error-template";

/** What {@link http} and {@link vpcLink} share. */
export interface HttpBackend {
  /** Where requests go, for example `https://inventory.example.org/items/{id}`; parameters of the route's path are filled in. */
  url: pulumi.Input<string>;
  /** Method of the call. Default the route's own. */
  method?: HttpMethod;
  /**
   * Headers, query strings and path parameters of the call, by `header.X`, `querystring.X` or `path.X`: each a mapping
   * expression such as `method.request.querystring.Roll`, `context.requestId` or a quoted `'value'`.
   */
  parameters?: Record<string, pulumi.Input<string>>;
  /** Maps requests and answers by templates. Default not: the request goes on and the answer back as they are. */
  templates?: { request: pulumi.Input<string>; response: pulumi.Input<string> };
}

/** Refuses an address without TLS. An address that is not known yet is taken as it comes. */
export function checkUrl(url: pulumi.Input<string>, fail: (field: string, value: unknown, fix: string) => never): void {
  if (typeof url !== "string") return;
  if (!url.startsWith("https://")) fail("integration.url", url, "use https, requests carry tokens and personal data");
}

/** The integration of an HTTP backend; `connection` adds how it is reached. */
export function bindHttp(
  backend: HttpBackend,
  site: IntegrationSite,
  connection: Partial<aws.apigateway.IntegrationArgs> = {},
): BoundIntegration {
  const { templates } = backend;
  const method = backend.method ?? site.route.method;
  return {
    integration: {
      type: templates ? "HTTP" : "HTTP_PROXY",
      integrationHttpMethod: method,
      uri: backend.url,
      passthroughBehavior: templates ? "NEVER" : "WHEN_NO_MATCH",
      requestParameters: callParameters(backend, site.route),
      ...(templates ? { requestTemplates: { "application/json": templates.request } } : {}),
      timeoutMilliseconds: site.timeoutMilliseconds,
      ...connection,
    },
    answers: templates
      ? [
          { statusCode: "200", template: templates.response },
          {
            statusCode: "502",
            selectionPattern: "[45]\\d{2}",
            template: errorTemplate("BadGateway", "The backend did not answer as expected"),
          },
        ]
      : [],
    needs: [],
  };
}

function callParameters(backend: HttpBackend, route: Route): Record<string, pulumi.Input<string>> {
  const { url } = backend;
  const filled = pathParameters(route.path).filter((name) => typeof url !== "string" || url.includes(`{${name}}`));
  return {
    ...Object.fromEntries(filled.map((name) => [`integration.request.path.${name}`, `method.request.path.${name}`])),
    ...Object.fromEntries(
      Object.entries(backend.parameters ?? {}).map(([key, value]) => [`integration.request.${key}`, value]),
    ),
  };
}
