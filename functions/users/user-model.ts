const value = {
  type: ["string", "number", "boolean", "array"],
  maxLength: 1000,
  maxItems: 20,
  items: { type: "string" },
};

const model = (title: string, types: object) => ({
  $schema: "http://json-schema.org/draft-04/schema#",
  title,
  type: "object",
  maxProperties: 100,
  additionalProperties: types,
});

/**
 * What `PUT /user` takes, for the gateway's validator: an object of values that attributes may have. JSON schema draft 4,
 * the one API Gateway knows. Names and the form of single attributes are the function's part, which names what is wrong.
 *
 * {@link https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html}
 */
export const userModel = model("UserAttributes", value);

/** What `POST /user` takes: the same, and `null` to take an attribute away. */
export const userChangesModel = model("UserChanges", { ...value, type: [...value.type, "null"] });
