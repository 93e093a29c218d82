import * as fs from "node:fs";
import { parseArgs } from "node:util";
import { renderComment } from "./comment";
import { GitHub } from "./github";
import { publishComment } from "./publish";
import { readReports } from "./read-reports";

const usage = `usage: node tools/run.cjs tools/pull-request/main.ts --reports FOLDER [OPTION…]

Makes one comment of the reports that \`npm run plan -- --all --reports FOLDER\` has written, and prints it.

  --reports FOLDER  holds STACK.json files; nothing in them is run or believed
  --sha SHA         the commit that was planned
  --run URL         where the whole of the reports is
  --repository URL  the repository's pages, for links to lines
  --publish         puts the comment on the open pull request whose head is the commit, changing the one that is there;
                    needs --sha, --head, and the variables GITHUB_TOKEN, GITHUB_REPOSITORY, GITHUB_API_URL. Writes
                    ref=refs/pull/NUMBER/head to the file GITHUB_OUTPUT where it found the pull request.
  --head OWNER:BRANCH  the branch that was planned, which may be a fork's
  --help            this text
`;

async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reports: { type: "string" },
      sha: { type: "string" },
      run: { type: "string" },
      repository: { type: "string" },
      publish: { type: "boolean", default: false },
      head: { type: "string" },
      help: { type: "boolean", default: false, short: "h" },
    },
  });
  if (values.help) {
    process.stdout.write(usage);
    return 0;
  }
  if (values.reports === undefined) throw new Error(`--reports is missing\n\n${usage}`);
  const comment = renderComment(readReports(values.reports), {
    ...(values.sha && { sha: values.sha }),
    ...(values.run && { runUrl: values.run }),
    ...(values.repository && { repositoryUrl: values.repository }),
  });
  if (!values.publish) {
    process.stdout.write(comment);
    return 0;
  }
  const [owner, branch] = splitHead(values.head);
  if (!values.sha) throw new Error("--publish needs --sha");
  const github = new GitHub({
    apiUrl: variable("GITHUB_API_URL"),
    repository: variable("GITHUB_REPOSITORY"),
    token: variable("GITHUB_TOKEN"),
  });
  const { outcome, pullRequest } = await publishComment(github, { owner, branch, sha: values.sha }, comment);
  console.log(pullRequest === undefined ? "No open pull request has this commit as its head." : `Comment ${outcome}.`);
  const output = process.env["GITHUB_OUTPUT"];
  if (output && pullRequest !== undefined) fs.appendFileSync(output, `ref=refs/pull/${pullRequest}/head\n`);
  return 0;
}

/** A branch's name may hold colons of its own; an owner's may not. */
function splitHead(head: string | undefined): [owner: string, branch: string] {
  const at = head?.indexOf(":") ?? -1;
  if (head === undefined || at < 1) throw new Error("--publish needs --head OWNER:BRANCH");
  return [head.slice(0, at), head.slice(at + 1)];
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`--publish needs the variable ${name}`);
  return value;
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: Error) => {
    console.error(error.message);
    process.exitCode = 2;
  },
);
