import type { RecordedResource } from "./recorded-resource";

export interface Identity {
  accountId: string;
  region: string;
  partition: string;
}

/**
 * What AWS would answer for a resource just made: its ARN and the computed properties that components use. Only the
 * form is right; nothing is validated.
 */
export function defaultOutputs(resource: RecordedResource, id: string, identity: Identity): Record<string, unknown> {
  const { type, inputs, name } = resource;
  if (!type.startsWith("aws:")) return {};
  const { accountId, region, partition } = identity;
  const service = type.split(":")[1]!.split("/")[0]!;
  const given = (inputs["name"] ?? inputs["bucket"] ?? inputs["functionName"] ?? id) as string;
  const arn = (what: string, svc = service) => `arn:${partition}:${svc}:${region}:${accountId}:${what}`;
  const own = (outputs: Record<string, unknown>) => ({ name: given, tagsAll: inputs["tags"] ?? {}, ...outputs });
  switch (type) {
    case "aws:kms/key:Key":
      return own({ arn: arn(`key/${id}`), keyId: id });
    case "aws:kms/alias:Alias":
      return own({ arn: arn(given), targetKeyArn: arn(`key/${String(inputs["targetKeyId"])}`) });
    case "aws:dynamodb/table:Table":
      return own({
        arn: arn(`table/${given}`),
        streamArn: inputs["streamEnabled"] ? arn(`table/${given}/stream/2026-01-01T00:00:00.000`) : "",
        streamLabel: "2026-01-01T00:00:00.000",
      });
    case "aws:lambda/function:Function":
      return own({
        arn: arn(`function:${given}`),
        version: inputs["publish"] ? "1" : "$LATEST",
        qualifiedArn: arn(`function:${given}:1`),
        invokeArn: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn(`function:${given}`)}/invocations`,
      });
    case "aws:synthetics/canary:Canary":
      return own({ arn: arn(`canary:${given}`), engineArn: arn(`function:cwsyn-${given}-id:1`, "lambda") });
    case "aws:lambda/alias:Alias": {
      const target = `function:${String(inputs["functionName"]).split(":").pop()}:${given}`;
      return own({
        arn: arn(target),
        invokeArn: `arn:${partition}:apigateway:${region}:lambda:path/2015-03-31/functions/${arn(target)}/invocations`,
      });
    }
    case "aws:iam/role:Role":
      return own({ arn: `arn:${partition}:iam::${accountId}:role/${given}`, uniqueId: id });
    case "aws:iam/policy:Policy":
      return own({ arn: `arn:${partition}:iam::${accountId}:policy/${given}` });
    case "aws:s3/bucket:Bucket":
      return own({
        arn: `arn:${partition}:s3:::${given}`,
        bucket: given,
        bucketDomainName: `${given}.s3.amazonaws.com`,
        bucketRegionalDomainName: `${given}.s3.${region}.amazonaws.com`,
      });
    case "aws:sqs/queue:Queue":
      return own({ arn: arn(given), url: `https://sqs.${region}.amazonaws.com/${accountId}/${given}` });
    case "aws:sfn/stateMachine:StateMachine":
      return own({ arn: arn(`stateMachine:${given}`, "states") });
    case "aws:sfn/activity:Activity":
      return own({ arn: arn(`activity:${given}`, "states") });
    case "aws:codebuild/project:Project":
      return own({ arn: arn(`project/${given}`) });
    case "aws:codebuild/reportGroup:ReportGroup":
      return own({ arn: arn(`report-group/${given}`) });
    case "aws:codestarconnections/connection:Connection":
      return own({ arn: arn(`connection/${id}`, "codestar-connections"), connectionStatus: "PENDING" });
    case "aws:sns/topic:Topic":
      return own({ arn: arn(given) });
    case "aws:cloudwatch/logGroup:LogGroup":
      return own({ arn: arn(`log-group:${given}`, "logs") });
    case "aws:cloudwatch/metricAlarm:MetricAlarm":
      return own({ arn: arn(`alarm:${given}`) });
    case "aws:cloudwatch/compositeAlarm:CompositeAlarm":
      return own({ arn: arn(`alarm:${String(inputs["alarmName"] ?? given)}`) });
    case "aws:cloudwatch/eventRule:EventRule": {
      const bus = inputs["eventBusName"] as string | undefined;
      return own({ arn: arn(`rule/${bus && bus !== "default" ? `${bus}/` : ""}${given}`, "events") });
    }
    case "aws:apigateway/restApi:RestApi":
      return own({ executionArn: `arn:${partition}:execute-api:${region}:${accountId}:${id}`, rootResourceId: "root" });
    case "aws:apigateway/stage:Stage":
      return own({
        arn: `arn:${partition}:apigateway:${region}::/restapis/${String(inputs["restApi"])}/stages/${String(inputs["stageName"])}`,
        executionArn: `arn:${partition}:execute-api:${region}:${accountId}:${String(inputs["restApi"])}/${String(inputs["stageName"])}`,
        invokeUrl: `https://${String(inputs["restApi"])}.execute-api.${region}.amazonaws.com/${String(inputs["stageName"])}`,
      });
    case "aws:apigateway/resource:Resource":
      return own({ path: `/${String(inputs["pathPart"])}` });
    case "aws:apigateway/apiKey:ApiKey":
      return own({ arn: arn(`/apikeys/${id}`), value: inputs["value"] ?? "generated-key-value-0000" });
    case "aws:cognito/userPool:UserPool":
      return {
        ...own({}),
        id: `${region}_${name}`,
        arn: arn(`userpool/${region}_${name}`, "cognito-idp"),
        endpoint: `cognito-idp.${region}.amazonaws.com/${region}_${name}`,
      };
    case "aws:ssm/parameter:Parameter":
      return own({ arn: arn(`parameter/${given.replace(/^\//, "")}`), version: 1 });
    case "aws:secretsmanager/secret:Secret":
      // AWS adds a hyphen and six characters.
      return own({ arn: arn(`secret:${given}-a1B2c3`) });
    case "aws:cognito/identityPool:IdentityPool":
      return own({ arn: arn(`identitypool/${id}`, "cognito-identity") });
    case "aws:cloudfront/distribution:Distribution":
      return own({
        arn: `arn:${partition}:cloudfront::${accountId}:distribution/${id}`,
        domainName: `${id}.cloudfront.net`,
        hostedZoneId: "Z2FDTNDATAQYW2",
      });
    case "aws:route53/zone:Zone":
      return own({
        zoneId: id,
        arn: `arn:${partition}:route53:::hostedzone/${id}`,
        nameServers: [1, 2, 3, 4].map((each) => `ns-${each}.awsdns-0${each}.org`),
      });
    case "aws:organizations/organization:Organization":
      return own({
        id: "o-planned000",
        arn: `arn:${partition}:organizations::${accountId}:organization/o-planned000`,
        roots: [{ id: "r-plan" }],
      });
    case "aws:lb/loadBalancer:LoadBalancer":
      return own({
        arn: arn(`loadbalancer/app/${given}/${id}`, "elasticloadbalancing"),
        arnSuffix: `app/${given}/${id}`,
        dnsName: `${given}.${region}.elb.amazonaws.com`,
        zoneId: "Z32O12XQLNTSW2",
      });
    case "aws:lb/targetGroup:TargetGroup":
      return own({
        arn: arn(`targetgroup/${given}/${id}`, "elasticloadbalancing"),
        arnSuffix: `targetgroup/${given}/${id}`,
      });
    case "aws:redshiftserverless/namespace:Namespace":
      return own({ arn: arn(`namespace/${id}`, "redshift-serverless") });
    case "aws:redshiftserverless/workgroup:Workgroup":
      return own({ arn: arn(`workgroup/${id}`, "redshift-serverless") });
    case "aws:ecr/repository:Repository":
      return own({
        arn: arn(`repository/${given}`),
        repositoryUrl: `${accountId}.dkr.ecr.${region}.amazonaws.com/${given}`,
      });
    case "aws:rds/cluster:Cluster":
      return own({
        arn: arn(`cluster:${String(inputs["clusterIdentifier"] ?? id)}`),
        clusterIdentifier: inputs["clusterIdentifier"] ?? id,
        endpoint: `${id}.cluster-example.${region}.rds.amazonaws.com`,
        masterUserSecrets: [{ secretArn: arn(`secret:rds!${id}`, "secretsmanager"), secretStatus: "active" }],
      });
    case "aws:rds/proxy:Proxy":
      return own({
        arn: arn(`db-proxy:prx-${id}`),
        endpoint: `${given}.proxy-example.${region}.rds.amazonaws.com`,
      });
    default:
      return own({ arn: arn(`${type.split(":")[2]!.toLowerCase()}/${given}`) });
  }
}
