import { counted } from "../../components/observability/counted";
import { lambdaMapped } from "../../components/api/integrations";
import { RestApi } from "../../components/api/rest-api";
import type { Route } from "../../components/api/route";
import { Function } from "../../components/compute/function";
import { Table } from "../../components/data/table";
import { WebAcl } from "../../components/edge/web-acl";
import { addStudentRoute, getStudentRoute, type StudentRoute } from "../../functions/students/routes";
import { apiDomain } from "./api-domain";
import { identity } from "./identity";
import { jwtAuthorizer } from "./jwt-authorizer";
import { isReleased } from "./released";
import type { System, SystemContext, SystemResult } from "./system";

export interface StudentsResult extends SystemResult {
  table: Table;
  /** The functions that store and that fetch. */
  add: Function;
  get: Function;
  api: RestApi;
}

/** R1 and R2: stores a student, and fetches one. */
export const students: System<"students", StudentsResult> = {
  name: "students",
  needs: ["identity"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { acceptedPools, origins } = context.resultOf(identity);

    const table = new Table(
      "students",
      {
        key,
        tableName: "StudentDetails",
        partitionKey: { name: "Roll", type: "S" },
        stream: "NEW_IMAGE",
        removal: environment.removal,
      },
      options,
    );
    const add = handler(context, "add-student", addStudentRoute, "Stores a student.", {
      table,
      aliasName: settings.stageVariables.collegealias,
      concurrency: settings.reservedConcurrencyWrite,
    });
    table.grantWrite(add, { actions: ["dynamodb:PutItem"] });
    const get = handler(context, "get-student", getStudentRoute, "Fetches a student.", {
      table,
      concurrency: settings.reservedConcurrencyRead,
    });
    table.grantRead(get, { actions: ["dynamodb:GetItem"] });

    const webAcl = new WebAcl(
      "students-acl",
      { scope: "REGIONAL", key, logRetentionDays: environment.logRetentionDays, logDelivery: context.logDelivery() },
      options,
    );
    const api = new RestApi(
      "students-api",
      {
        apiName: "students",
        description: "Stores and fetches the details of students.",
        key,
        stageName: environment.stageName,
        stageVariables: { ...settings.stageVariables },
        routes: [routeOf(addStudentRoute, add, { aliasStageVariable: "collegealias" }), routeOf(getStudentRoute, get)],
        authorizers: { jwt: jwtAuthorizer(context, acceptedPools, settings.reservedConcurrencyAuthorizer) },
        usagePlan: {
          rateLimit: settings.rateLimit,
          burstLimit: settings.burstLimit,
          quota: { limit: settings.quotaPerMonth, period: "MONTH" },
        },
        apiKeys: [{ name: "pages", description: "The student pages." }],
        cors: { allowOrigins: origins },
        webAcl,
        throttle: { rateLimit: settings.rateLimit, burstLimit: settings.burstLimit },
        accessLogRetentionDays: environment.logRetentionDays,
        domain: apiDomain(context, "students-api"),
      },
      options,
    );
    return {
      table,
      add,
      get,
      api,
      functions: { "add-student": add, "get-student": get },
      outputs: {
        url: api.url,
        apiId: api.apiId,
        apiKey: api.apiKey("pages"),
        table: table.tableName,
        addFunction: add.functionName,
        getFunction: get.functionName,
      },
      business: [
        { kind: "graph", title: "Students stored by the API", metrics: [counted(add, "StudentStored", "stored")] },
      ],
      monitoring: [api.monitoring, add.monitoring, get.monitoring, table.monitoring, webAcl.monitoring],
    };
  },
};

function handler(
  context: SystemContext<"students">,
  name: "add-student" | "get-student",
  route: StudentRoute,
  description: string,
  { table, aliasName, concurrency }: { table: Table; aliasName?: string; concurrency: number },
): Function {
  return new Function(
    name,
    {
      entry: route.entry,
      functionName: route.functionName,
      description,
      key: context.key(),
      environment: { TABLE_NAME: table.tableName },
      aliasName,
      progressiveDeployment: isReleased(context.environment, name),
      timeoutSeconds: 10,
      logRetentionDays: context.environment.logRetentionDays,
      reservedConcurrency: context.reservedConcurrency(concurrency),
      deadLetterQueue: context.undeliverable,
    },
    context.options,
  );
}

function routeOf(route: StudentRoute, fn: Function, more: { aliasStageVariable?: string } = {}): Route {
  const { method, path, scopes, requestParameters, validation, requestTemplate, responseTemplate } = route;
  return {
    method,
    path,
    authorizer: "jwt",
    scopes,
    apiKeyRequired: true,
    requestParameters,
    validation,
    integration: lambdaMapped(fn, { requestTemplate, responseTemplate, ...more }),
  };
}
