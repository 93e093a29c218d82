import { S3_CONTROL_ENDPOINT } from "./provider";

/**
 * What an engine has to have in its environment to deploy to the sandbox: the gateway as its proxy, so that a call which
 * forgot its endpoint is refused there instead of reaching AWS, and no credentials of the user's.
 *
 * @param endpoint the gateway
 * @param secure the same by HTTPS, with the file of the authority to trust, where IAM is enforced
 */
export function engineEnvironment(endpoint: string, secure?: { endpoint: string; ca: string }): Record<string, string> {
  return {
    HTTP_PROXY: endpoint,
    HTTPS_PROXY: endpoint,
    // The engine and its plugins talk to each other, and to the gateway, on loopback.
    NO_PROXY: "127.0.0.1,localhost,::1",
    AWS_ENDPOINT_URL: endpoint,
    AWS_ENDPOINT_URL_S3_CONTROL: S3_CONTROL_ENDPOINT,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONFIG_FILE: "/dev/null",
    AWS_SHARED_CREDENTIALS_FILE: "/dev/null",
    AWS_ACCESS_KEY_ID: "",
    AWS_SECRET_ACCESS_KEY: "",
    AWS_SESSION_TOKEN: "",
    AWS_PROFILE: "",
    ...(secure && { AWS_ENDPOINT_URL: secure.endpoint, AWS_CA_BUNDLE: secure.ca, NODE_EXTRA_CA_CERTS: secure.ca }),
  };
}
