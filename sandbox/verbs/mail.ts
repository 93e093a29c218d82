import { listMail } from "../mail/list-mail";
import { runningSandbox } from "./running";
import type { Verb } from "./verb";

export const mail: Verb = {
  name: "mail",
  about: `Prints every e-mail that a topic delivered, oldest first, as one JSON object per line:
{ "at", "topic", "to": [...], "subject", "body" }. Recipients are the e-mail subscriptions of the topic whose filter policy let
the message through.`,
  options: { topic: { type: "string" } },
  optionHelp: { "--topic NAME": "only mails of the topic with this name or ARN" },
  async run({ values }) {
    const { emulator } = runningSandbox();
    const wanted = values["topic"] as string | undefined;
    for (const each of await listMail({ endpoint: emulator.ministackUrl, file: emulator.paths.mail })) {
      if (wanted && each.topic !== wanted && each.topic.split(":").pop() !== wanted) continue;
      const { at, topic, to, subject, body } = each;
      console.log(JSON.stringify({ at, topic, to, subject, body }));
    }
    return 0;
  },
};
