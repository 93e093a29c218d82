import type { AwsRequest } from "./aws-request";
import type { Forwarded } from "./forward-request";

/**
 * The tags of scalable targets. moto keeps targets but no tags, without which the provider cannot read a target back.
 * https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
 */
export class ScalingTags {
  private readonly byArn = new Map<string, Record<string, string>>();

  /** The answer to a call about tags; undefined for any other. */
  answer(request: AwsRequest): Forwarded | undefined {
    if (request.service !== "application-autoscaling") return undefined;
    if (!/^(ListTagsForResource|TagResource|UntagResource)$/.test(request.action ?? "")) return undefined;
    const input = JSON.parse(request.body.toString("utf8")) as {
      ResourceARN: string;
      Tags?: Record<string, string>;
      TagKeys?: string[];
    };
    const tags = { ...this.byArn.get(input.ResourceARN), ...input.Tags };
    for (const key of input.TagKeys ?? []) delete tags[key];
    this.byArn.set(input.ResourceARN, tags);
    const body = Buffer.from(JSON.stringify(request.action === "ListTagsForResource" ? { Tags: tags } : {}));
    return { status: 200, headers: { "content-type": "application/x-amz-json-1.1" }, body };
  }

  /** Notes the tags that a target is registered with. */
  remember(request: AwsRequest, answer: Forwarded): void {
    if (request.service !== "application-autoscaling" || request.action !== "RegisterScalableTarget") return;
    const { Tags: tags } = JSON.parse(request.body.toString("utf8")) as { Tags?: Record<string, string> };
    if (answer.status !== 200 || !tags) return;
    const { ScalableTargetARN: arn } = JSON.parse(answer.body.toString("utf8")) as { ScalableTargetARN: string };
    this.byArn.set(arn, { ...this.byArn.get(arn), ...tags });
  }
}
