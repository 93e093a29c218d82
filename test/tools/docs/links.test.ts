import { expect } from "chai";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { anchorsOf, brokenLinks, linksOf } from "./support/links";

const root = path.resolve(__dirname, "../../..");

/** Every page of the repository, relative to it. */
function pages(): string[] {
  const below = readdirSync(path.join(root, "docs"), { recursive: true, encoding: "utf8" });
  const atRoot = readdirSync(root).filter((name) => name.endsWith(".md"));
  return [...atRoot, ...below.filter((name) => name.endsWith(".md")).map((name) => path.join("docs", name))];
}

describe("the pages", () => {
  it("link to what is there: files, folders and headings", () => {
    const files = pages();
    expect(files.length).to.be.above(20);
    expect(files.flatMap((file) => brokenLinks(root, file))).to.deep.equal([]);
  });

  it("are all reached from the README", () => {
    const reached = new Set<string>();
    const follow = (file: string): void => {
      if (reached.has(file)) return;
      reached.add(file);
      for (const { target } of linksOf(readFileSync(path.join(root, file), "utf8"))) {
        const next = path.normalize(path.join(path.dirname(file), target));
        if (next.endsWith(".md") && existsSync(path.join(root, next))) follow(next);
      }
    };
    follow("README.md");
    expect(pages().filter((file) => !reached.has(file))).to.deep.equal([]);
  });

  it("name commands that package.json has", () => {
    const { scripts } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { scripts: object };
    const unknown = pages().flatMap((file) =>
      [...readFileSync(path.join(root, file), "utf8").matchAll(/npm run (?:-s )?([a-z:-]+[a-z])/g)]
        .filter(([, script]) => !(script! in scripts))
        .map(([command]) => `${file}: ${command}`),
    );
    expect(unknown).to.deep.equal([]);
  });
});

describe("the check of links", () => {
  it("finds links and images outside of code", () => {
    const text = "[a](b.md#c) ![d](e.svg) `[no](x)`\n```sh\n[no](y)\n```\n<https://z> [w](https://w)";
    expect(linksOf(text)).to.deep.equal([
      { target: "b.md", anchor: "c" },
      { target: "e.svg", anchor: "" },
    ]);
  });

  it("makes anchors as GitHub does", () => {
    const text = "# A `b` & c, d!\n```sh\n# no heading\n```\n## Twice\n## Twice\n";
    expect(anchorsOf(text)).to.deep.equal(["a-b--c-d", "twice", "twice-1"]);
  });

  it("tells of a file and of a heading that are not there", () => {
    expect(brokenLinks(__dirname, "fixtures/broken.md")).to.deep.equal([
      "fixtures/broken.md: missing.md",
      "fixtures/broken.md: broken.md#no-such-heading",
      "fixtures/broken.md: #nowhere",
    ]);
  });
});
