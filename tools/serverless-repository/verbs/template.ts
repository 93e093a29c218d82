import { writeFileSync } from "node:fs";
import { UsageError, type Verb } from "../../command/verb";
import { application, recordReferences } from "../application";
import { metadata } from "../metadata";
import { template as templateOf } from "../template";

export const template: Verb = {
  name: "template",
  about: "Writes the SAM template of the keyed API, made of the components' own plan, to a file or standard output.",
  options: {
    bucket: { type: "string" },
    key: { type: "string" },
    author: { type: "string" },
    source: { type: "string" },
    out: { type: "string" },
  },
  optionHelp: {
    "--bucket NAME": "bucket with the archive of the code; default `code`",
    "--key KEY": "the archive's key; default `keyed-api.zip`",
    "--author NAME": "who publishes; default `platform`",
    "--source URL": "where the source is; needed to share with everybody",
    "--out FILE": "default standard output",
  },
  async run({ values }) {
    const {
      bucket = "code",
      key = "keyed-api.zip",
      author,
      source,
      out,
    } = values as Record<string, string | undefined>;
    const shown = { ...metadata(author, source) };
    const text = `${JSON.stringify(templateOf(await recordReferences(application), { bucket, key }, shown), null, 2)}\n`;
    if (out === "") throw new UsageError("--out needs a file.");
    if (out) writeFileSync(out, text);
    else process.stdout.write(text);
    return 0;
  },
};
