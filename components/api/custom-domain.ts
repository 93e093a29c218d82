import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Monitoring } from "../observability/monitoring";
import { withOverrides } from "../overrides";

/** The API's own name. https://docs.aws.amazon.com/apigateway/latest/developerguide/how-to-custom-domains.html */
export interface CustomDomainArgs {
  /** For example `api.example.org`. */
  domainName: string;
  /** Certificate for the name, validated, in the API's region. */
  certificateArn: pulumi.Input<string>;
  /** Zone that the name's record is written to. */
  hostedZoneId: pulumi.Input<string>;
  /** Of a certificate that was made for the API: its alarm becomes one of the API's. Default none. */
  certificateMonitoring?: Monitoring;
  /** Path below the name, without slashes. Default none: the API is at the root. */
  basePath?: string;
}

export interface CustomDomain {
  domainName: aws.apigateway.DomainName;
  mapping: aws.apigateway.BasePathMapping;
  record: aws.route53.Record;
}

/** Makes the name, its record, and the mapping to the stage. */
export function createCustomDomain(
  name: string,
  domain: CustomDomainArgs,
  stage: aws.apigateway.Stage,
  args: {
    tags?: Record<string, pulumi.Input<string>>;
    overrides?: { domainName?: Partial<aws.apigateway.DomainNameArgs> };
  },
  opts: pulumi.CustomResourceOptions,
): CustomDomain {
  const domainName = new aws.apigateway.DomainName(
    `${name}-domain`,
    withOverrides<aws.apigateway.DomainNameArgs>(
      { tags: args.tags, securityPolicy: "TLS_1_2" },
      args.overrides?.domainName,
      {
        domainName: domain.domainName,
        regionalCertificateArn: domain.certificateArn,
        endpointConfiguration: { types: "REGIONAL" },
      },
    ),
    opts,
  );
  const mapping = new aws.apigateway.BasePathMapping(
    `${name}-domain-mapping`,
    {
      domainName: domainName.domainName,
      restApi: stage.restApi,
      stageName: stage.stageName,
      ...(domain.basePath ? { basePath: domain.basePath } : {}),
    },
    opts,
  );
  const record = new aws.route53.Record(
    `${name}-domain-record`,
    {
      zoneId: domain.hostedZoneId,
      name: domain.domainName,
      type: "A",
      aliases: [
        { name: domainName.regionalDomainName, zoneId: domainName.regionalZoneId, evaluateTargetHealth: false },
      ],
    },
    opts,
  );
  return { domainName, mapping, record };
}

/** The base of the API's URLs below its own name. */
export function domainUrl({ domainName, basePath }: CustomDomainArgs): string {
  return basePath ? `https://${domainName}/${basePath}` : `https://${domainName}`;
}
