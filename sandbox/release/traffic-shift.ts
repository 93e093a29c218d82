/** One step of a shift: after so many minutes, so much of the traffic goes to the new version. */
export interface ShiftStep {
  afterMinutes: number;
  /** 1 to 100. */
  percent: number;
}

const NAME =
  /^CodeDeployDefault\.Lambda(?:Canary(\d+)Percent(\d+)Minutes?|Linear(\d+)PercentEvery(\d+)Minutes?|AllAtOnce)$/;

/**
 * The steps of one of AWS's own configurations, from its name. moto keeps no configurations of one's own.
 * https://docs.aws.amazon.com/codedeploy/latest/userguide/deployment-configurations.html#deployment-configuration-lambda
 *
 * @throws Error for another name
 */
export function shiftSteps(configuration: string): ShiftStep[] {
  const match = NAME.exec(configuration);
  if (!match)
    throw new Error(`The sandbox knows AWS's own deployment configurations for Lambda only, not ${configuration}`);
  const [, canary, wait, linear, every] = match.map(Number);
  if (canary) return [step(0, canary), step(wait!, 100)];
  if (!linear) return [step(0, 100)];
  const count = Math.ceil(100 / linear);
  return Array.from({ length: count }, (_, index) => step(index * every!, Math.min(100, (index + 1) * linear)));
}

function step(afterMinutes: number, percent: number): ShiftStep {
  return { afterMinutes, percent };
}
