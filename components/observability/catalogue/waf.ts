import { by, each, type CatalogueEntry } from "./entry";
import { kind } from "./kinds";

/** Of web ACLs and their rules. */
export const waf: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html",
  metrics: {
    // Regional web ACLs carry the Region dimension, those of CloudFront do not.
    ...by(["Region+Rule+WebACL", "Rule+WebACL"], {
      ...each(kind("Count", "Sum"), "AllowedRequests", "BlockedRequests", "CountedRequests", "PassedRequests"),
    }),
  },
};
