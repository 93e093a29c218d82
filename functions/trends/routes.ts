/** A route of the report. */
export interface TrendsRoute {
  method: "GET";
  path: string;
  scopes: string[];
  /** How many hours back; default 24. */
  requestParameters: { "querystring.hours": false };
}

const route = (path: string): TrendsRoute => ({
  method: "GET",
  path,
  scopes: ["trends/read"],
  requestParameters: { "querystring.hours": false },
});

/** The report as JSON. */
export const topRoute = route("/trends");

/** The report as a page with a chart. */
export const chartRoute = route("/trends/chart");

/** The function behind both routes, and the name AWS knows it by. */
export const reportFunction = { entry: "functions/trends/report.ts", functionName: "trendsReport" };
