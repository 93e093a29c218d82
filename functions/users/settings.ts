import * as z from "zod/mini";
import { requiredVariable } from "../shared/environment";
import { parameter } from "../shared/parameters/parameter";

/** Settings of the users API that operators may change without a deployment. */
export interface UserSettings {
  /** How many attributes a user may have, 1 to 100. */
  maximumAttributes: number;
}

const schema = z.object({
  maximumAttributes: z
    .int("must be a whole number")
    .check(z.gte(1, "must be 1 or more"), z.lte(100, "must be 100 or less")),
});

/** Reads the settings; Parameter Store is asked at most once in five minutes. */
export const userSettings: () => Promise<UserSettings> = parameter(requiredVariable("SETTINGS_PARAMETER"), schema);
