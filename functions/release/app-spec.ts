import { createHash } from "node:crypto";

/** One step from a version to the next. */
export interface Step {
  functionName: string;
  aliasName: string;
  from: string;
  to: string;
  /** Functions that CodeDeploy calls before and after. */
  preTraffic?: string;
  postTraffic?: string;
}

/**
 * What CodeDeploy is told to do, as it takes it in `CreateDeployment`.
 * {@link https://docs.aws.amazon.com/codedeploy/latest/userguide/reference-appspec-file-example.html#appspec-file-example-lambda}
 */
export function appSpec(step: Step): { content: string; sha256: string } {
  const { functionName, aliasName, from, to, preTraffic, postTraffic } = step;
  const content = JSON.stringify({
    // A string: JSON writes the number as 0, which is not the one version there is.
    version: "0.0",
    Resources: [
      {
        released: {
          Type: "AWS::Lambda::Function",
          Properties: { Name: functionName, Alias: aliasName, CurrentVersion: from, TargetVersion: to },
        },
      },
    ],
    Hooks: [
      ...(preTraffic ? [{ BeforeAllowTraffic: preTraffic }] : []),
      ...(postTraffic ? [{ AfterAllowTraffic: postTraffic }] : []),
    ],
  });
  return { content, sha256: createHash("sha256").update(content).digest("hex") };
}
