import { readFileSync } from "node:fs";
import * as path from "node:path";
import { repositoryRoot } from "../../stacks/config";
import { UsageError } from "../command/verb";

/** What the repository shows of the application. https://docs.aws.amazon.com/serverlessrepo/latest/devguide/sam-template-publishing-applications-metadata-properties.html */
export interface Metadata {
  Name: string;
  Description: string;
  Author: string;
  SpdxLicenseId: string;
  SemanticVersion: string;
  Labels: string[];
  /** Where the source is; without it an application cannot be public. */
  SourceCodeUrl?: string;
}

/**
 * The metadata of the keyed API, its version that of the package.
 *
 * @param source address of the source, https only
 * @throws UsageError for another address, or an author that the repository would refuse
 */
export function metadata(author = "platform", source?: string): Metadata {
  if (!/^(?=.{1,127}$)[a-z0-9]+(-[a-z0-9]+)*$/.test(author))
    throw new UsageError(`--author ${author} is no name of an author; use small letters and digits, with - between.`);
  if (source !== undefined && !/^https:\/\/[^\s/]+\/\S+$/.test(source))
    throw new UsageError(`--source ${source} is no address; use https://…`);
  const { version } = JSON.parse(readFileSync(path.join(repositoryRoot, "package.json"), "utf8")) as {
    version: string;
  };
  return {
    Name: "keyed-api",
    Description:
      "An API whose clients have keys, with a usage plan, encrypted logs and least privileges. Needs API Gateway's role for logs " +
      "in the account and region; where there is none, the parameter MakeLogRole=true makes it.",
    Author: author,
    SpdxLicenseId: "MIT",
    SemanticVersion: version,
    Labels: ["api", "apikey", "usageplan"],
    ...(source && { SourceCodeUrl: source }),
  };
}
