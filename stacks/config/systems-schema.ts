import * as z from "zod";
import { emailAddress, shortName, text } from "./fields";
import { releasedFunctions } from "./released-functions";

const reserved = (executions: number, what: string) =>
  z
    .int()
    .min(1)
    .max(1000)
    .default(executions)
    .describe(`Concurrent executions that ${what} keeps for itself and never exceeds.`);

const delivered = (name: string, what: string) =>
  z
    .strictObject({
      stack: shortName.default(name).describe("The stack that is deployed, which is named like its account."),
      account: shortName.default(name).describe("Its account: a key of `accounts`."),
    })
    .prefault({})
    .describe(what);

const subnetIds = (what: string) =>
  z
    .array(text("the id of a subnet, such as subnet-0a1b2c3d", /^subnet-[0-9a-f]{8,17}$/))
    .default([])
    .describe(`Subnets for ${what}, in at least two zones.`);

/**
 * The options of each system, by its name. A system is on when its name is present, with `{}` for all defaults. A new
 * system adds its options here and its file to `stacks/systems/`.
 */
export const systemSchemas = {
  identity: z
    .strictObject({
      domainPrefix: text("3 to 63 lower-case letters, digits and hyphens", /^[a-z0-9](?:[a-z0-9-]{1,61}[a-z0-9])$/)
        .optional()
        .describe(
          "Start of the hosted login's address, unique in the region. Default made of organisation, system and stack.",
        ),
      mfa: z
        .enum(["ON", "OPTIONAL"])
        .default("ON")
        .describe("Whether users must, or may, have a second factor. It cannot be switched off."),
      selfSignUp: z.boolean().default(true).describe("Whether people register themselves in the hosted login."),
      accessTokenMinutes: z
        .int()
        .min(5)
        .max(1440)
        .default(15)
        .describe("Minutes that access tokens are valid; they cannot be called back everywhere."),
      refreshTokenHours: z
        .int()
        .min(1)
        .max(8760)
        .default(12)
        .describe("Hours until a person must sign in again; pages renew access tokens until then."),
      identityProviders: z
        .array(
          z.strictObject({
            type: z.enum(["Google", "Facebook"]).describe("Who vouches for the person."),
            clientId: text("the id of an application, without spaces", /^\S{1,256}$/).describe(
              "Id of the application registered there.",
            ),
            secret: text("the name of a secret: letters, digits and /_+=.@-", /^[A-Za-z0-9/_+=.@-]{1,512}$/).describe(
              "Name of the secret in Secrets Manager, in the environment's account, that holds the application's secret.",
            ),
          }),
        )
        .max(2)
        .default([])
        .describe("Other ways to sign in, beside name and password."),
    })
    .describe("The user pool whose access tokens the APIs accept, with its hosted login."),
  students: z
    .strictObject({
      stageVariables: z
        .strictObject({
          collegealias: text(
            "the name of an alias: letters, digits, hyphens and underscores, not digits alone",
            /^(?!\d+$)[A-Za-z0-9_-]{1,128}$/,
          ).describe("Alias of the write function that the stage invokes."),
        })
        .default({ collegealias: "addstudentinfo" })
        .describe("Variables of the API's stage."),
      rateLimit: z.int().min(1).max(10_000).default(100).describe("Requests per second of the usage plan."),
      burstLimit: z.int().min(1).max(5_000).default(50).describe("Requests at once of the usage plan."),
      quotaPerMonth: z.int().min(1).default(10_000).describe("Requests per month of the usage plan."),
      reservedConcurrencyWrite: reserved(20, "the write function"),
      reservedConcurrencyRead: reserved(20, "the read function"),
      reservedConcurrencyAuthorizer: reserved(20, "the authorizer of the API"),
    })
    .describe("The students API, write and read."),
  announcements: z
    .strictObject({ reservedConcurrency: reserved(5, "the stream's function") })
    .describe("An e-mail for each new student."),
  intake: z
    .strictObject({
      reservedConcurrency: reserved(10, "the storing function"),
      reservedConcurrencyAuthorizer: reserved(20, "the authorizer of the API"),
    })
    .describe("The asynchronous write through a queue."),
  release: z
    .strictObject({
      functions: z
        .array(z.enum(releasedFunctions))
        .min(1)
        .optional()
        .describe(
          "Functions whose new versions get their traffic step by step; all others at once. Default `store-students`; in production all that the systems have, and no fewer.",
        ),
      strategy: z
        .enum(["canary", "linear", "allAtOnce"])
        .default("canary")
        .describe(
          "canary moves a share and then all, linear a share at a time, allAtOnce everything; production refuses the last.",
        ),
      percent: z.int().min(1).max(99).default(10).describe("The share that moves at a time, in percent."),
      minutes: z
        .int()
        .min(1)
        .max(120)
        .optional()
        .describe("Minutes between two shares. Default 5 for canary, 1 for linear. The whole shift takes 120 at most."),
    })
    .describe("Progressive deployment of functions by CodeDeploy."),
  users: z
    .strictObject({
      maximumAttributes: z
        .int()
        .min(1)
        .max(100)
        .default(50)
        .describe("Attributes that a user may have: the first value of the setting, which operators may change."),
      identityPool: z
        .boolean()
        .default(false)
        .describe("Whether tokens can be exchanged for AWS credentials that read the user's own record."),
      reservedConcurrencyRead: reserved(20, "the reading function"),
      reservedConcurrencyWrite: reserved(10, "each of the three writing functions"),
    })
    .describe("Each user's own attributes, behind Cognito."),
  transfer: z
    .strictObject({
      rowsPerExecution: z
        .int()
        .min(1)
        .max(500)
        .default(500)
        .describe("Rows that one execution sends before a new one goes on, since a history holds 25,000 events."),
      reservedConcurrency: reserved(2, "the seeding function"),
    })
    .describe("A state machine that sends the rows of a table to a queue."),
  tuning: z
    .strictObject({
      functions: z
        .array(text("the name of a function: letters, digits, hyphens and underscores", /^[A-Za-z0-9_-]{1,64}$/))
        .min(1)
        .max(20)
        .default(["getStudentDetails"])
        .describe(
          "Names of the functions that may be tuned. They are run with whatever payload is given, so name readers.",
        ),
      reservedConcurrency: reserved(5, "each function of the tuning"),
    })
    .describe("A state machine that runs a function at several memory sizes and tells cost and time."),
  events: z
    .strictObject({
      webService: z
        .strictObject({
          // On this machine alone without TLS.
          url: text(
            "an https address, or http on the loopback address",
            /^(?:https:\/\/[^\s/?#@]+|http:\/\/(?:127\.0\.0\.1|localhost)(?::\d{1,5})?)(?:\/[^\s#]*)?$/,
          ).describe("Where events of the target `web` are posted to."),
          token: z
            .strictObject({
              maxAgeSeconds: z
                .int()
                .min(1)
                .max(3_600)
                .default(300)
                .describe("Seconds after which a token that was changed is in use at the latest."),
            })
            .optional()
            .describe(
              'A secret for the bearer token that the service asks for, which somebody puts in: `{ "token": "…" }`. Until then nothing is delivered. Default none is sent.',
            ),
          timeoutMilliseconds: z
            .int()
            .min(100)
            .max(5_000)
            .default(3_000)
            .describe("Milliseconds that one attempt may take; three of them fit the function's time."),
        })
        .describe("The third party's web service behind the target `web`."),
      rulesMaxAgeSeconds: z
        .int()
        .min(1)
        .max(300)
        .default(30)
        .describe("Seconds after which edited rules are in force at the latest."),
      reservedConcurrencyIngest: reserved(20, "the function that takes events"),
      reservedConcurrencyRoute: reserved(10, "the routing function"),
      reservedConcurrencyStore: reserved(10, "the connector to the table"),
      reservedConcurrencyDeliver: reserved(5, "the connector to the web service"),
      reservedConcurrencyKeep: reserved(2, "the function that keeps failed events"),
      reservedConcurrencyReplay: reserved(1, "the function that replays failed events"),
      reservedConcurrencyAuthorizer: reserved(20, "the authorizer of the API"),
    })
    .describe("The routed event pipeline."),
  trends: z
    .strictObject({
      reservedConcurrencyCount: reserved(10, "the counting function"),
      reservedConcurrencyReport: reserved(5, "the report's function"),
      reservedConcurrencyAuthorizer: reserved(10, "the authorizer of the API"),
      export: z
        .strictObject({
          keepDays: z
            .int()
            .min(8)
            .max(990)
            .default(730)
            .describe("Days that the file of a day is kept; QuickSight reads at most 1,000 files."),
          quickSight: z
            .strictObject({
              readers: z
                .array(
                  text(
                    "the ARN of a QuickSight user or group",
                    /^arn:aws[a-z-]*:quicksight:[a-z0-9-]+:\d{12}:(?:user|group)\/[\w.-]+\/\S+$/,
                  ),
                )
                .min(1)
                .describe("QuickSight users and groups that may use the data set."),
              refresh: z
                .enum(["HOURLY", "DAILY"])
                .default("HOURLY")
                .describe("How often QuickSight reads the files anew."),
            })
            .optional()
            .describe(
              "A data set of QuickSight with the counts. The account must subscribe to QuickSight, Enterprise edition. Default none.",
            ),
        })
        .optional()
        .describe("Files of the counts, one a day, written every hour for tools such as QuickSight. Default none."),
    })
    .describe("Hashtags counted by the hour, with a report."),
  keyed: z
    .strictObject({
      clients: z
        .array(text("lower-case letters, digits and hyphens", /^[a-z][a-z0-9-]{0,39}$/))
        .min(1)
        .default(["first"])
        .describe("Clients, each of which gets a key of its own."),
      rateLimit: z.int().min(1).max(10_000).default(10).describe("Requests per second of each client."),
      burstLimit: z.int().min(1).max(5_000).default(20).describe("Requests at once of each client."),
      quotaPerMonth: z.int().min(1).default(10_000).describe("Requests per month of each client."),
      reservedConcurrency: reserved(5, "the function"),
      reservedConcurrencyAuthorizer: reserved(5, "the authorizer of the API"),
    })
    .describe("An API whose clients have keys, as another team would make one."),
  web: z.strictObject({}).describe("The student pages behind CloudFront."),
  network: z
    .strictObject({
      cidrBlock: text(
        "a private IPv4 block with a prefix of 16 to 24, such as 10.20.0.0/16",
        /^(10|172|192)(\.\d{1,3}){3}\/(1[6-9]|2[0-4])$/,
      )
        .optional()
        .describe("Addresses of the network. Default `10.20.0.0/16`."),
      zones: z.int().min(2).max(3).optional().describe("Availability zones that it spans. Default 3."),
      natGateways: z
        .int()
        .min(0)
        .max(3)
        .optional()
        .describe("Ways from private subnets to the internet, billed by the hour. Default 0: endpoints are enough."),
      existing: z
        .strictObject({
          vpcId: text("the id of a VPC, such as vpc-0a1b2c3d", /^vpc-[0-9a-f]{8,17}$/).describe("The network."),
          cidrBlock: text("an IPv4 block, such as 10.0.0.0/16", /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$/).describe(
            "Its addresses.",
          ),
          publicSubnetIds: subnetIds("load balancers"),
          privateSubnetIds: subnetIds("functions and containers"),
          isolatedSubnetIds: subnetIds("databases"),
          privateRouteTableIds: z
            .array(text("the id of a route table, such as rtb-0a1b2c3d", /^rtb-[0-9a-f]{8,17}$/))
            .default([])
            .describe(
              "Route tables of the private subnets, to which the endpoints of S3 and DynamoDB are added. Needed unless `addEndpoints` is false.",
            ),
          addEndpoints: z
            .boolean()
            .default(true)
            .describe(
              "False where the network has all endpoints already: the gateways of S3 and DynamoDB, and those that systems ask for.",
            ),
          endpointSecurityGroupId: text("the id of a security group, such as sg-0a1b2c3d", /^sg-[0-9a-f]{8,17}$/)
            .optional()
            .describe(
              "Security group of the interface endpoints that the network has already, which must let the private subnets in on port 443. Needed where `addEndpoints` is false.",
            ),
        })
        .optional()
        .describe("A network that somebody else made, used instead of making one."),
    })
    .describe("The network of what needs addresses of its own: containers, databases, the warehouse."),
  containers: z
    .strictObject({
      digest: text("a digest, sha256: and 64 hexadecimal digits", /^(sha256:[0-9a-f]{64}|REPLACE_ME)$/)
        .optional()
        .describe("Digest of the image, as the mirror step prints it. Without it only the repository is made."),
      certificateArn: text(
        "the ARN of a certificate of ACM",
        /^(arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+|REPLACE_ME)$/,
      )
        .optional()
        .describe("Certificate of the load balancer. Needed without a domain. Default one for the domain is made."),
      minimumTasks: z.int().min(2).max(100).default(2).describe("Tasks that always run."),
      maximumTasks: z.int().min(2).max(1000).default(6).describe("Tasks that scaling goes up to."),
    })
    .describe("A web server in containers behind a load balancer."),
  relational: z
    .strictObject({
      minimumUnits: z.number().min(0.5).max(256).multipleOf(0.5).default(1).describe("Least Aurora capacity units."),
      maximumUnits: z.number().min(1).max(256).multipleOf(0.5).default(2).describe("Most Aurora capacity units."),
      reservedConcurrency: reserved(10, "the function that queries"),
    })
    .describe("Enrolments in Aurora MySQL, behind a proxy."),
  etl: z
    .strictObject({
      target: z
        .enum(["table", "redshift"])
        .default("table")
        .describe("Where rows go: a DynamoDB table, or Redshift Serverless, which needs the system `network`."),
      excludedRollPrefix: text("1 to 64 characters without spaces", /^\S{1,64}$/)
        .optional()
        .describe("Students whose Roll starts with it are not loaded, for example `TEST-`. Default all are."),
      reservedConcurrency: reserved(5, "the loading function"),
    })
    .describe("The students as rows of a warehouse, kept up to date by each change."),
  delivery: z
    .strictObject({
      provider: z
        .enum(["GitHub", "GitLab", "Bitbucket", "GitHubEnterpriseServer", "GitLabSelfManaged"])
        .default("GitHub")
        .describe("Where the repository is."),
      repository: text("a repository such as your-company/platform", /^[\w.-]+(?:\/[\w.-]+)+$/).describe(
        "The repository that is delivered, OWNER/REPOSITORY.",
      ),
      branch: text("the name of a branch", /^[\w./-]{1,255}$/)
        .default("main")
        .describe("The branch whose pushes are delivered."),
      connectionArn: text(
        "the ARN of a connection",
        /^arn:aws[a-z-]*:(?:codestar-connections|codeconnections):[a-z0-9-]+:\d{12}:connection\/[\w-]+$/,
      )
        .optional()
        .describe(
          "A connection to the repository that is there already. Default one is made, to be completed once in the console.",
        ),
      test: delivered("test", "Where each change is deployed and tested first."),
      production: delivered("prod", "Where it is deployed once somebody approves."),
      approvers: z
        .array(emailAddress)
        .min(1)
        .optional()
        .describe("Who is asked by mail. Default the owner of the stack."),
      approvalHours: z
        .int()
        .min(1)
        .max(1440)
        .default(168)
        .describe("Hours that the question waits for an answer; then the change goes no further."),
      executionMode: z
        .enum(["SUPERSEDED", "QUEUED"])
        .default("SUPERSEDED")
        .describe("Whether a newer change overtakes those that wait, or all keep their order."),
    })
    .describe("The pipeline that takes each change of the repository to production."),
} as const;

/** Name of a system that configuration can switch on. */
export type SystemName = keyof typeof systemSchemas;

type Optional<Shape extends Record<string, z.ZodType>> = { [Key in keyof Shape]: z.ZodOptional<Shape[Key]> };

/** Which systems are on, with their options. */
export const systemsSchema = z.strictObject(
  Object.fromEntries(Object.entries(systemSchemas).map(([name, schema]) => [name, schema.optional()])) as Optional<
    typeof systemSchemas
  >,
);

/** Options of the systems that are on, defaults filled in. */
export type SystemsConfiguration = z.output<typeof systemsSchema>;
