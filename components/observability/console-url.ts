/**
 * The address of a page of CloudWatch in the AWS console.
 *
 * @param region for example `eu-west-1`
 * @param page what stands behind `#`, for example `logsV2:logs-insights`
 */
export function consoleUrl(region: string, page: string): string {
  return `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#${page}`;
}
