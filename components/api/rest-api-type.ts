/** The type token of the RestApi component, which its error messages start with. */
export const REST_API_TYPE = "platform:api:RestApi";
