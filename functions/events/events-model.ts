/**
 * What `POST /events` takes, for the gateway's validator: an event, or a list of 1 to 500. No more than that, since the
 * gateway cannot say which event of a list is wrong; the function has the last word. JSON schema draft 4.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html}
 */
export const eventsModel = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "Events",
  type: "object",
  minProperties: 1,
  properties: { events: { type: "array", minItems: 1, maxItems: 500 } },
};
