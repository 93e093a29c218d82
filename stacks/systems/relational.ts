import { Function } from "../../components/compute/function";
import { AuroraCluster } from "../../components/data/aurora-cluster";
import { DatabaseProxy } from "../../components/data/database-proxy";
import { SecurityGroup } from "../../components/network/security-group";
import { counted } from "../../components/observability/counted";
import { network } from "./network";
import { isReleased } from "./released";
import type { System } from "./system";

const DATABASE = "records";

/** R13: enrolments in a relational database, behind a proxy. */
export const relational: System<"relational"> = {
  name: "relational",
  needs: ["network"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { network: net } = context.resultOf(network);
    const { logRetentionDays } = environment;

    const cluster = new AuroraCluster(
      "relational",
      {
        key,
        network: net,
        databaseName: DATABASE,
        minimumUnits: settings.minimumUnits,
        maximumUnits: settings.maximumUnits,
        instances: environment.production ? 2 : 1,
        backupRetentionDays: environment.backupRetentionDays,
        logRetentionDays,
        removal: environment.removal,
      },
      options,
    );
    const proxy = new DatabaseProxy("relational-proxy", { key, network: net, cluster, logRetentionDays }, options);
    const group = new SecurityGroup(
      "relational-functions",
      { network: net, description: "Functions that use the database" },
      options,
    );
    proxy.group.allowFrom(group, proxy.port, "Queries of functions");

    const records = new Function(
      "student-records",
      {
        entry: "functions/relational/records.ts",
        functionName: "studentRecords",
        description: "Enrols students in courses.",
        key,
        environment: {
          PROXY_ENDPOINT: proxy.endpoint,
          PROXY_PORT: String(proxy.port),
          DATABASE_USER: proxy.userName,
          DATABASE_NAME: DATABASE,
        },
        network: { subnetIds: net.subnetIds.private, securityGroupIds: [group.id] },
        progressiveDeployment: isReleased(environment, "student-records"),
        timeoutSeconds: 15,
        logRetentionDays,
        reservedConcurrency: context.reservedConcurrency(settings.reservedConcurrency),
        deadLetterQueue: context.undeliverable,
      },
      options,
    );
    proxy.grantConnect(records);
    const migrate = new Function(
      "migrate-records",
      {
        entry: "functions/relational/migrate.ts",
        functionName: "migrateRecords",
        description: "Brings the tables of the records up to date.",
        key,
        environment: { CLUSTER_ARN: cluster.arn, SECRET_ARN: cluster.masterSecretArn, DATABASE_NAME: DATABASE },
        timeoutSeconds: 60,
        logRetentionDays,
        // One at a time.
        reservedConcurrency: context.reservedConcurrency(1),
        deadLetterQueue: context.undeliverable,
      },
      options,
    );
    cluster.grantDataApi(migrate);
    return {
      functions: { "student-records": records },
      outputs: {
        clusterArn: cluster.arn,
        proxyEndpoint: proxy.endpoint,
        function: records.functionName,
        migrateFunction: migrate.functionName,
      },
      business: [
        {
          kind: "graph",
          title: "Enrolments",
          metrics: [
            counted(records, "EnrolmentMade", "made"),
            counted(records, "EnrolmentWithdrawn", "withdrawn"),
            counted(records, "EnrolmentsListed", "listed"),
          ],
        },
      ],
      monitoring: [cluster.monitoring, proxy.monitoring, records.monitoring, migrate.monitoring],
    };
  },
};
