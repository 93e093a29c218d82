import { mirrorImage } from "./mirror-image";

/**
 * Copies an image into the account's repository and prints the digest that configuration pins.
 *
 * usage: mirror-image SOURCE REPOSITORY-URL, for example `httpd:2.4 111122223333.dkr.ecr.eu-west-1.amazonaws.com/platform/httpd`
 */
function main([source, repository]: string[]): void {
  try {
    if (!source || !repository) throw new Error("usage: npm run mirror-image -- SOURCE REPOSITORY-URL");
    const { image, digest } = mirrorImage(source, repository);
    console.log(`${image}\nPut this into the stack's file, under platform:systems.containers:\n  digest: ${digest}`);
  } catch (error) {
    console.error((error as Error).message);
    process.exitCode = 1;
  }
}

main(process.argv.slice(2));
