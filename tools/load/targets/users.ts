import { apiUrl, bearer } from "./api";
import { httpCall } from "./http-call";
import { nothing, optionalOutput, present, type Target } from "./target";

/** Users that take turns in the sandbox; elsewhere the token's only. */
const USERS = 5;

/** R8: reads a user's own attributes, and replaces them at every fourth call. */
export const users: Target = {
  name: "users",
  about: "GET user, and PUT user at every fourth call",
  mostInBatch: 1,
  isHttp: true,
  describe: ({ environment }) =>
    `GET user; every fourth call PUT user, which replaces the attributes of ${environment.emulators ? `${USERS} users made for it` : "the token's user"}`,
  watched: ({ environment }) => ({
    ...nothing,
    functions: [
      { name: "getUser", role: "answers" },
      { name: "replaceUser", role: "answers" },
    ],
    tables: present(optionalOutput(environment, "users", "table")),
    api: "users",
  }),
  async prepare({ environment, timeoutSeconds }) {
    const url = `${apiUrl(environment, "users")}/user`;
    const headers: Record<string, string>[] = [];
    for (let user = 0; user < (environment.emulators ? USERS : 1); user++)
      headers.push(await bearer(environment, user));
    const write = (index: number) =>
      httpCall(
        {
          url,
          method: "PUT",
          headers: headers[index % headers.length]!,
          body: { displayName: `Load ${index}`, mobile: "+1 555 0100" },
          accepted: [200, 201],
        },
        timeoutSeconds,
      );
    for (let user = 0; user < headers.length; user++) {
      const stored = await write(user);
      if (!stored.ok) throw new Error(`The attributes to read could not be stored: ${stored.kind}`);
    }
    return (index) =>
      index % 4 === 3
        ? write(index)
        : httpCall({ url, method: "GET", headers: headers[index % headers.length]! }, timeoutSeconds);
  },
};
