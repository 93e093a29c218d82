import { expect } from "chai";
import { mirrorImage, type Run } from "../../../tools/mirror-image/mirror-image";

describe("mirroring an image", () => {
  const DIGEST = `sha256:${"a".repeat(64)}`;
  const REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/platform/httpd";
  let calls: string[];
  const having =
    (program: string, answers: (args: string[]) => { ok: boolean; output: string }): Run =>
    (name, args) => {
      calls.push([name, ...args].join(" "));
      return name === program ? answers(args) : { ok: false, output: "not found" };
    };
  beforeEach(() => {
    calls = [];
  });

  it("copies with the first program that is there, under the same tag, and gives the digest", () => {
    const crane = having("crane", ([verb]) => ({ ok: true, output: verb === "digest" ? `${DIGEST}\n` : "" }));
    expect(mirrorImage("httpd:2.4", REPOSITORY, crane)).to.deep.equal({ image: `${REPOSITORY}:2.4`, digest: DIGEST });
    expect(calls).to.deep.equal([
      "docker buildx version",
      "crane version",
      `crane copy httpd:2.4 ${REPOSITORY}:2.4`,
      `crane digest ${REPOSITORY}:2.4`,
    ]);
  });

  it("copies every processor's image with skopeo and docker", () => {
    for (const program of ["skopeo", "docker"])
      mirrorImage(
        "httpd:2.4",
        REPOSITORY,
        having(program, (args) => ({ ok: true, output: args.includes("inspect") ? DIGEST : "" })),
      );
    expect(calls).to.include(`skopeo copy --all docker://httpd:2.4 docker://${REPOSITORY}:2.4`);
    expect(calls).to.include(`docker buildx imagetools create --tag ${REPOSITORY}:2.4 httpd:2.4`);
  });

  it("says what is wrong", () => {
    const broken = having("crane", ([verb]) => ({ ok: verb !== "copy", output: "denied" }));
    expect(() => mirrorImage("httpd", REPOSITORY, broken)).to.throw("httpd has no tag: write it as NAME:TAG");
    expect(() => mirrorImage("httpd:2.4", "httpd", broken)).to.throw("httpd is no repository's URL");
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, broken)).to.throw("crane did not copy httpd:2.4: denied");
    const none = having("none", () => ({ ok: true, output: "" }));
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, none)).to.throw("Install one of docker, crane, skopeo");
    const silent = having("docker", () => ({ ok: true, output: "" }));
    expect(() => mirrorImage("httpd:2.4", REPOSITORY, silent)).to.throw("docker gave no digest");
  });
});
