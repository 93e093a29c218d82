import { CognitoJwtVerifier } from "aws-jwt-verify";

const [pool] = JSON.parse(process.env["USER_POOLS"]!) as { userPoolId: string; clientIds: string[] }[];
const verifier = CognitoJwtVerifier.create({
  userPoolId: pool!.userPoolId,
  clientId: pool!.clientIds,
  tokenUse: "access",
});

/** The least that an authorizer can do: verify the token. */
export const handler = async ({ headers }: { headers: { Authorization: string } }): Promise<{ status: number }> => {
  await verifier.verify(headers.Authorization.slice("Bearer ".length));
  return { status: 200 };
};
