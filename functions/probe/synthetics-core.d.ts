/** What the runtime of canaries brings; nothing of it is bundled. */
declare module "@aws/synthetics-core" {
  export const synthetics: {
    /**
     * Runs a step and publishes its metrics, `SuccessPercent` and `Duration`, under its name.
     * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Library_function_Nodejs.html
     */
    executeStep<T>(stepName: string, functionToExecute: () => Promise<T>): Promise<T>;
  };
}
