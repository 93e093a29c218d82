import { expect } from "chai";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { watchTree, type TreeWatch } from "../../../sandbox/watch/watch-tree";

describe("watching a tree", () => {
  let root: string;
  let watch: TreeWatch;
  let changes = 0;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "watch-tree-"));
    fs.mkdirSync(path.join(root, "a", "b"), { recursive: true });
    fs.writeFileSync(path.join(root, "a", "b", "file"), "1");
    watch = watchTree(root, () => (changes += 1));
  });
  afterEach(() => {
    watch.close();
    fs.rmSync(root, { recursive: true, force: true });
  });

  const file = (...names: string[]) => path.join(root, ...names);
  /** Whether a change was told of, waiting until one is. */
  async function toldOf(change: () => void): Promise<boolean> {
    await new Promise((resolve) => setTimeout(resolve, 100));
    changes = 0;
    change();
    for (let turn = 0; turn < 40 && changes === 0; turn++) await new Promise((resolve) => setTimeout(resolve, 25));
    return changes > 0;
  }
  const write = (name: string, text: string) => () => fs.writeFileSync(name, text);
  const replace = (name: string, text: string) => () => {
    fs.writeFileSync(`${name}.new`, text);
    fs.renameSync(`${name}.new`, name);
  };

  it("tells of a file written in place, again after it was replaced, and again after that", async () => {
    expect(await toldOf(write(file("a", "b", "file"), "22"))).to.equal(true);
    expect(await toldOf(replace(file("a", "b", "file"), "333"))).to.equal(true);
    expect(await toldOf(write(file("a", "b", "file"), "4444"))).to.equal(true);
    expect(await toldOf(replace(file("a", "b", "file"), "55555"))).to.equal(true);
  });

  it("tells of files in folders that came later", async () => {
    expect(await toldOf(() => fs.mkdirSync(file("c", "d"), { recursive: true }))).to.equal(true);
    expect(await toldOf(write(file("c", "d", "file"), "1"))).to.equal(true);
    expect(await toldOf(write(file("c", "d", "file"), "22"))).to.equal(true);
  });

  it("tells of removed files and folders, and of a folder that came back", async () => {
    expect(await toldOf(() => fs.rmSync(file("a", "b", "file")))).to.equal(true);
    expect(await toldOf(() => fs.rmSync(file("a"), { recursive: true }))).to.equal(true);
    expect(await toldOf(() => fs.mkdirSync(file("a")))).to.equal(true);
    expect(await toldOf(write(file("a", "file"), "1"))).to.equal(true);
  });

  it("tells of nothing when it is closed", async () => {
    watch.close();
    expect(await toldOf(write(file("a", "b", "file"), "22"))).to.equal(false);
  });
});
