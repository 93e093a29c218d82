import { consoleUrl } from "../../components/observability/console-url";

/**
 * Where a reader of a dashboard goes on: traces, the saved log queries and the alarms, in the AWS console.
 *
 * @param region for example `eu-west-1`
 */
export function consoleLinks(region: string): { title: string; url: string }[] {
  const page = (path: string) => consoleUrl(region, path);
  return [
    { title: "Trace map", url: page("xray:service-map/map") },
    { title: "Traces", url: page("xray:traces/query") },
    { title: "Log queries", url: page("logsV2:logs-insights") },
    { title: "Alarms that are on", url: page("alarmsV2:?~%28alarmStateFilter~%27ALARM%29") },
  ];
}
