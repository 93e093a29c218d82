/** A type of resource that cannot simply be made again. */
export interface StatefulType {
  /** What is lost with it. */
  holds: string;
  /** Inputs that the provider can only change by making the resource anew. */
  replacedBy: readonly string[];
}

/**
 * The types that an upgrade must neither remove nor replace, because they hold data, or an identity that others hold. The
 * inputs are those that the AWS provider marks as forcing a new resource; whatever it adds later is caught by the
 * engine's own preview, which is judged too.
 * https://www.pulumi.com/docs/iac/concepts/resources/#replacement
 */
export const statefulTypes: Readonly<Record<string, StatefulType>> = {
  "aws:apigateway/apiKey:ApiKey": { holds: "a key that clients use", replacedBy: ["value"] },
  "aws:apigateway/restApi:RestApi": { holds: "an address that clients use", replacedBy: [] },
  "aws:cloudfront/distribution:Distribution": { holds: "an address that clients use", replacedBy: [] },
  "aws:cloudwatch/logGroup:LogGroup": { holds: "logs", replacedBy: ["name", "namePrefix", "logGroupClass"] },
  "aws:cognito/userPool:UserPool": {
    holds: "users",
    replacedBy: ["aliasAttributes", "usernameAttributes", "usernameConfiguration"],
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    holds: "a client id that applications use",
    replacedBy: ["userPoolId"],
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": {
    holds: "the address of the login",
    replacedBy: ["domain", "userPoolId"],
  },
  "aws:dynamodb/table:Table": {
    holds: "items",
    replacedBy: ["name", "hashKey", "rangeKey", "localSecondaryIndexes", "restoreDateTime", "restoreToLatestTime"],
  },
  "aws:ecr/repository:Repository": { holds: "images", replacedBy: ["name", "encryptionConfigurations"] },
  "aws:efs/fileSystem:FileSystem": {
    holds: "files",
    replacedBy: ["availabilityZoneName", "creationToken", "encrypted", "kmsKeyId", "performanceMode"],
  },
  "aws:kinesis/stream:Stream": { holds: "records not yet read", replacedBy: ["name"] },
  "aws:kms/key:Key": {
    holds: "the only way to read what it encrypted",
    replacedBy: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "xksKeyId"],
  },
  "aws:rds/cluster:Cluster": {
    holds: "a database",
    replacedBy: [
      "availabilityZones",
      "clusterIdentifier",
      "clusterIdentifierPrefix",
      "databaseName",
      "dbSubnetGroupName",
      "engine",
      "engineMode",
      "kmsKeyId",
      "masterUsername",
      "restoreToPointInTime",
      "snapshotIdentifier",
      "storageEncrypted",
    ],
  },
  "aws:redshiftserverless/namespace:Namespace": { holds: "a warehouse", replacedBy: ["dbName", "namespaceName"] },
  "aws:route53/zone:Zone": {
    holds: "name servers that a registrar points to",
    replacedBy: ["name", "delegationSetId"],
  },
  "aws:s3/bucket:Bucket": {
    holds: "objects",
    replacedBy: ["bucket", "bucketNamespace", "bucketPrefix", "objectLockEnabled"],
  },
  "aws:secretsmanager/secret:Secret": { holds: "a secret", replacedBy: ["name", "namePrefix"] },
  "aws:sns/topic:Topic": {
    holds: "subscriptions that people confirmed",
    replacedBy: ["name", "namePrefix", "fifoTopic"],
  },
  "aws:sqs/queue:Queue": { holds: "messages not yet read", replacedBy: ["name", "namePrefix", "fifoQueue"] },
  "aws:ssm/parameter:Parameter": { holds: "a value and its versions", replacedBy: ["name", "dataType"] },
};
