import { marker } from "./comment";
import type { GitHub } from "./github";

/** Who the workflow's own token writes as. */
const author = "github-actions[bot]";

/** What was planned, as GitHub itself says it, not as the run's output does. */
export interface Head {
  /** Who owns the repository that the branch is in. */
  owner: string;
  branch: string;
  sha: string;
}

/** What became of the comment; `outdated` where the branch has moved on or has no open pull request. */
export interface Published {
  outcome: "added" | "changed" | "same" | "outdated";
  pullRequest?: number;
}

/**
 * Puts the comment on the pull request of a commit: the one comment that there is, changed in place.
 *
 * @param body a comment that begins with {@link marker}
 */
export async function publishComment(github: GitHub, head: Head, body: string): Promise<Published> {
  const pullRequest = await github.pullRequestOf(head.owner, head.branch, head.sha);
  if (pullRequest === undefined) return { outcome: "outdated" };
  const comments = await github.comments(pullRequest);
  // Somebody else may have quoted the marker; only our own comment is ours to change.
  const own = comments.find((each) => each.user?.login === author && each.body?.startsWith(marker));
  if (!own) {
    await github.addComment(pullRequest, body);
    return { outcome: "added", pullRequest };
  }
  // GitHub gives lines back with other ends than it was given.
  const same = own.body?.replaceAll("\r\n", "\n").trimEnd() === body.trimEnd();
  if (!same) await github.changeComment(own.id, body);
  return { outcome: same ? "same" : "changed", pullRequest };
}
