/** USD for a GB-second of a function, first tier. */
interface Prices {
  x86_64: number;
  arm64: number;
}

/** When the prices below were last compared with their source. */
export const PRICES_CHECKED = "2026-11-21";

/** Where they come from. */
export const PRICES_SOURCE = "https://aws.amazon.com/lambda/pricing/";

const MOST: Prices = { x86_64: 0.0000166667, arm64: 0.0000133334 };

/** Regions that cost something else than most. */
const OTHERS: Readonly<Record<string, Prices>> = {
  "af-south-1": { x86_64: 0.0000221, arm64: 0.00001768 },
  "ap-east-1": { x86_64: 0.00002292, arm64: 0.0000183 },
  "eu-south-1": { x86_64: 0.0000195172, arm64: 0.0000156138 },
  "me-central-1": { x86_64: 0.0000206667, arm64: 0.0000165334 },
  "me-south-1": { x86_64: 0.0000206667, arm64: 0.0000165334 },
};

/**
 * What an invocation costs for its duration, in USD. The price of the request is the same at any size and left out, as are
 * free tier, savings plans and additional storage.
 *
 * @param region for example `eu-west-1`
 * @param architecture of the function
 * @param power memory in MB
 * @param billed milliseconds
 */
export function invocationCost(region: string, architecture: keyof Prices, power: number, billed: number): number {
  return ((OTHERS[region] ?? MOST)[architecture] * (power / 1024) * billed) / 1000;
}
