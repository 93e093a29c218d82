import * as pulumi from "@pulumi/pulumi";
import { StaticSite } from "../../components/edge/static-site";
import { WebAcl } from "../../components/edge/web-acl";
import { Bucket } from "../../components/data/bucket";
import { identity, PAGE_SCOPES } from "./identity";
import { ownsNamesBelow } from "./owns-names-below";
import { students } from "./students";
import type { System } from "./system";
import { users } from "./users";

/** R3: the pages to add a student, to find one, and a person's own profile, behind CloudFront. */
export const web: System<"web"> = {
  name: "web",
  needs: ["identity", "students"],
  uses: ["users"],
  build(context) {
    const { environment, options, optionsUsEast1, providers } = context;
    const key = context.key();
    const { pool, webClientId, setPagesOrigin } = context.resultOf(identity);
    const { api } = context.resultOf(students);
    const usersApi = context.resultIfOn(users)?.api;

    const webAcl = new WebAcl(
      "web-acl",
      {
        scope: "CLOUDFRONT",
        key: context.keyUsEast1(),
        logRetentionDays: environment.logRetentionDays,
        logDelivery: context.logDeliveryUsEast1(),
      },
      optionsUsEast1,
    );
    // CloudFront's standard logs need a bucket with ACLs, which no other bucket has: a known exception of the policies.
    const logBucket = new Bucket(
      "web-logs",
      { logTarget: ["cloudFront"], encryption: "AES256", removal: environment.removal },
      options,
    );
    const site = new StaticSite(
      "web",
      {
        key,
        content: "web",
        config: pulumi.output({
          apiUrl: api.url,
          apiKey: api.apiKey("pages"),
          ...(usersApi && { usersUrl: usersApi.url }),
          userPool: {
            id: pool.poolId,
            clientId: webClientId,
            loginUrl: pool.hostedLoginUrl,
            scopes: PAGE_SCOPES,
          },
        }),
        webAcl,
        logBucket,
        securityHeaders: { includeSubdomains: !environment.domain || ownsNamesBelow(environment.domain) },
        connectSources: [api.origin, ...(usersApi ? [usersApi.origin] : []), pool.hostedLoginUrl],
        // The pages have the environment's own name; the APIs' names lie below it.
        ...(context.domain && { domain: { name: context.domain.name, zoneId: context.domain.zoneId } }),
        usEast1: providers.usEast1,
        removal: environment.removal,
      },
      options,
    );
    setPagesOrigin(site.url);
    return {
      outputs: { url: site.url, distributionId: site.distribution.id, bucket: site.bucket.bucketName },
      business: [
        {
          kind: "graph",
          title: "Requests to the pages",
          metrics: [
            {
              namespace: "AWS/CloudFront",
              name: "Requests",
              dimensions: { DistributionId: site.distribution.id, Region: "Global" },
              statistic: "Sum",
              periodSeconds: 300,
              label: "requests",
              // CloudFront's figures are there and nowhere else.
              region: "us-east-1",
            },
          ],
        },
      ],
      monitoring: [],
      monitoringUsEast1: [site.monitoring, webAcl.monitoring],
    };
  },
};
