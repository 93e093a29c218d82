import { by, each, type CatalogueEntry } from "./entry";
import { events, extremes, kind } from "./kinds";

/** Of data sets as they are read into SPICE. */
export const quickSight: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/quicksight/latest/user/monitoring-quicksight.html",
  metrics: by(["DatasetId", ""], {
    ...each(events, "IngestionErrorCount", "IngestionInvocationCount", "IngestionRowCount"),
    ...each(kind("Seconds", ...extremes), "IngestionLatency"),
  }),
};
