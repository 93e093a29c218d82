import { mirrorImage } from "./mirror-image";

const USAGE = "usage: npm run mirror-image -- SOURCE REPOSITORY-URL";

const HELP = `${USAGE}

Copies an image, for all its processors, into the account's repository and prints the digest that configuration pins.

  SOURCE          the image, NAME:TAG or NAME:TAG@DIGEST, for example httpd:2.4
  REPOSITORY-URL  the stack's output containers.repository

The copy is tagged with the source's tag and the beginning of its digest, for example 2.4-0a1b2c3d4e5f, since a tag of the
repository never moves: a later image of the same tag goes beside it. An image that is there already is not copied again.
Takes docker (with buildx), crane or skopeo, whichever is there first; it must be logged in to both registries.`;

/** Copies an image into the account's repository and prints the digest that configuration pins. */
function main(args: string[]): void {
  if (args.includes("--help") || args.includes("-h")) return console.log(HELP);
  const [source, repository] = args;
  try {
    if (!source || !repository) throw new Error(USAGE);
    const { image, digest, copied } = mirrorImage(source, repository);
    console.log(`${image} ${copied ? "copied" : "is there already"}`);
    console.log(`Put this into the stack's file, under platform:systems.containers:\n  digest: ${digest}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

main(process.argv.slice(2));
