/** Something that deploys to the sandbox but does not act there as on AWS. */
export interface NotShown {
  what: string;
  /** What the emulators do instead. */
  instead: string;
  /** The test that covers it, or `undefined` where only a real account can show it. */
  coveredBy?: string;
}

/** What the emulators accept and do not do. A resource of these kinds proves nothing by being deployed to the sandbox. */
export const notShown: readonly NotShown[] = [
  {
    what: "Web ACLs block requests",
    instead: "Rules, associations and logging are stored; nothing is filtered, counted or logged.",
    coveredBy: "test/components/edge/web-acl.test.ts",
  },
  {
    what: "A web ACL's size rules and the routes' largest bodies agree",
    instead: "As above.",
    coveredBy: "test/policies/rules.test.ts",
  },
  {
    what: "Roles, key policies and bucket policies allow what is needed and no more",
    instead:
      "No call is checked against a role, key policy or queue policy; only CloudFront's reading of a bucket is, and who may assume a role. The committed plans hold every policy document as a whole.",
    coveredBy: "test/stacks/golden.test.ts",
  },
  {
    what: "Alarms fire as they say",
    instead:
      "Dimensions, periods, M of N and formulas are ignored, and most metrics are not published. Alarms are stored, and the alarm over all others answers once when it is made.",
    coveredBy: "test/components/observability/alarms.test.ts",
  },
  {
    what: "Metrics of handlers (EMF) appear in CloudWatch",
    instead: "The records are in the log; no metric is made of them.",
    coveredBy: "test/functions/students/add.test.ts",
  },
  {
    what: "Access and execution logs of API stages",
    instead: "The stage keeps its settings; nothing is written.",
    coveredBy: "test/components/api/rest-api.test.ts",
  },
  {
    what: "Access logs of buckets and of CloudFront",
    instead: "Stored settings only.",
    coveredBy: "test/components/data/bucket.test.ts",
  },
  {
    what: "The second factor at the hosted login",
    instead: "The emulator's login asks for name and password only, though the pool demands MFA.",
    coveredBy: "test/components/access/user-pool.test.ts",
  },
  {
    what: "TLS: certificates, minimum versions, refusal of plain HTTP",
    instead: "Everything is plain HTTP on the loopback address.",
    coveredBy: "test/components/edge/static-site.test.ts",
  },
  {
    what: "A deployment of the API is needed before a change of it shows",
    instead: "Changes show at once.",
    coveredBy: "test/components/api/deployment.test.ts",
  },
  {
    what: "Timeouts of integrations, at most 29 s",
    instead: "Not enforced.",
    coveredBy: "test/components/api/validation.test.ts",
  },
  {
    what: "CloudFront caches and compresses",
    instead: "Every request reaches the bucket.",
    coveredBy: "test/components/edge/static-site.test.ts",
  },
  {
    what: "Containers run, and the load balancer passes requests on to them",
    instead:
      "Service, task definition, listeners and target group are stored; tasks are said to run. No image is pulled and no health is checked.",
    coveredBy: "test/sandbox/deployed/containers.test.ts",
  },
  {
    what: "Routes, security groups, network ACLs and endpoint policies decide what reaches what",
    instead: "They are stored; no packet moves through the network, and its flow log stays empty.",
    coveredBy: "test/sandbox/deployed/network.test.ts",
  },
  {
    what: "A release's weights share the traffic out",
    instead: "The alias has them; every invocation through it goes to the one version it points at.",
    coveredBy: "test/sandbox/deployed/release.test.ts",
  },
  {
    what: "The pipeline clones, builds in CodeBuild, keeps reports and asks by mail",
    instead:
      "Pipeline, projects and roles are stored. An execution that is started stays in progress: nothing is built, nobody is asked, no event tells of it. `npm run delivery` runs what the stages run.",
    coveredBy: "test/tools/delivery/delivery.test.ts",
  },
  {
    what: "CodePipeline rolls a failed deployment back, and mails tell of a failed stage",
    instead: "The settings, rules and texts are stored; no stage fails.",
    coveredBy: "test/components/delivery/pipeline.test.ts",
  },
  {
    what: "Traces in X-Ray",
    instead: "There is no daemon beside the functions; the handlers then send nothing.",
    coveredBy: "test/functions/shared/tracing.test.ts",
  },
  {
    what: "SQS moves dead-letter messages back itself (`StartMessageMoveTask`)",
    instead: "The emulator does not know the call; the verb `redrive` receives, sends and deletes them instead.",
  },
  {
    what: "E-mail subscriptions are confirmed by their owner",
    instead: "They are confirmed at once, and mail is written to a file.",
  },
  {
    what: "Limits and quotas of the account",
    instead: "Not enforced, except reserved concurrency.",
    coveredBy: "test/tools/plan/reserved-concurrency.test.ts",
  },
];
