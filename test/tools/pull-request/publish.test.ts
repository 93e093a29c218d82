import { expect } from "chai";
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { marker } from "../../../tools/pull-request/comment";
import { GitHub, type Comment } from "../../../tools/pull-request/github";
import { publishComment } from "../../../tools/pull-request/publish";

const bot = { login: "github-actions[bot]", type: "Bot" };
const head = { owner: "contributor", branch: "fix: it", sha: "abc" };

/** As much of GitHub as the tool calls. */
class FakeGitHub {
  pulls = [{ number: 7, head: { sha: "abc" } }];
  comments: Comment[] = [];
  readonly calls: string[] = [];
  readonly server = http.createServer((request, response) => void this.answer(request, response));

  private async answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const url = new URL(request.url!, "http://localhost");
    this.calls.push(`${request.method} ${decodeURIComponent(request.url!)}`);
    let text = "";
    for await (const part of request) text += String(part);
    const end = (status: number, body: unknown) => response.writeHead(status).end(JSON.stringify(body));
    if (request.headers.authorization !== "Bearer secret") return void end(401, { message: "Bad credentials" });
    const path = url.pathname.replace("/repos/acme/platform", "");
    if (path === "/pulls")
      return void end(200, url.searchParams.get("head") === "contributor:fix: it" ? this.pulls : []);
    const { body } = (text ? JSON.parse(text) : {}) as { body?: string };
    if (path === "/issues/7/comments" && request.method === "GET") {
      const page = Number(url.searchParams.get("page"));
      return void end(200, this.comments.slice((page - 1) * 100, page * 100));
    }
    if (path === "/issues/7/comments") this.comments.push({ id: this.comments.length + 1, body: body!, user: bot });
    else this.comments.find(({ id }) => path === `/issues/comments/${id}`)!.body = body!;
    end(200, {});
  }
}

describe("publishing a pull request's comment", () => {
  let fake: FakeGitHub;
  let github: GitHub;
  const body = `${marker}\n\n## ✅ No change\n`;

  beforeEach(async () => {
    fake = new FakeGitHub();
    await new Promise<void>((resolve) => fake.server.listen(0, "127.0.0.1", resolve));
    const apiUrl = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    github = new GitHub({ apiUrl, repository: "acme/platform", token: "secret" });
  });
  afterEach(() => fake.server.close());

  it("adds it once, then changes that one in place, and leaves it alone where it says the same", async () => {
    expect(await publishComment(github, head, body)).to.deep.equal({ outcome: "added", pullRequest: 7 });
    expect(await publishComment(github, head, body)).to.deep.equal({ outcome: "same", pullRequest: 7 });
    const next = body.replace("No change", "Changed");
    expect(await publishComment(github, head, next)).to.deep.equal({ outcome: "changed", pullRequest: 7 });
    expect(fake.comments).to.deep.equal([{ id: 1, body: next, user: bot }]);
  });

  it("finds its own behind a hundred others, and takes nobody else's for its own", async () => {
    const mallory = { login: "mallory", type: "User" };
    fake.comments = Array.from({ length: 150 }, (_, index) => ({
      id: index + 1,
      body: `${marker} quoted`,
      user: mallory,
    }));
    fake.comments.push({ id: 151, body: `${marker}\r\n\r\n## ✅ No change`, user: bot });
    expect((await publishComment(github, head, body)).outcome).to.equal("same");
    fake.comments.pop();
    expect((await publishComment(github, head, body)).outcome).to.equal("added");
    expect(fake.comments[0]!.body).to.equal(`${marker} quoted`);
  });

  it("says nothing of a commit that the branch has left, or of a branch without a pull request", async () => {
    fake.pulls = [{ number: 7, head: { sha: "def" } }];
    expect(await publishComment(github, head, body)).to.deep.equal({ outcome: "outdated" });
    expect(await publishComment(github, { ...head, owner: "nobody" }, body)).to.deep.equal({ outcome: "outdated" });
    expect(fake.comments).to.deep.equal([]);
  });

  it("fails with GitHub's message, and without the token", async () => {
    const apiUrl = `http://127.0.0.1:${(fake.server.address() as AddressInfo).port}`;
    const wrong = new GitHub({ apiUrl, repository: "acme/platform", token: "stale" });
    const error = await publishComment(wrong, head, body).catch((reason: unknown) => reason as Error);
    expect((error as Error).message).to.match(/^GitHub answered 401 to GET \/pulls.*: Bad credentials$/);
    expect((error as Error).message).to.not.contain("stale");
  });
});
