import https from "node:https";
import { Readable } from "node:stream";
import { TokenIssuer } from "../../../sandbox/local/token-issuer";

/** User pools of a test: their keys are made here, and asked for where Amazon Cognito would be. */
export class TestPools {
  /** How often keys were asked for. */
  fetches = 0;
  /** Set to have keys fail. */
  isDown = false;
  private readonly original = https.request;
  private readonly pools: Map<string, TokenIssuer>;

  /** @param ids of the pools, for example `us-east-1_Test00001` */
  constructor(...ids: string[]) {
    this.pools = new Map(ids.map((id) => [id, new TokenIssuer(id)]));
    https.request = ((url: string, _options: unknown, callback: (response: unknown) => void) => {
      this.fetches++;
      const pool = this.pools.get(new URL(url).pathname.split("/")[1]!);
      const status = this.isDown || !pool ? 503 : 200;
      const response = Object.assign(Readable.from([Buffer.from(JSON.stringify(pool?.jwks ?? {}))]), {
        statusCode: status,
      });
      setImmediate(() => callback(response));
      return {
        on: () => undefined,
        end: () => undefined,
        destroy: () => undefined,
      };
    }) as never;
  }

  /** The issuer of a pool's tokens. */
  pool(id: string): TokenIssuer {
    return this.pools.get(id)!;
  }

  /** Puts the real network back. */
  restore(): void {
    https.request = this.original;
  }
}
