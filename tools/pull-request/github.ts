/** How to reach GitHub's API. */
export interface GitHubOptions {
  /** For example `https://api.github.com`. */
  apiUrl: string;
  /** `owner/name`. */
  repository: string;
  /** A token that may write to pull requests of this repository. */
  token: string;
}

/** A comment on a pull request, as far as it matters here. */
export interface Comment {
  id: number;
  body?: string | null;
  user?: { login: string; type: string } | null;
}

interface PullRequest {
  number: number;
  head: { sha: string };
}

const perPage = 100;

/** The few calls of GitHub's API that a comment needs. https://docs.github.com/en/rest/issues/comments */
export class GitHub {
  constructor(private readonly options: GitHubOptions) {}

  /**
   * The open pull request of a branch, if its head still is the given commit.
   *
   * @param owner who owns the repository that the branch is in: somebody else's for a fork
   */
  async pullRequestOf(owner: string, branch: string, sha: string): Promise<number | undefined> {
    const query = new URLSearchParams({ state: "open", head: `${owner}:${branch}`, per_page: String(perPage) });
    const found = (await this.call("GET", `/pulls?${query}`)) as PullRequest[];
    return found.find(({ head }) => head.sha === sha)?.number;
  }

  /** Every comment of a pull request, the oldest first. */
  async comments(pullRequest: number): Promise<Comment[]> {
    const all: Comment[] = [];
    for (let page = 1; ; page++) {
      const path = `/issues/${pullRequest}/comments?per_page=${perPage}&page=${page}`;
      const found = (await this.call("GET", path)) as Comment[];
      all.push(...found);
      if (found.length < perPage) return all;
    }
  }

  async addComment(pullRequest: number, body: string): Promise<void> {
    await this.call("POST", `/issues/${pullRequest}/comments`, { body });
  }

  async changeComment(id: number, body: string): Promise<void> {
    await this.call("PATCH", `/issues/comments/${id}`, { body });
  }

  /** @throws with GitHub's own message, never with the token */
  private async call(method: string, path: string, body?: object): Promise<unknown> {
    const { apiUrl, repository, token } = this.options;
    const response = await fetch(`${apiUrl}/repos/${repository}${path}`, {
      method,
      headers: {
        accept: "application/vnd.github+json",
        authorization: `Bearer ${token}`,
        "x-github-api-version": "2022-11-28",
        "user-agent": "platform-plan",
        ...(body && { "content-type": "application/json" }),
      },
      ...(body && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(30_000),
    });
    const answer = (await response.json().catch(() => undefined)) as { message?: string } | undefined;
    if (!response.ok)
      throw new Error(`GitHub answered ${response.status} to ${method} ${path}: ${answer?.message ?? ""}`);
    return answer;
  }
}
