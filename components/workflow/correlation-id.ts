const given = "$states.context.Execution.Input.correlationId";

/**
 * The id by which all that an execution does is found in the logs, as a JSONata expression: the `correlationId` of its input,
 * where whoever started it gave one, else its own name.
 *
 * {@link https://docs.aws.amazon.com/step-functions/latest/dg/input-output-contextobject.html}
 */
export const correlationId = `{% ${given} ? $string(${given}) : $states.context.Execution.Name %}`;

/**
 * To be put beside the fields of a function's payload, or of the input of another execution.
 *
 * @example
 * task({ call: invokeFunction(seed, { ...correlation, input: "{% $states.input %}" }), end: true })
 */
export const correlation = { correlationId };
