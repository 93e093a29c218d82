const text = (maxLength: number) => ({ type: "string", minLength: 1, maxLength, pattern: "^\\S(.*\\S)?$" });

const student = {
  type: "object",
  required: ["Roll", "FirstName", "LastName", "Department", "Year"],
  additionalProperties: false,
  properties: {
    Roll: text(64),
    FirstName: text(100),
    LastName: text(100),
    Department: text(100),
    Year: text(20),
    mobile: text(20),
  },
};

/**
 * What `POST /students` takes, for the gateway's validator: one student, or up to ten. JSON schema draft 4, the one API
 * Gateway knows, with patterns that any dialect of regular expressions reads alike; so it lets through a little more
 * than the function's own schema, which has the last word.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html}
 */
export const intakeModel = {
  $schema: "http://json-schema.org/draft-04/schema#",
  title: "Students",
  oneOf: [
    student,
    {
      type: "object",
      required: ["students"],
      additionalProperties: false,
      properties: { students: { type: "array", minItems: 1, maxItems: 10, items: student } },
    },
  ],
};
