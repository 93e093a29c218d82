import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

/** What pages may do. Everything has a strict default; name only what a page really needs. */
export interface SecurityHeaders {
  /** Sources to add by directive, for example `{ "img-src": ["data:"] }`. https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy */
  contentSecurityPolicy?: Record<string, pulumi.Input<string>[]>;
  /** Default none of the browser's features. */
  permissionsPolicy?: string;
  /** Default `no-referrer`. */
  referrerPolicy?: string;
  /** Seconds that browsers only come over TLS, at least a year. Default two years. */
  strictTransportSecuritySeconds?: number;
  /**
   * Whether that holds for every name below the site's too, whoever answers there: no browser that was here once comes to
   * them without TLS until the time is over. Default true; `false` at the top of a domain that others have names in.
   * https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Strict-Transport-Security
   */
  includeSubdomains?: boolean;
}

/** Nothing but the site's own files, no inline script or style, no frames, no plug-ins. */
const CONTENT_SECURITY_POLICY: Record<string, string[]> = {
  "default-src": ["'none'"],
  "script-src": ["'self'"],
  "style-src": ["'self'"],
  "img-src": ["'self'"],
  "font-src": ["'self'"],
  "connect-src": ["'self'"],
  "manifest-src": ["'self'"],
  "form-action": ["'self'"],
  "base-uri": ["'none'"],
  "frame-ancestors": ["'none'"],
};

const NO_FEATURES = ["accelerometer", "camera", "geolocation", "gyroscope", "microphone", "payment", "usb"]
  .map((feature) => `${feature}=()`)
  .join(", ");

const TWO_YEARS = 63_072_000;

/**
 * The content security policy as a header's value.
 *
 * @param connectSources origins that scripts may call: APIs and the hosted login
 * @param more sources to add, by directive
 */
export function contentSecurityPolicy(
  connectSources: pulumi.Input<string>[],
  more: Record<string, pulumi.Input<string>[]> = {},
): pulumi.Output<string> {
  return pulumi.all([pulumi.all(connectSources), pulumi.output(more)]).apply(([connect, added]) => {
    const directives = new Map(Object.entries(CONTENT_SECURITY_POLICY).map(([name, sources]) => [name, [...sources]]));
    for (const [name, sources] of Object.entries({
      ...added,
      "connect-src": [...connect, ...(added["connect-src"] ?? [])],
    }))
      directives.set(
        name,
        [...(directives.get(name) ?? []), ...sources].filter((each) => each !== "'none'" || !sources.length),
      );
    return [...directives].map(([name, sources]) => [name, ...new Set(sources)].join(" ")).join("; ");
  });
}

/** The policy by which CloudFront adds security headers to every answer. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html */
export function createResponseHeadersPolicy(
  name: string,
  connectSources: pulumi.Input<string>[],
  headers: SecurityHeaders,
  opts: pulumi.CustomResourceOptions,
): aws.cloudfront.ResponseHeadersPolicy {
  const custom = {
    "Permissions-Policy": headers.permissionsPolicy ?? NO_FEATURES,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
  };
  return new aws.cloudfront.ResponseHeadersPolicy(
    `${name}-headers`,
    {
      name: `${name}-headers`,
      comment: `Security headers of ${name}.`,
      securityHeadersConfig: {
        contentSecurityPolicy: {
          contentSecurityPolicy: contentSecurityPolicy(connectSources, headers.contentSecurityPolicy),
          override: true,
        },
        contentTypeOptions: { override: true },
        frameOptions: { frameOption: "DENY", override: true },
        referrerPolicy: { referrerPolicy: headers.referrerPolicy ?? "no-referrer", override: true },
        strictTransportSecurity: {
          accessControlMaxAgeSec: headers.strictTransportSecuritySeconds ?? TWO_YEARS,
          includeSubdomains: headers.includeSubdomains ?? true,
          override: true,
        },
      },
      customHeadersConfig: {
        items: Object.entries(custom).map(([header, value]) => ({ header, value, override: true })),
      },
      // S3 tells the key's ARN, and with it the account, to everybody who gets an object.
      removeHeadersConfig: {
        items: [{ header: "x-amz-server-side-encryption-aws-kms-key-id" }, { header: "x-amz-version-id" }],
      },
    },
    opts,
  );
}
