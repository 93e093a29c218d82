import { expect } from "chai";
import { spawnSync } from "node:child_process";
import * as path from "node:path";
import { mirrorImage, type Run } from "../../../tools/mirror-image/mirror-image";

const root = path.resolve(__dirname, "../../..");
const DIGEST = `sha256:${"a".repeat(64)}`;
const LATER = `sha256:${"b".repeat(64)}`;
const REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/platform/httpd";
const TARGET = `${REPOSITORY}:2.4-${"a".repeat(12)}`;

/** Registries that a program knows: digests by image, and a repository whose tags never move. */
class Registries {
  readonly calls: string[] = [];
  readonly digests = new Map<string, string>();

  constructor(private readonly program = "crane") {}

  readonly run: Run = (name, args) => {
    this.calls.push([name, ...args].join(" "));
    if (name !== this.program) return { ok: false, output: "not found" };
    const images = args
      .filter((each) => each.includes("/") || each.includes(":"))
      .map((each) => each.replace(/^docker:\/\//, ""));
    if (args.includes("copy") || args.includes("create")) {
      const [target, source] = images.sort((one) => (one.startsWith(REPOSITORY) ? -1 : 1)) as [string, string];
      if (this.digests.has(target)) return { ok: false, output: "tag is immutable" };
      this.digests.set(target, this.digests.get(source)!);
      return { ok: true, output: "" };
    }
    if (args.includes("digest") || args.includes("inspect")) {
      const digest = this.digests.get(images[0]!);
      return digest ? { ok: true, output: `${digest}\n` } : { ok: false, output: `${images[0]} is unknown` };
    }
    return { ok: true, output: "" };
  };

  /** What the tag of a source names now. */
  has(source: string, digest: string): this {
    this.digests.set(source, digest).set(`${source.replace(/:[^:/]*$/, "")}@${digest}`, digest);
    return this;
  }
}

describe("mirroring an image", () => {
  it("copies with the first program that is there, under a tag of its own for this digest", () => {
    const { run, calls } = new Registries().has("httpd:2.4", DIGEST);
    expect(mirrorImage("httpd:2.4", REPOSITORY, run)).to.deep.equal({ image: TARGET, digest: DIGEST, copied: true });
    expect(calls).to.deep.equal([
      "docker buildx version",
      "crane version",
      "crane digest httpd:2.4",
      `crane digest ${TARGET}`,
      `crane copy httpd@${DIGEST} ${TARGET}`,
      `crane digest ${TARGET}`,
    ]);
  });

  it("copies a later image of the same tag beside the one that is there", () => {
    const registries = new Registries().has("httpd:2.4", DIGEST);
    mirrorImage("httpd:2.4", REPOSITORY, registries.run);
    const again = mirrorImage("httpd:2.4", REPOSITORY, registries.has("httpd:2.4", LATER).run);
    expect(again).to.deep.equal({ image: `${REPOSITORY}:2.4-${"b".repeat(12)}`, digest: LATER, copied: true });
    expect(registries.digests.get(TARGET)).to.equal(DIGEST);
  });

  it("copies nothing where the image is there already, and gives the same answer", () => {
    const registries = new Registries().has("httpd:2.4", DIGEST);
    const first = mirrorImage("httpd:2.4", REPOSITORY, registries.run);
    registries.calls.length = 0;
    expect(mirrorImage("httpd:2.4", REPOSITORY, registries.run)).to.deep.equal({ ...first, copied: false });
    expect(registries.calls.filter((call) => call.includes(" copy "))).to.have.length(0);
  });

  it("copies an image that is named by its digest, without asking what its tag names", () => {
    const { run, calls } = new Registries().has("registry.example.com/httpd:2.4", DIGEST);
    const { image } = mirrorImage(`registry.example.com/httpd:2.4@${DIGEST}`, REPOSITORY, run);
    expect(image).to.equal(TARGET);
    expect(calls).to.include(`crane copy registry.example.com/httpd@${DIGEST} ${TARGET}`);
    expect(calls.join()).not.to.include("httpd:2.4,");
  });

  it("copies every processor's image as it is with skopeo and docker", () => {
    const skopeo = new Registries("skopeo").has("httpd:2.4", DIGEST);
    mirrorImage("httpd:2.4", REPOSITORY, skopeo.run);
    expect(skopeo.calls).to.include(`skopeo copy --all docker://httpd@${DIGEST} docker://${TARGET}`);
    const docker = new Registries("docker").has("httpd:2.4", DIGEST);
    mirrorImage("httpd:2.4", REPOSITORY, docker.run);
    // By default an image for one processor would be put into a list, which has another digest.
    expect(docker.calls).to.include(
      `docker buildx imagetools create --prefer-index=false --tag ${TARGET} httpd@${DIGEST}`,
    );
  });

  it("keeps the tag within the 128 characters that there are", () => {
    const tag = "v".repeat(128);
    const { run } = new Registries().has(`httpd:${tag}`, DIGEST);
    const { image } = mirrorImage(`httpd:${tag}`, REPOSITORY, run);
    expect(image.slice(REPOSITORY.length + 1)).to.equal(`${"v".repeat(115)}-${"a".repeat(12)}`);
  });

  it("says what is wrong", () => {
    const known = new Registries().has("httpd:2.4", DIGEST);
    expect(() => mirrorImage("httpd", REPOSITORY, known.run)).to.throw("httpd has no tag: write it as NAME:TAG");
    expect(() => mirrorImage("httpd:2.4", "httpd", known.run)).to.throw("httpd is no repository's URL");
    expect(() => mirrorImage("httpd:9", REPOSITORY, known.run)).to.throw(
      "crane does not find httpd:9: httpd:9 is unknown",
    );
    const none: Run = () => ({ ok: false, output: "not found" });
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, none)).to.throw("Install one of docker, crane, skopeo");
    const silent: Run = () => ({ ok: true, output: "" });
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, silent)).to.throw("docker gave no digest for httpd:2.4");
    const denied: Run = (name, args) => (args[0] === "copy" ? { ok: false, output: "denied" } : known.run(name, args));
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, denied)).to.throw(`crane did not copy httpd:2.4: denied`);
    known.digests.set(TARGET, LATER);
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, known.run)).to.throw(`${TARGET} is another image, ${LATER}`);
  });

  it("tells how it is used, and fails where an argument is missing", function () {
    this.timeout(60_000);
    const main = (...args: string[]) =>
      spawnSync(process.execPath, ["tools/run.cjs", "tools/mirror-image/main.ts", ...args], {
        cwd: root,
        encoding: "utf8",
      });
    const help = main("--help");
    expect(help.status).to.equal(0);
    expect(help.stdout)
      .to.match(/npm run mirror-image -- SOURCE REPOSITORY-URL/)
      .and.match(/2\.4-[0-9a-f]{12}/);
    expect(main("httpd:2.4")).to.include({ status: 1, stdout: "" }).and.have.property("stderr").that.matches(/usage/);
  });
});
