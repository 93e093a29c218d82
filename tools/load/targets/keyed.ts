import { apiKey, apiUrl, bearer } from "./api";
import { httpCall } from "./http-call";
import { nothing, type Target } from "./target";

/** R19: asks the keyed API whether it is there. */
export const keyed: Target = {
  name: "keyed",
  about: "GET ping, with a client's key",
  mostInBatch: 1,
  isHttp: true,
  describe: () => "GET ping with a client's key and a token; changes nothing",
  watched: () => ({
    ...nothing,
    functions: [
      { name: "keyed", role: "answers" },
      { name: "keyed-api-authorizer", role: "authorizes" },
    ],
    api: "keyed",
  }),
  async prepare({ environment, timeoutSeconds }) {
    const keys = (environment.outputs["keyed"]?.["apiKeys"] ?? {}) as Record<string, unknown>;
    const headers = { ...(await bearer(environment)), ...apiKey(environment, Object.values(keys)[0]) };
    const url = `${apiUrl(environment, "keyed")}/ping`;
    return () => httpCall({ url, method: "GET", headers }, timeoutSeconds);
  },
};
