import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../component";
import { inputChecks } from "../input-checks";
import type { Monitoring } from "../observability/monitoring";
import { longestCertificateName } from "./longest-certificate-name";

export interface CertificateArgs {
  /** The name it is for, for example `www.example.com`; at most 64 characters, more than which ACM refuses. */
  domainName: pulumi.Input<string>;
  /** The public hosted zone of Route 53 that the name lies in; the proof of ownership is written there. */
  zoneId: pulumi.Input<string>;
  /** The region the certificate is made in, where it is another than the stack's; tells the alarm where its metric is. */
  region?: string;
  tags?: Record<string, pulumi.Input<string>>;
}

const PAGE = "https://docs.aws.amazon.com/acm/latest/userguide/dns-validation.html";
const REQUEST = "https://docs.aws.amazon.com/acm/latest/APIReference/API_RequestCertificate.html";

/**
 * A certificate of ACM, proven by DNS, which ACM therefore renews by itself. CloudFront takes only those of us-east-1:
 * pass a provider for that region.
 *
 * @example new Certificate("site", { domainName: "www.example.com", zoneId, region: "us-east-1" }, { provider: usEast1 })
 *
 * https://docs.aws.amazon.com/acm/latest/userguide/acm-overview.html
 */
export class Certificate extends PlatformComponent {
  readonly certificate: aws.acm.Certificate;
  readonly validation: aws.acm.CertificateValidation;
  /** Only known once the certificate is issued: what uses it cannot come too early. */
  readonly arn: pulumi.Output<string>;
  readonly monitoring: Monitoring;

  /** @throws InputError for a name that cannot be a domain's, or is too long for a certificate */
  constructor(name: string, args: CertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    const form = /^(\*\.)?([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/;
    const check = inputChecks("platform:edge:Certificate", name);
    check.matches("domainName", args.domainName, form, "a domain name", PAGE);
    const short = new RegExp(`^.{1,${longestCertificateName}}$`);
    check.matches("domainName", args.domainName, short, `at most ${longestCertificateName} characters`, REQUEST);
    super("edge", "Certificate", name, opts);

    this.certificate = new aws.acm.Certificate(
      `${name}-certificate`,
      { domainName: args.domainName, validationMethod: "DNS", keyAlgorithm: "EC_prime256v1", tags: args.tags },
      // A new one must serve before the old one goes.
      this.childOptions({ deleteBeforeReplace: false }),
    );
    const proof = this.certificate.domainValidationOptions[0]!;
    const record = new aws.route53.Record(
      `${name}-proof`,
      {
        zoneId: args.zoneId,
        name: proof.resourceRecordName,
        type: proof.resourceRecordType,
        records: [proof.resourceRecordValue],
        ttl: 300,
        // The record of a name is the same for each of its certificates.
        allowOverwrite: true,
      },
      this.childOptions(),
    );
    this.validation = new aws.acm.CertificateValidation(
      `${name}-validation`,
      { certificateArn: this.certificate.arn, validationRecordFqdns: [record.fqdn] },
      this.childOptions(),
    );
    this.arn = this.validation.certificateArn;
    this.monitoring = certificateMonitoring(name, this.certificate.arn, args.region);
    this.registerOutputs({ arn: this.arn });
  }
}

function certificateMonitoring(component: string, arn: pulumi.Output<string>, region?: string): Monitoring {
  const metric = {
    namespace: "AWS/CertificateManager",
    name: "DaysToExpiry",
    dimensions: { CertificateArn: arn },
    statistic: "Minimum" as const,
    periodSeconds: 86_400,
    ...(region ? { region } : {}),
  };
  return {
    title: `Certificate ${component}`,
    component,
    alarms: [
      {
        name: "expiry",
        severity: "critical",
        metric,
        comparison: "LessThanThreshold",
        threshold: 30,
        evaluationPeriods: 1,
        datapointsToAlarm: 1,
        treatMissingData: "notBreaching",
        description: "The certificate expires in less than 30 days: its DNS record is gone or was changed.",
        reason:
          "ACM renews 60 days ahead, so at 30 something is wrong. https://docs.aws.amazon.com/acm/latest/userguide/managed-renewal.html",
      },
    ],
    widgets: [{ kind: "graph", title: "Days to expiry", metrics: [metric], view: "number", unit: "days" }],
  };
}
