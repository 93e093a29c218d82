/**
 * Asks what is known against the packages of a deployment, and whether they are what their publishers signed.
 *
 * Plain JavaScript without a dependency: it runs before anything of a package may. Exit codes: 0 asked, and nothing found;
 * 1 something found; 75 the service could not be asked, which is not an answer and stops the pipeline as a finding does.
 * https://docs.npmjs.com/cli/v11/commands/npm-audit
 */
"use strict";
const { spawnSync } = require("node:child_process");

const FOUND = 1;
/** EX_TEMPFAIL of sysexits.h: nothing else here ends with it. */
const NOT_ASKED = 75;
/** In milliseconds. */
const LONGEST = 300_000;

/** @typedef {{ code: number, lines: string[] }} Answer */

/**
 * @param {string[]} args of npm
 * @returns {{ status: number | null, answer: any, errors: string }} `answer` is undefined where it is no JSON
 */
function npm(args) {
  const { status, stdout, stderr, error } = spawnSync("npm", [...args, "--json"], {
    encoding: "utf8",
    maxBuffer: 100_000_000,
    timeout: LONGEST,
  });
  let answer;
  try {
    answer = JSON.parse(stdout);
  } catch {
    answer = undefined;
  }
  return { status, answer, errors: error ? error.message : (stderr ?? "").trim() };
}

/**
 * @param {string} who the service, at the start of a sentence
 * @param {string} fix a sentence
 * @param {{ answer: any, errors: string }} result
 * @returns {Answer}
 */
function notAsked(who, fix, { answer, errors }) {
  const told = answer?.message || answer?.error?.summary || errors.split("\n").slice(-5).join("\n");
  return {
    code: NOT_ASKED,
    lines: [
      `${who} could not be asked: ${told || "npm said nothing that is known."}`,
      `So nothing was checked, and this is no pass. ${fix}`,
    ],
  };
}

/** @returns {Answer} */
function vulnerabilities() {
  const result = npm(["audit", "--omit=dev", "--audit-level=high"]);
  const { answer, status } = result;
  const counts = answer?.metadata?.vulnerabilities;
  if (answer?.auditReportVersion !== 2 || !counts || status === null || status > 1)
    return notAsked(
      "The service that knows vulnerabilities",
      'A registry of your own may lack it: set npm\'s "registry" to one that has it, or let yours pass the call on.',
      result,
    );
  const found = Object.values(answer.vulnerabilities).map(({ name, severity, range, via }) => {
    const reasons = via.map((each) => (typeof each === "string" ? `by ${each}` : `${each.title} ${each.url}`));
    return `${severity} ${name} ${range}: ${reasons.join("; ")}`.replace(/ +:/, ":");
  });
  const severe = counts.high + counts.critical;
  const all = answer.metadata.dependencies.prod;
  // What npm itself says decides too, should it come to weigh severities otherwise.
  if (severe > 0 || status !== 0)
    return { code: FOUND, lines: [`Vulnerabilities, ${severe} of them high or critical:`, ...found] };
  return { code: 0, lines: [`No high or critical vulnerability is known in ${all} packages.`, ...found] };
}

/** @returns {Answer} */
function signatures() {
  const result = npm(["audit", "signatures"]);
  const { answer, status } = result;
  if (!Array.isArray(answer?.invalid) || !Array.isArray(answer?.missing) || status === null || status > 1)
    return notAsked(
      "The service that keeps the keys of signatures",
      "npm needs the registry's keys and Sigstore's root of trust (tuf-repo-cdn.sigstore.dev): let it reach both.",
      result,
    );
  const bad = [
    ...answer.invalid.map(({ name, version }) => `${name}@${version}: its signature is not its publisher's`),
    ...answer.missing.map(({ name, version }) => `${name}@${version}: not signed, and its registry signs`),
  ];
  if (bad.length > 0 || status !== 0) return { code: FOUND, lines: ["Signatures:", ...bad] };
  return { code: 0, lines: ["Every installed package is what its publisher signed."] };
}

const answers = [vulnerabilities(), signatures()];
for (const { lines } of answers) console.log(lines.join("\n"));
const codes = answers.map(({ code }) => code);
// A finding is told first: it needs somebody, whatever else was not answered.
process.exitCode = codes.includes(FOUND) ? FOUND : Math.max(...codes);
