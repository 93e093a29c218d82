import { by, each, type CatalogueEntry } from "./entry";
import { extremes, kind } from "./kinds";

/** Of build projects. */
export const codeBuild: CatalogueEntry = {
  page: "https://docs.aws.amazon.com/codebuild/latest/userguide/cloudwatch_metrics-codebuild.html",
  metrics: by(["", "ProjectName"], {
    ...each(
      kind("Seconds", ...extremes),
      "BuildDuration",
      "DownloadSourceDuration",
      "Duration",
      "FinalizingDuration",
      "InstallDuration",
      "PostBuildDuration",
      "PreBuildDuration",
      "ProvisioningDuration",
      "QueuedDuration",
      "SubmittedDuration",
      "UploadArtifactsDuration",
    ),
    ...each(kind("Count", "Sum"), "Builds", "FailedBuilds", "SucceededBuilds"),
  }),
};
