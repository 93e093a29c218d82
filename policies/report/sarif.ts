import { createHash } from "node:crypto";
import { refuses, type Violation } from "../violation";
import { nameOf, worstFirst, type ReportContext } from "./summary";

/** Where in the repository something is made. */
export interface SourceLocation {
  /** Path from the repository's root. */
  file: string;
  /** From 1. */
  line: number;
}

export interface SarifOptions {
  /** The place where a resource, or the component that makes it, is made; undefined where it is not known. */
  locate?: (urn: string) => SourceLocation | undefined;
  /** The place told where none is known, since GitHub takes no result without one. Default `stacks/index.ts`. */
  fallbackFile?: string;
}

/** As GitHub ranks security results. https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning */
const securitySeverity = { critical: "9.5", high: "8.0", medium: "5.5", low: "2.0" } as const;

/**
 * The violations as SARIF 2.1.0, for GitHub's code scanning and other tools. Excepted ones are suppressed results, with
 * the reason. https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function renderSarif(
  violations: readonly Violation[],
  { stack }: ReportContext,
  options: SarifOptions = {},
): string {
  const sorted = worstFirst(violations);
  const ruleIds = [...new Set(sorted.map(({ rule }) => rule))];
  const log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "platform-guardrails",
            semanticVersion: "0.1.0",
            rules: ruleIds.map((id) => describeRule(sorted.find(({ rule }) => rule === id)!)),
          },
        },
        automationDetails: { id: `policies/${stack}/` },
        columnKind: "utf16CodeUnits",
        results: sorted.map((violation) => result(violation, ruleIds.indexOf(violation.rule), stack, options)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule({ rule, title, fix, ids, severity, url }: Violation): object {
  const also = ids.length ? ` Also: ${ids.join(", ")}.` : "";
  return {
    id: rule,
    shortDescription: { text: title },
    fullDescription: { text: `${title}.` },
    help: { text: `${fix}${also}` },
    ...(url !== undefined && { helpUri: url }),
    defaultConfiguration: { level: severity === "low" ? "warning" : "error" },
    properties: { tags: ["security", ...ids], "security-severity": securitySeverity[severity] },
  };
}

function result(violation: Violation, ruleIndex: number, stack: string, options: SarifOptions): object {
  const { rule, urn, message, fix, excepted } = violation;
  const found = urn === undefined ? undefined : options.locate?.(urn);
  const place = found ?? { file: options.fallbackFile ?? "stacks/index.ts", line: 1 };
  return {
    ruleId: rule,
    ruleIndex,
    level: refuses(violation) ? "error" : "warning",
    message: { text: `${nameOf(urn)} (${stack}): ${message}. ${fix}` },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: encodeURI(place.file), uriBaseId: "%SRCROOT%" },
          region: { startLine: place.line },
        },
        ...(urn !== undefined && { logicalLocations: [{ fullyQualifiedName: urn, kind: "resource" }] }),
      },
    ],
    partialFingerprints: { "violation/v1": fingerprint(rule, urn, message) },
    ...(excepted && {
      suppressions: [
        {
          kind: "external",
          status: "accepted",
          justification: `${excepted.reason} (${excepted.owner}, until ${excepted.expires})`,
        },
      ],
    }),
  };
}

/** Stays the same while lines move, so that a result is not reported as new. */
function fingerprint(...parts: (string | undefined)[]): string {
  return createHash("sha256").update(parts.join("\n")).digest("hex").slice(0, 32);
}
