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
    copy: (source, target) => ["buildx", "imagetools", "create", "--tag", target, source],
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

/**
 * Copies an image, for all its processors, into a repository with the first of docker, crane and skopeo that is there. The
 * program must be logged in to both registries.
 *
 * @param source for example `httpd:2.4`; with a tag or digest
 * @param repository the repository's URL, without a tag
 * @returns the copied image, and its digest
 * @throws Error where an argument is wrong, no program is there, or it fails
 */
export function mirrorImage(source: string, repository: string, runs: Run = run): { image: string; digest: string } {
  const tag = /:([\w][\w.-]{0,127})$/.exec(source.split("/").pop()!.split("@")[0]!)?.[1];
  if (!tag) throw new Error(`${source} has no tag: write it as NAME:TAG`);
  if (!/^[\w.-]+\.[\w.-]+(:\d+)?\/[a-z0-9._/-]+$/.test(repository))
    throw new Error(`${repository} is no repository's URL: take it from the stack's output containers.repository`);
  const copier = copiers.find(({ name, probe }) => runs(name, probe).ok);
  if (!copier) throw new Error(`Install one of ${copiers.map(({ name }) => name).join(", ")}`);
  const image = `${repository}:${tag}`;
  const copied = runs(copier.name, copier.copy(source, image));
  if (!copied.ok) throw new Error(`${copier.name} did not copy ${source}: ${copied.output.trim()}`);
  const digest = runs(copier.name, copier.digest(image)).output.trim();
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) throw new Error(`${copier.name} gave no digest for ${image}: ${digest}`);
  return { image, digest };
}
