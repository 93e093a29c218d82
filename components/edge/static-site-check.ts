import { inputChecks } from "../input-checks";
import { siteFiles, type SiteFile } from "./site-files";
import type { StaticSiteArgs } from "./static-site";

const CLOUDFRONT = "https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_DistributionConfig.html";

/**
 * Refuses what cannot become a site, and reads the folder.
 *
 * @returns the files to serve
 * @throws InputError for the first fault
 */
export function checkSiteArgs(name: string, args: StaticSiteArgs): SiteFile[] {
  const check = inputChecks("platform:edge:StaticSite", name);
  let files: SiteFile[] = [];
  try {
    files = siteFiles(args.content);
  } catch (error) {
    check.fail("content", args.content, `give a folder that can be served: ${(error as Error).message}`);
  }
  const keys = files.map((file) => file.key);
  for (const needed of ["index.html", "error.html"])
    if (!keys.includes(needed)) check.fail("content", args.content, `add ${needed} to the folder`);
  if (args.config && keys.includes("config.json"))
    check.fail("config", "given", `remove config.json from ${args.content}, which would be served instead`);
  if (args.webAcl.scope !== "CLOUDFRONT")
    check.fail("webAcl", args.webAcl.scope, `give a web ACL of scope "CLOUDFRONT" (${CLOUDFRONT})`);
  if (!args.logBucket.logSources.includes("cloudFront"))
    check.fail(
      "logBucket",
      args.logBucket.logSources,
      'give a bucket with logTarget: ["cloudFront"], which allows its ACL',
    );
  if (args.domain && !args.domain.certificateArn && !args.usEast1)
    check.fail(
      "usEast1",
      undefined,
      "give the account's provider of us-east-1, where the domain's certificate must be",
    );
  check.matches("domain.name", args.domain?.name, /^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$/, "a domain name", CLOUDFRONT);
  const seconds = args.securityHeaders?.strictTransportSecuritySeconds;
  check.integer("securityHeaders.strictTransportSecuritySeconds", seconds, 31_536_000, 2_147_483_647, CLOUDFRONT);
  for (const country of Object.values(args.countries ?? {}).flat())
    check.matches("countries", country, /^[A-Z]{2}$/, "two capital letters", CLOUDFRONT);
  return files;
}
