import { spawnSync } from "node:child_process";

/** A program that copies images between registries without pulling them apart. */
interface Copier {
  name: string;
  /** What shows that it is there. */
  probe: string[];
  copy(source: string, target: string): string[];
  digest(target: string): string[];
}

const copiers: readonly Copier[] = [
  {
    name: "docker",
    probe: ["buildx", "version"],
    // As it is: by default an image for one processor would be put into a list, which has another digest.
    copy: (source, target) => ["buildx", "imagetools", "create", "--prefer-index=false", "--tag", target, source],
    digest: (target) => ["buildx", "imagetools", "inspect", target, "--format", "{{.Manifest.Digest}}"],
  },
  {
    name: "crane",
    probe: ["version"],
    copy: (source, target) => ["copy", source, target],
    digest: (target) => ["digest", target],
  },
  {
    name: "skopeo",
    probe: ["--version"],
    copy: (source, target) => ["copy", "--all", `docker://${source}`, `docker://${target}`],
    digest: (target) => ["inspect", "--format", "{{.Digest}}", `docker://${target}`],
  },
];

/** Runs a program to its end; the output's text, or an error with what it said. */
export type Run = (program: string, args: string[]) => { ok: boolean; output: string };

const run: Run = (program, args) => {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: "utf8" });
  return { ok: status === 0, output: status === 0 ? stdout : (stderr ?? "") };
};

/** An image in the account's repository. */
export interface MirroredImage {
  /** With its tag. */
  image: string;
  digest: string;
  /** Whether it was copied now; false where it was there already. */
  copied: boolean;
}

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Of the digest, in the tag. */
const SHORT = 12;
/** What ECR takes. */
const TAG_LENGTH = 128;

/**
 * Copies an image, for all its processors, into a repository with the first of docker, crane and skopeo that is there. The
 * program must be logged in to both registries. The repository's tags never move, so the copy's tag is the source's with the
 * beginning of its digest: a later image of the same tag gets another one. What is there already is not copied again.
 *
 * @param source for example `httpd:2.4`; a digest after the tag names the very image
 * @param repository the repository's URL, without a tag
 * @throws Error where an argument is wrong, no program is there, or it fails
 */
export function mirrorImage(source: string, repository: string, runs: Run = run): MirroredImage {
  const { name, tag, pinned } = parts(source);
  if (!/^[\w.-]+\.[\w.-]+(:\d+)?\/[a-z0-9._/-]+$/.test(repository))
    throw new Error(`${repository} is no repository's URL: take it from the stack's output containers.repository`);
  const copier = copiers.find(({ name, probe }) => runs(name, probe).ok);
  if (!copier) throw new Error(`Install one of ${copiers.map(({ name }) => name).join(", ")}`);
  const digestOf = (image: string) => digestBy(copier, image, runs);

  const digest = pinned ?? digestOf(source);
  if (digest.found === undefined) throw new Error(`${copier.name} does not find ${source}: ${digest.said}`);
  const short = digest.found.slice("sha256:".length).slice(0, SHORT);
  const image = `${repository}:${tag.slice(0, TAG_LENGTH - SHORT - 1)}-${short}`;
  const there = digestOf(image).found;
  if (!there) {
    // By its digest, so that what is copied is what was asked for although the tag moves meanwhile.
    const copied = runs(copier.name, copier.copy(`${name}@${digest.found}`, image));
    if (!copied.ok) throw new Error(`${copier.name} did not copy ${source}: ${copied.output.trim()}`);
  }
  const arrived = there ?? digestOf(image).found;
  if (arrived !== digest.found)
    throw new Error(`${image} is another image, ${arrived}, than ${source}, ${digest.found}`);
  return { image, digest: digest.found, copied: !there };
}

/** A digest that a registry answered, or what the program said instead. */
type Digest = { found: string } | { found?: undefined; said: string };

function digestBy(copier: Copier, image: string, runs: Run): Digest {
  const { ok, output } = runs(copier.name, copier.digest(image));
  const text = output.trim();
  if (!ok) return { said: text };
  if (!DIGEST.test(text)) throw new Error(`${copier.name} gave no digest for ${image}: ${text}`);
  return { found: text };
}

/** @throws Error for a source without a tag, or with something else than a digest after it */
function parts(source: string): { name: string; tag: string; pinned?: Digest } {
  const [, name, tag, digest] = /^([^@]+):([\w][\w.-]{0,127})(?:@(.*))?$/.exec(source) ?? [];
  if (!name || !tag || (digest !== undefined && !DIGEST.test(digest)))
    throw new Error(`${source} has no tag: write it as NAME:TAG, or NAME:TAG@DIGEST`);
  return { name, tag, ...(digest && { pinned: { found: digest } }) };
}
