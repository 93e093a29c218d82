import { requiredVariable } from "../shared/environment";
import { Envelope } from "../shared/envelope/envelope";

/** Encrypts and decrypts a user's sensitive attributes; what of it a function may do, its role says. */
export const userEnvelope = new Envelope({
  table: requiredVariable("TABLE_NAME"),
  keyArn: requiredVariable("FIELDS_KEY_ARN"),
});
