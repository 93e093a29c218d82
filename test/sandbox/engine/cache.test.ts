import { expect } from "chai";
import * as fs from "node:fs";
import * as path from "node:path";
import { cacheFolder, cacheKey, isPublished, prune, publish } from "../../../sandbox/engine/cache";
import { temporaryFolder } from "./support/temporary-folder";

describe("the engine's cache", () => {
  const folder = temporaryFolder();

  it("lies below XDG_CACHE_HOME, or ~/.cache", () => {
    expect(cacheFolder({ XDG_CACHE_HOME: "/x", HOME: "/home/a" })).to.equal("/x/serverless-platform/engine");
    expect(cacheFolder({ HOME: "/home/a" })).to.equal("/home/a/.cache/serverless-platform/engine");
  });

  it("gives a key that follows the content and the borders of its parts", () => {
    expect(cacheKey("ab", "c")).to.equal(cacheKey("ab", Buffer.from("c")));
    expect(cacheKey("ab", "c")).not.to.equal(cacheKey("a", "bc"));
    expect(cacheKey("ab", "c")).not.to.equal(cacheKey("c", "ab"));
    expect(cacheKey("ab")).to.match(/^[0-9a-f]{16}$/);
  });

  it("publishes an entry only when its work is done", async () => {
    const entry = path.join(folder(), "home-1");
    await publish(entry, async (work) => {
      fs.writeFileSync(path.join(work, "program"), "1");
      expect(fs.existsSync(entry)).to.equal(false);
      expect(isPublished(entry)).to.equal(false);
    });
    expect(fs.readFileSync(path.join(entry, "program"), "utf8")).to.equal("1");
    expect(isPublished(entry)).to.equal(true);
  });

  it("leaves nothing of a failed work", async () => {
    const entry = path.join(folder(), "home-1");
    const failure = await publish(entry, async (work) => {
      fs.writeFileSync(path.join(work, "program"), "half");
      throw new Error("no space");
    }).catch((error: Error) => error);
    expect(failure).to.be.instanceOf(Error).with.property("message", "no space");
    expect(fs.readdirSync(folder())).to.deep.equal([]);
  });

  it("does not count an entry without its mark as done", () => {
    const entry = path.join(folder(), "home-1");
    fs.mkdirSync(entry);
    expect(isPublished(entry)).to.equal(false);
  });

  it("keeps the entry of the process that was first", async () => {
    const entry = path.join(folder(), "home-1");
    await publish(entry, async (work) => {
      fs.writeFileSync(path.join(work, "program"), "second");
      await publish(entry, async (other) => fs.writeFileSync(path.join(other, "program"), "first"));
    });
    expect(fs.readFileSync(path.join(entry, "program"), "utf8")).to.equal("first");
  });

  it("prunes all but the two entries of each kind that were used last", async () => {
    for (const [name, used] of [
      ["home-a", 1],
      ["home-b", 3],
      ["home-c", 2],
      ["plugin-a", 1],
    ] as const) {
      await publish(path.join(folder(), name), async () => {});
      fs.utimesSync(path.join(folder(), name, ".used"), used, used);
    }
    fs.writeFileSync(path.join(folder(), "lock"), "");
    prune(folder());
    expect(fs.readdirSync(folder()).sort()).to.deep.equal(["home-b", "home-c", "lock", "plugin-a"]);
  });

  it("prunes nothing that was used within the hour", async () => {
    for (const name of ["home-a", "home-b", "home-c"]) await publish(path.join(folder(), name), async () => {});
    prune(folder());
    expect(fs.readdirSync(folder())).to.have.length(3);
    prune(folder(), 2, Date.now() + 3_700_000);
    expect(fs.readdirSync(folder())).to.have.length(2);
  });

  it("prunes the unfinished work of processes that have ended, and no other", () => {
    fs.mkdirSync(path.join(folder(), `unfinished-${process.pid}-x`));
    fs.mkdirSync(path.join(folder(), "unfinished-4194305-x")); // beyond the highest process number of Linux
    prune(folder());
    expect(fs.readdirSync(folder())).to.deep.equal([`unfinished-${process.pid}-x`]);
  });
});
