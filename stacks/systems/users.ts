import { IdentityPool } from "../../components/access/identity-pool";
import { lambdaMapped } from "../../components/api/integrations";
import { RestApi } from "../../components/api/rest-api";
import { Function } from "../../components/compute/function";
import { Parameter } from "../../components/data/parameter";
import { Table } from "../../components/data/table";
import { WebAcl } from "../../components/edge/web-acl";
import { Key } from "../../components/encryption/key";
import { counted } from "../../components/observability/counted";
import { SENSITIVE } from "../../functions/users/attributes";
import {
  getUserRoute,
  mergeUserRoute,
  removeUserRoute,
  replaceUserRoute,
  userRequestTemplate,
  userResponseTemplate,
  type UserRoute,
} from "../../functions/users/routes";
import { apiDomain } from "./api-domain";
import { identity } from "./identity";
import { isReleased } from "./released";
import type { System, SystemContext, SystemResult } from "./system";

export interface UsersResult extends SystemResult {
  api: RestApi;
}

/** R8: each user's own attributes, behind Cognito. One function and role per verb: who removes cannot read. */
export const users: System<"users", UsersResult> = {
  name: "users",
  needs: ["identity"],
  build(context) {
    const { environment, settings, options } = context;
    const key = context.key();
    const { pool, origins } = context.resultOf(identity);

    const table = new Table(
      "users",
      { key, partitionKey: { name: "sub", type: "S" }, removal: environment.removal },
      options,
    );
    // Apart from the system's key, which every function of the system may decrypt its own environment with.
    const fieldsKey = new Key(
      "users-fields",
      {
        description: `Sensitive attributes of users in ${environment.name}`,
        alias: `${environment.name}-users-fields`,
        services: [],
        removal: environment.removal,
      },
      options,
    );
    const limits = new Parameter(
      "users-settings",
      {
        key,
        parameterName: `/${environment.name}/users/settings`,
        description: "Settings of the users API: maximumAttributes, 1 to 100.",
        value: JSON.stringify({ maximumAttributes: settings.maximumAttributes }),
        keepChanges: true,
        removal: environment.removal,
      },
      options,
    );
    const fields = { table: table.tableName, fields: [...SENSITIVE] };
    const reading = { TABLE_NAME: table.tableName, FIELDS_KEY_ARN: fieldsKey.arn };
    const writing = { ...reading, SETTINGS_PARAMETER: limits.parameterName };

    const get = handler(context, getUserRoute, reading, settings.reservedConcurrencyRead);
    table.grantRead(get, { actions: ["dynamodb:GetItem"] });
    fieldsKey.grantDecryptFields(get, fields);

    const replace = handler(context, replaceUserRoute, writing, settings.reservedConcurrencyWrite);
    table.grantWrite(replace, { actions: ["dynamodb:PutItem"] });
    fieldsKey.grantEncryptFields(replace, fields);
    limits.grantRead(replace);

    const merge = handler(context, mergeUserRoute, writing, settings.reservedConcurrencyWrite);
    table.grantReadWrite(merge, { actions: ["dynamodb:GetItem", "dynamodb:PutItem"] });
    fieldsKey.grantEncryptFields(merge, fields);
    fieldsKey.grantDecryptFields(merge, fields);
    limits.grantRead(merge);

    const remove = handler(
      context,
      removeUserRoute,
      { TABLE_NAME: table.tableName },
      settings.reservedConcurrencyWrite,
    );
    table.grantWrite(remove, { actions: ["dynamodb:DeleteItem"] });

    const webAcl = new WebAcl(
      "users-acl",
      { scope: "REGIONAL", key, logRetentionDays: environment.logRetentionDays, logDelivery: context.logDelivery() },
      options,
    );
    const functions = [
      [getUserRoute, get],
      [replaceUserRoute, replace],
      [mergeUserRoute, merge],
      [removeUserRoute, remove],
    ] as const;
    const api = new RestApi(
      "users-api",
      {
        apiName: "users",
        description: "Each user's own attributes.",
        key,
        stageName: environment.stageName,
        routes: functions.map(([{ method, path, scopes, requestModel }, fn]) => ({
          method,
          path,
          authorizer: "cognito" as const,
          scopes,
          requestModel,
          integration: lambdaMapped(fn, {
            requestTemplate: userRequestTemplate,
            responseTemplate: userResponseTemplate,
          }),
        })),
        // A decision that was kept would outlive the token it was made for.
        authorizers: { cognito: { userPoolArns: [pool.poolArn], resultTtlSeconds: 0 } },
        errorBody: "platform",
        cors: { allowOrigins: origins },
        webAcl,
        accessLogRetentionDays: environment.logRetentionDays,
        domain: apiDomain(context, "users-api"),
      },
      options,
    );
    const identities = settings.identityPool ? exchange(context, table) : undefined;
    return {
      api,
      functions: { "get-user": get, "replace-user": replace, "merge-user": merge, "remove-user": remove },
      outputs: {
        url: api.url,
        apiId: api.apiId,
        table: table.tableName,
        fieldsKey: fieldsKey.arn,
        settings: limits.parameterName,
        functions: Object.fromEntries(functions.map(([{ method }, fn]) => [method, fn.functionName])),
        ...(identities && { identityPoolId: identities.identityPoolId }),
      },
      business: [
        {
          kind: "graph",
          title: "Attributes of users",
          metrics: [
            counted(get, "UserFetched", "fetched"),
            counted(replace, "UserReplaced", "replaced"),
            counted(merge, "UserMerged", "merged"),
            counted(remove, "UserRemoved", "removed"),
          ],
        },
      ],
      monitoring: [api.monitoring, ...functions.map(([, fn]) => fn.monitoring), table.monitoring, webAcl.monitoring],
    };
  },
};

/** Credentials with which each user reads their own item, for applications that talk to DynamoDB themselves. */
function exchange(context: SystemContext<"users">, table: Table): IdentityPool {
  const { pool } = context.resultOf(identity);
  const identities = new IdentityPool("users-identities", { userPool: pool, clients: ["web"] }, context.options);
  identities.grantOwnItems(table, { actions: ["dynamodb:GetItem"] });
  return identities;
}

function handler(
  context: SystemContext<"users">,
  { name, entry, functionName, description }: UserRoute,
  environment: Record<string, Table["tableName"]>,
  concurrency: number,
): Function {
  return new Function(
    name,
    {
      entry,
      functionName,
      description,
      key: context.key(),
      environment,
      progressiveDeployment: isReleased(context.environment, name),
      timeoutSeconds: 10,
      logRetentionDays: context.environment.logRetentionDays,
      reservedConcurrency: context.reservedConcurrency(concurrency),
      deadLetterQueue: context.undeliverable,
    },
    context.options,
  );
}
