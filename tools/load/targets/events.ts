import { KinesisClient } from "@aws-sdk/client-kinesis";
import { NodeHttpHandler } from "@smithy/node-http-handler";
import { eventsRoute } from "../../../functions/events/routes";
import { apiUrl, bearer } from "./api";
import { httpCall } from "./http-call";
import { putRecords } from "./put-records";
import { nothing, optionalOutput, output, present, type Target, type TargetOptions, type Watched } from "./target";

/** R9 through the API. */
export const events: Target = {
  name: "events",
  about: "POST events: one event or up to 500 a call",
  mostInBatch: 500,
  isHttp: true,
  describe: ({ run, batch, web }) => `POST events with ${batch} event(s) ${run}-N ${whereTo(web)}`,
  watched: (options) => watched(options, true),
  async prepare({ environment, run, batch, web, timeoutSeconds }) {
    const url = `${apiUrl(environment, "events")}/events`;
    const headers = await bearer(environment);
    return (index) => {
      const list = loadEvents(run, index, batch, web);
      const body = batch === 1 ? list[0] : { events: list };
      return httpCall({ url, method: "POST", headers, body, accepted: [202] }, timeoutSeconds);
    };
  },
};

/** R9 straight into the stream, as a producer of the back end does. */
export const feed: Target = {
  name: "feed",
  about: "events into the stream, as a producer of the back end puts them",
  mostInBatch: 500,
  isHttp: false,
  describe: ({ run, batch, web }) => `PutRecords of ${batch} event(s) ${run}-N ${whereTo(web)}`,
  watched: (options) => watched(options, false),
  prepare({ environment, run, batch, web }) {
    // The emulator does not speak HTTP/2, the client's default.
    const client = new KinesisClient({ ...environment.clientOptions, requestHandler: new NodeHttpHandler() });
    const stream = output(environment, "events", "stream");
    return Promise.resolve((index: number) => putRecords(client, stream, loadEvents(run, index, batch, web)));
  },
};

const whereTo = (web: boolean) =>
  web ? "of the type enrolment.confirmed: rules send it to the web service too" : "of a type that only the table takes";

function loadEvents(run: string, index: number, batch: number, web: boolean): { id: string }[] {
  return Array.from({ length: batch }, (_, each) => ({
    id: `${run}-${index * batch + each}`,
    type: web ? "enrolment.confirmed" : "load.measured",
    source: "registrar",
    detail: { course: "HIS-101" },
  }));
}

function watched({ environment, web }: TargetOptions, isApi: boolean): Watched {
  const stream = optionalOutput(environment, "events", "stream");
  return {
    ...nothing,
    functions: [
      ...(isApi
        ? ([
            { name: eventsRoute.functionName, role: "answers" },
            { name: "events-api-authorizer", role: "authorizes" },
          ] as const)
        : []),
      { name: "routeEvents", role: "works off" },
      { name: "storeEvent", role: "works off" },
      ...(web ? ([{ name: "deliverEvent", role: "works off" }] as const) : []),
    ],
    tables: present(optionalOutput(environment, "events", "table")),
    streams: present(stream).map((name) => ({ name, consumer: "routeEvents" })),
    workedOff: [{ function: "routeEvents", counter: "EventsRouted" }],
    ...(web && { thirdParty: { function: "deliverEvent", failures: "WebServiceFailures" } }),
    ...(isApi && { api: "events" }),
  };
}
