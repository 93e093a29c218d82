import { cognitoCall, type CognitoTarget } from "./cognito-call";

/** A person who can sign in. */
export interface SandboxUser {
  username: string;
  password: string;
}

/** Good for every password policy the platform allows. The sandbox holds nothing worth a secret. */
export const SANDBOX_PASSWORD = "Sandbox-Passw0rd-2026";

/**
 * Creates a confirmed user with a known password, or gives one that exists this password.
 *
 * @param user the name; a pool whose user names are e-mail addresses gets `<user>@example.org` where it is none
 * @param password default {@link SANDBOX_PASSWORD}
 */
export async function ensureUser(
  target: CognitoTarget,
  poolId: string,
  user: string,
  password = SANDBOX_PASSWORD,
): Promise<SandboxUser> {
  const { UserPool: pool } = await cognitoCall(target, "DescribeUserPool", { UserPoolId: poolId });
  const byEmail = ((pool.UsernameAttributes ?? []) as string[]).includes("email");
  const email = user.includes("@") ? user : `${user}@example.org`;
  const username = byEmail ? email : user;
  const at = { UserPoolId: poolId, Username: username };
  try {
    await cognitoCall(target, "AdminGetUser", at);
  } catch (error) {
    if ((error as Error).name !== "UserNotFoundException") throw error;
    await cognitoCall(target, "AdminCreateUser", {
      ...at,
      MessageAction: "SUPPRESS",
      TemporaryPassword: password,
      UserAttributes: [
        { Name: "email", Value: email },
        { Name: "email_verified", Value: "true" },
      ],
    });
  }
  await cognitoCall(target, "AdminSetUserPassword", { ...at, Password: password, Permanent: true });
  return { username, password };
}
