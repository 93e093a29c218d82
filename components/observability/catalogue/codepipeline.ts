import { by, each, type CatalogueEntry } from "./entry";
import { events, extremes, kind } from "./kinds";

/** Of pipelines of type V2 only. */
export const codePipeline: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/codepipeline/latest/userguide/metrics-dimensions.html",
  metrics: {
    ...by(["", "PipelineName"], { ...each(events, "FailedPipelineExecutions") }),
    ...by(["PipelineName"], { ...each(kind("Seconds", ...extremes, "SampleCount"), "PipelineDuration") }),
  },
};
