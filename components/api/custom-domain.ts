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
  /** Of each kind of address. */
  records: aws.route53.Record[];
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
        // By either kind of address; what is mapped to the name need not be the same.
        // https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-custom-domain-ip-address-type.html
        endpointConfiguration: { types: "REGIONAL", ipAddressType: "dualstack" },
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
  const records = (["A", "AAAA"] as const).map(
    (type) =>
      new aws.route53.Record(
        // The first was there when it was the only one.
        type === "A" ? `${name}-domain-record` : `${name}-domain-record-ipv6`,
        {
          zoneId: domain.hostedZoneId,
          name: domain.domainName,
          type,
          aliases: [
            { name: domainName.regionalDomainName, zoneId: domainName.regionalZoneId, evaluateTargetHealth: false },
          ],
        },
        opts,
      ),
  );
  return { domainName, mapping, records };
}

/** The base of the API's URLs below its own name. */
export function domainUrl({ domainName, basePath }: CustomDomainArgs): string {
  return basePath ? `https://${domainName}/${basePath}` : `https://${domainName}`;
}
