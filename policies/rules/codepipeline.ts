import type { Finding } from "../core/rule";
import { resourceRule } from "../core/rule";
import { isUnknown } from "../core/unknown";
import { isMissing, isObject, list, lower, numeric, read, text } from "../core/values";

const types = ["aws:codepipeline/pipeline:Pipeline"];

export const customerKey = resourceRule({
  name: "codepipeline-artifacts-cmk",
  title: "Every artifact store of a pipeline names a customer key",
  why: "Without one it is S3's key of the account: whoever may read the bucket may read the source and all that is built of it.",
  severity: "low",
  ids: ["CKV_AWS_219"],
  fix: "Set encryptionKey of each of the artifactStores to a key of yours.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/S3-artifact-encryption.html",
  types,
  check: (pipeline) =>
    pipeline.list("artifactStores").map((store, index): Finding => {
      const key = read(store, "encryptionKey.id");
      if (isUnknown(key)) return undefined;
      const at = `artifactStores[${index}].encryptionKey`;
      if (isMissing(key)) return `${at} is not set`;
      return /(^|:)alias\/aws\//i.test(text(key) ?? "") && `${at} is a key that AWS manages`;
    }),
});

export const sourceToken = resourceRule({
  name: "codepipeline-source-token",
  title: "The source of a pipeline is reached through a connection, not with an OAuth token",
  why: "The token is a person's, for all repositories of theirs, and is kept in the pipeline's definition and the stack's state.",
  severity: "high",
  ids: [],
  fix: "Use the provider CodeStarSourceConnection with a ConnectionArn, and revoke the token.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/update-github-action-connections.html",
  types,
  check: (pipeline) =>
    pipeline.list("stages").flatMap((each, stage) =>
      actionsOf(each).map((action, index) => {
        const configuration = read(action, "configuration");
        // A token that is not known yet is one all the same.
        const has = isObject(configuration) && !isMissing(configuration["OAuthToken"]);
        return has && `stages[${stage}].actions[${index}].configuration has an OAuthToken`;
      }),
    ),
});

export const approval = resourceRule({
  name: "codepipeline-approval",
  title: "A pipeline asks a person, or a condition, before it deploys to production",
  why: "Tests do not know what else happens today. Somebody decides, and it is known afterwards who did.",
  severity: "medium",
  ids: [],
  fix: "Put an action of the category Approval before the stage, or a beforeEntry condition on it.",
  url: "https://docs.aws.amazon.com/codepipeline/latest/userguide/approvals.html",
  settings: {
    production: {
      type: "array",
      items: { type: "string" },
      default: ["prod", "production", "live"],
      description: "Words in the names of stages and actions that mean production.",
    },
  },
  types,
  check: (pipeline, { production }) => {
    const words = (production as string[]).map((word) => word.toLowerCase());
    const meansProduction = (name: unknown) =>
      (text(name)?.toLowerCase() ?? "").split(/[^a-z0-9]+/).some((word) => words.includes(word));
    const findings: Finding[] = [];
    let asked = false;
    for (const [index, stage] of pipeline.list("stages").entries()) {
      const actions = actionsOf(stage);
      // A stage that is not known may be the one that asks.
      if (actions.some(isUnknown)) return findings;
      const isProduction = (action: unknown) => [stage, action].some((each) => meansProduction(read(each, "name")));
      const approvals = actions.filter((action) => category(action) === "approval").map(order);
      // Where a stage asks by itself, what builds before may be what shows the person what would change.
      const deploying = approvals.length ? ["deploy"] : ["deploy", "build", "invoke", "compute"];
      const unasked = actions.some(
        (action) =>
          deploying.includes(category(action)) && isProduction(action) && order(action) <= Math.min(...approvals),
      );
      if (unasked && !asked && isMissing(read(stage, "beforeEntry")))
        findings.push(`stages[${index}] deploys to production and nobody was asked`);
      if (approvals.length) asked = true;
      // The answer was about this deployment, not about those after it.
      else if (actions.some((action) => category(action) === "deploy" && !isProduction(action))) asked = false;
    }
    return findings;
  },
});

/** The actions of a stage; one that is unknown where the stage or its actions are. */
function actionsOf(stage: unknown): unknown[] {
  return list(read(stage, "actions"));
}

function category(action: unknown): string {
  return lower(read(action, "category")) ?? "";
}

/** Actions of the same order run at once. https://docs.aws.amazon.com/codepipeline/latest/userguide/action-requirements.html */
function order(action: unknown): number {
  return numeric(read(action, "runOrder")) ?? 1;
}
