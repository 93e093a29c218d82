import * as net from "node:net";

/**
 * A loopback port that nothing listens on: the preferred one if it is free, else one that the system picks.
 *
 * @param preferred for example the port of the last run, so that addresses stay the same
 */
export async function freePort(preferred?: number): Promise<number> {
  return (preferred !== undefined && (await listen(preferred))) || (await listen(0))!;
}

function listen(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = net.createServer();
    server.once("error", () => resolve(undefined));
    server.listen(port, "127.0.0.1", () => {
      const { port: found } = server.address() as net.AddressInfo;
      server.close(() => resolve(found));
    });
  });
}
