import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ProvisionedCapacity, ScalingRange } from "./table-args";

/**
 * Makes the scaling of a provisioned table and its global indexes: a target and a target-tracking policy for reads and
 * for writes of each. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/AutoScaling.html
 *
 * @param name starts the resources' names
 * @param indexes names of the global indexes
 */
export function createTableScaling(
  name: string,
  tableName: pulumi.Output<string>,
  indexes: string[],
  capacity: ProvisionedCapacity,
  opts: pulumi.CustomResourceOptions,
): void {
  const scaled = [
    { suffix: "", kind: "table", resourceId: pulumi.interpolate`table/${tableName}` },
    ...indexes.map((index) => ({
      suffix: `-${index}`,
      kind: "index",
      resourceId: pulumi.interpolate`table/${tableName}/index/${index}`,
    })),
  ];
  for (const { suffix, kind, resourceId } of scaled) {
    scale(`${name}${suffix}-read`, resourceId, `dynamodb:${kind}:ReadCapacityUnits`, capacity.read, opts);
    scale(`${name}${suffix}-write`, resourceId, `dynamodb:${kind}:WriteCapacityUnits`, capacity.write, opts);
  }
}

function scale(
  name: string,
  resourceId: pulumi.Output<string>,
  scalableDimension: string,
  range: ScalingRange,
  opts: pulumi.CustomResourceOptions,
): void {
  const target = new aws.appautoscaling.Target(
    `${name}-target`,
    {
      serviceNamespace: "dynamodb",
      resourceId,
      scalableDimension,
      minCapacity: range.minimum,
      maxCapacity: range.maximum,
    },
    opts,
  );
  const metric = scalableDimension.endsWith("ReadCapacityUnits") ? "Read" : "Write";
  new aws.appautoscaling.Policy(
    `${name}-policy`,
    {
      policyType: "TargetTrackingScaling",
      serviceNamespace: target.serviceNamespace,
      resourceId: target.resourceId,
      scalableDimension: target.scalableDimension,
      targetTrackingScalingPolicyConfiguration: {
        predefinedMetricSpecification: { predefinedMetricType: `DynamoDB${metric}CapacityUtilization` },
        targetValue: range.targetUtilizationPercent ?? 70,
      },
    },
    opts,
  );
}
