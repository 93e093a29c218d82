import { authorizer } from "./authorizer";
import { bundles } from "./bundles";
import type { Bench } from "./figure";
import { handler } from "./handler";
import { orchestrator } from "./orchestrator";
import { others } from "./others";
import { pack } from "./pack";
import { plan } from "./plan";
import { preview } from "./preview";
import { router } from "./router";
import { unit } from "./unit";

/** Every bench, in the order in which they run. */
export const benches: readonly Bench[] = [
  plan,
  preview,
  pack,
  bundles,
  handler,
  authorizer,
  router,
  orchestrator,
  unit,
  others,
];
