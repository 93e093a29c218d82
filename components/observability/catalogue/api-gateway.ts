import { by, each, type CatalogueEntry } from "./entry";
import { events, shares, times } from "./kinds";

/** Of REST APIs; those of a method only where its detailed metrics are on. */
export const apiGateway: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html",
  metrics: by(["ApiName", "ApiName+Stage", "ApiName+Method+Resource+Stage"], {
    ...each(shares, "4XXError", "5XXError", "CacheHitCount", "CacheMissCount"),
    ...each(events, "Count"),
    ...each(times, "IntegrationLatency", "Latency"),
  }),
};
