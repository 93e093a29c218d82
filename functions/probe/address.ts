import * as z from "zod/mini";

/** One address to ask, and what its right answer is. */
export const addressSchema = z.object({
  /** The step's name, which its metrics have. */
  name: z.string().check(z.minLength(1)),
  url: z.string().check(z.regex(/^https?:\/\//, "must be an address")),
  method: z.string().check(z.regex(/^[A-Z]+$/, "must be a method")),
  headers: z.optional(z.record(z.string(), z.string())),
  /** Default any below 400 is right. */
  status: z.optional(z.int().check(z.gte(100), z.lte(599))),
  contains: z.optional(z.string().check(z.minLength(1))),
});

export type Address = z.infer<typeof addressSchema>;
