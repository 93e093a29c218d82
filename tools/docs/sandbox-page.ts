import { capabilitiesTable } from "../../sandbox/capabilities-table";
import { verbs } from "../../sandbox/verbs";
import { hookDocstrings } from "./hook-docstrings";
import { notShown } from "./not-shown";

const ENFORCED = `## With IAM enforced

\`\`\`sh
npm run sandbox -- down && npm run sandbox -- up --enforce-iam
\`\`\`

ministack then checks every signature and every policy: roles of functions and services do what they were granted, resource
policies and key policies hold, and whoever calls without TLS is refused where a policy asks for it. The stack is deployed by a
role that has the published [deploy policy](../policies/deploy-policy.json) and the denials of the guardrails, as in a real
account; [how that policy is made](accounts.md#the-deploy-policy). Roles have the [boundary](decisions/0037-roles-within-a-boundary.md)
that an account's baseline makes, so that functions run within it. \`test/sandbox/own/enforced.test.ts\` does the same with fewer
systems and shows that one action less is one resource that cannot be made; \`test/sandbox/enforce/\` tries what somebody would who
has taken over a deployment.

The gateway answers HTTP and HTTPS on its one port, with a certificate of an authority that exists for this sandbox alone
(\`.sandbox/emulator/tls/ca.pem\`), and tells the emulator behind it which of the two it was. Provider and functions use HTTPS:
the authority reaches them by \`AWS_CA_BUNDLE\` and \`NODE_EXTRA_CA_CERTS\`. ministack's own \`USE_SSL\` is not used: it would take port
443 besides, and the gateway would have to trust it in turn. What calls by HTTP, such as the verbs, is the account itself, which
policies that ask for TLS refuse too.

What this does not show:

- whatever moto answers (below): it checks nothing, so that actions of these services are unproven;
- \`iam:PassRole\`, and actions on keys that services use on behalf of the caller: the emulator does not ask for them;
- service control policies, and permissions of API Gateway and EventBridge on what they call.
`;

const INTRODUCTION = `# The sandbox

<!-- Made by \`npm run docs\` from sandbox/ and tools/docs/; changes here are overwritten. -->

\`npm run sandbox\` deploys the whole platform to this machine. The program is the one that AWS gets, the engine and the
provider are the real ones; only AWS itself is played by emulators. No system, component or handler knows that it runs here.
Nothing of it listens beyond the loopback interface, and nothing of it can reach AWS.

## How it is made

| Part | What it is | Where |
| --- | --- | --- |
| Engine | \`pulumi\` on PATH if it is new enough, else Pulumi's release, else a build from Go modules | [sandbox/engine](../sandbox/engine), [decision](decisions/0007-engine-from-go-modules.md) |
| Provider | Pulumi's AWS plugin if it is installed or can be downloaded, else the Terraform AWS provider built from Go modules, with only the services that the committed plans use | [sandbox/engine](../sandbox/engine) |
| Emulators | [ministack](https://pypi.org/project/ministack/) runs the platform (API Gateway, Lambda, DynamoDB, SQS, SNS, S3, Cognito, CloudFront …); [moto](https://pypi.org/project/moto/) keeps what ministack lacks | [sandbox/emulator](../sandbox/emulator) |
| Gateway | The one AWS endpoint, \`http://127.0.0.1:4566\`: hands each call to the emulator that can do it, and refuses every other host | [sandbox/gateway](../sandbox/gateway) |
| Mapping | Runs the mapping templates of API Gateway that are deployed, with the template engine that the unit tests use | [sandbox/mapping](../sandbox/mapping), [decision](decisions/0006-mapping-inside-the-emulator.md) |
| Databases | Answers on the names of RDS proxies in MySQL's own protocol, and for the Data API, with SQLite in memory | [sandbox/database](../sandbox/database) |
| Pages | \`http://localhost:3000\` forwards to the deployed pages, student routes and hosted login, as one origin | [sandbox/forward](../sandbox/forward) |
| Login | \`token\` signs in through the hosted login with authorization code and PKCE, as a page does | [sandbox/login](../sandbox/login) |
| Mail | Each message that a topic would send to a confirmed e-mail subscription is written down, after its filter policy | [sandbox/mail](../sandbox/mail) |
| Adaptations | Engine transforms that change single inputs on their way | [sandbox/adaptations](../sandbox/adaptations) |

The handlers run on the Node.js that the project pins, as processes of this user: they are not isolated as on Lambda, but
they are refused every connection that leaves the machine. Account and region are those of the account \`sandbox\` in
\`platform.config.yaml\`, and a 12-digit access key is the account:

\`\`\`sh
AWS_ACCESS_KEY_ID=123456789012 AWS_SECRET_ACCESS_KEY=sandbox AWS_DEFAULT_REGION=us-east-1 \\
  aws --endpoint-url http://127.0.0.1:4566 dynamodb get-item --table-name StudentDetails --key '{"Roll":{"S":"10303"}}'
\`\`\`

What was built or installed is in the user's cache (\`~/.cache/serverless-platform\`, or below \`XDG_CACHE_HOME\`), keyed by its
inputs and shared by all clones. What is deployed is in \`.sandbox/\`: the engine's state, the logs (\`up.log\` of the engine,
\`emulator/*.log\`) and \`outputs.json\`, which holds every address and name for scripts. The emulators keep nothing when they
end, after a reboot for instance; the next \`up\` notices and deploys anew
([decision](decisions/0014-sandbox-state-is-thrown-away.md)).
`;

