import type * as pulumi from "@pulumi/pulumi";

/**
 * A JSON value of a definition. A text of the form `{% … %}` is a JSONata expression, evaluated when the state runs, and
 * parts known only after deployment may be outputs.
 * https://docs.aws.amazon.com/step-functions/latest/dg/transforming-data.html
 */
export type Value = pulumi.Input<string> | number | boolean | null | Value[] | { [field: string]: Value };
