import { by, each, type CatalogueEntry } from "./entry";
import { kind } from "./kinds";

/** Of NAT gateways. */
export const natGateway: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/vpc/latest/userguide/metrics-dimensions-nat-gateway.html",
  metrics: by(["NatGatewayId"], {
    ...each(kind("Count", "Maximum"), "ActiveConnectionCount"),
    ...each(
      kind("Bytes", "Sum"),
      "BytesInFromDestination",
      "BytesInFromSource",
      "BytesOutToDestination",
      "BytesOutToSource",
    ),
    ...each(
      kind("Count", "Sum"),
      "ConnectionAttemptCount",
      "ConnectionEstablishedCount",
      "ErrorPortAllocation",
      "IdleTimeoutCount",
      "PacketsDropCount",
    ),
  }),
};