const ACCOUNTS = `## Several accounts

\`npm run sandbox -- up --accounts\` deploys an organisation instead of one account: management, security, dev and prod, each an
account of its own with its baseline, by the orchestrator of \`npm run platform\`, with a process for each stack and roles
assumed from the management account. What it changes of the configuration stands in
[sandbox/accounts/overlay.yaml](../sandbox/accounts/overlay.yaml). What can be tried there is in
[accounts.md](accounts.md#on-this-machine), why it is made so in [a decision](decisions/0029-accounts-of-emulators.md).

A sandbox is of one kind: where the other kind is up, \`up\` refuses until \`down\`, or takes another \`SANDBOX_FOLDER\`.
Verbs without \`--account\` are about \`dev\`, the account that answers calls which name none.
`;

const VARIABLES = `Variables that change what it does:

| Variable | Meaning |
| --- | --- |
| \`SANDBOX_FOLDER\` | where the sandbox's state is instead of \`.sandbox\`; with another one, and another \`--port\`, a second sandbox runs beside the first |
| \`SANDBOX_ENGINE=build\` | build engine and provider from Go modules even where others are there |
| \`XDG_CACHE_HOME\` | where the cache is |
| \`GOPROXY\`, \`GOFLAGS\`, \`HTTPS_PROXY\` … | Go's and the network's own settings, for the build |
| \`PLATFORM_BROWSER\` | the browser that the page tests use |
| \`DEBUG=1\` | stack traces of errors, and why a resource changes (in \`up.log\`) |
`;

const GATEWAY = `### Corrected in the gateway

- [api-gateway-updates.ts](../sandbox/gateway/api-gateway-updates.ts): updates (PATCH) of API Gateway resources are done here,
  with the types they must have. The emulator lacks some, and damages a usage plan with others.
- [scaling-tags.ts](../sandbox/gateway/scaling-tags.ts): the tags of scalable targets, without which the provider cannot read
  a target back.
- [assumed-accounts.ts](../sandbox/gateway/assumed-accounts.ts): moto is told whose call it answers, also where the caller has
  assumed a role, which ministack has given out.
- [member-role.ts](../sandbox/gateway/member-role.ts): an account that an organisation makes in moto gets its role in ministack.
- [corrected-answer.ts](../sandbox/gateway/corrected-answer.ts): a call that moto does not implement is a plain refusal, not a
  server error that SDKs repeat for minutes; empty parts of CloudFront's documents are left out, as AWS does.
`;

/**
 * The page about the sandbox.
 *
 * @param root the repository
 */
export function sandboxPage(root: string): string {
  const verbRows = verbs.map(({ name, summary, load }) => {
    const { positionals, optionHelp = {} } = load();
    const options = Object.entries(optionHelp).map(([option, help]) => `\`${option}\`: ${help}`);
    return row(`\`${[name, positionals].filter(Boolean).join(" ")}\``, summary, options.join("; "));
  });
  const missing = notShown.map(({ what, instead, coveredBy }) =>
    row(what, instead, coveredBy ? link(coveredBy) : "only a real account shows it"),
  );
  return [
    INTRODUCTION,
    "## Verbs\n",
    "`npm run sandbox -- VERB`; without one, `up`. Each has `--help` and `--json`.\n",
    row("Verb", "What it does", "Options"),
    row("---", "---", "---"),
    ...verbRows,
    `\n${VARIABLES}`,
    ACCOUNTS,
    ENFORCED,
    "## What differs from AWS\n",
    "### Added to the emulator\n",
    "ministack is started with these additions, which replace functions of the one version that is pinned. Where a newer version has changed there, the emulator refuses to start.\n",
    ...hookDocstrings(root).map(
      ({ file, about, parts }) =>
        `- [${file.split("/").pop()}](../${file}): ${about}${parts.map((part) => `\n  - ${part}`).join("")}`,
    ),
    "",
    GATEWAY,
    linked(capabilitiesTable()),
    "### Deployed, but not shown\n",
    "The emulators take these and do not act on them. That something deployed here says nothing about them.\n",
    row("On AWS", "In the sandbox", "Covered by"),
    row("---", "---", "---"),
    ...missing,
    "",
  ].join("\n");
}

function row(...cells: string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function link(file: string): string {
  return `[${file}](../${file})`;
}

/** Makes links of the tests that a table names in its last column. */
function linked(table: string): string {
  return table.replace(/`(test\/[^`]+)` \|$/gm, (_, file: string) => `${link(file)} |`);
}
