/** The policy pack refuses the program; nothing of it was made. The message holds the violations. */
export class PolicyRefusal extends Error {}
