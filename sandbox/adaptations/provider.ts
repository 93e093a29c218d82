import { endpointServices } from "./endpoint-services";
import type { Adaptation } from "./adaptation";
import { secretInput } from "./keep-secrets";

/** S3 Control puts the account id in front of its host, so it gets a name that only the gateway, as proxy, resolves. */
export const S3_CONTROL_ENDPOINT = "http://s3-control.sandbox";

const PROVIDER = "pulumi:providers:aws";
/** What would ask AWS, or another account, for credentials. The account check stays. */
const CREDENTIALS = [
  "assumeRoles",
  "assumeRoleWithWebIdentity",
  "profile",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "token",
];

/** What providers are pointed at. */
export interface ProviderTarget {
  /** The gateway. */
  endpoint: string;
  /** The account of a provider that names none. */
  accountId: string;
  /**
   * The account that whoever deploys is signed in to. With it providers are in that account and assume their roles, as on AWS;
   * without it each is in its own account from the start.
   */
  caller?: string;
  /** The gateway by HTTPS, where IAM is enforced. */
  secure?: { endpoint: string };
}

/**
 * Points every provider at the gateway. The account it is allowed to use becomes its access key, which is how the
 * emulators tell accounts apart, and the provider still checks that it is in that account.
 *
 * Where IAM is enforced, credentials come from the environment: a session of the deploying role, which differs from run to run
 * and so must not be part of the provider's inputs.
 */
export function providerAdaptation({ endpoint, accountId, caller, secure }: ProviderTarget): Adaptation {
  const endpoints = {
    ...Object.fromEntries(endpointServices.map((service) => [service, secure?.endpoint ?? endpoint])),
    s3control: S3_CONTROL_ENDPOINT,
  };
  const dropped = CREDENTIALS.filter((key) => caller === undefined || key !== "assumeRoles");
  return {
    change:
      "Providers call the gateway, with the account's id as access key, and assume no role; with several accounts they do",
    reason: "There is no AWS; a 12-digit access key is what the emulators take for the account",
    coveredBy: "test/stacks/accounts.test.ts",
    transform: ({ type, props, opts }) => {
      if (type !== PROVIDER) return undefined;
      const kept = Object.fromEntries(Object.entries(props).filter(([key]) => !dropped.includes(key)));
      return {
        props: {
          ...kept,
          // Secret, as the provider answers them; otherwise each run would see a change.
          // One that is given stays: transforms come in any order, and a test signs in as another account.
          ...(!secure && {
            accessKey:
              kept["accessKey"] ?? secretInput(caller ?? allowedAccount(kept["allowedAccountIds"]) ?? accountId),
            secretKey: secretInput("sandbox"),
          }),
          // A provider's own arguments reach the engine as JSON text.
          endpoints: JSON.stringify([endpoints]),
          s3UsePathStyle: "true",
          skipCredentialsValidation: "true",
          skipMetadataApiCheck: "true",
          skipRegionValidation: "true",
        },
        opts,
      };
    },
  };
}

/** Providers get their lists as JSON text. */
function allowedAccount(value: unknown): string | undefined {
  const list: unknown = typeof value === "string" ? JSON.parse(value) : value;
  return Array.isArray(list) && typeof list[0] === "string" ? list[0] : undefined;
}
