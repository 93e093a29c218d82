/** A command as a client gets it. */
interface Sent {
  name: string;
  input: Record<string, unknown>;
}

/**
 * Answers for clients of AWS, from the first test of the surrounding `describe` to its last; nothing is sent. The mocking
 * library does not take the repository's client, which has types of another release.
 *
 * @returns what was sent, in order, and answers by name of the command, both empty at the start of each test
 */
export function sentCommands(...clients: { prototype: object }[]): { sent: Sent[]; answers: Record<string, object> } {
  const sent: Sent[] = [];
  const answers: Record<string, object> = {};
  before(() => {
    for (const { prototype } of clients)
      Object.defineProperty(prototype, "send", {
        configurable: true,
        value: (command: { constructor: { name: string }; input: Record<string, unknown> }) => {
          const { name } = command.constructor;
          sent.push({ name, input: command.input });
          return Promise.resolve(answers[name] ?? {});
        },
      });
  });
  beforeEach(() => {
    sent.length = 0;
    for (const name of Object.keys(answers)) delete answers[name];
  });
  after(() => {
    // The clients' own is their parent's.
    for (const { prototype } of clients) Reflect.deleteProperty(prototype, "send");
  });
  return { sent, answers };
}
