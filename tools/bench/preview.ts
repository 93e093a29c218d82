import type { Bench } from "./figure";

/** What components and systems add to what engine and provider need for the same resources. */
export const preview: Bench = {
  name: "preview",
  about: "the engine's preview of dev, against one of the same aws.* resources without components; starts an emulator",
  onlyByName: true,
  run() {
    // The whole program: not to be loaded for help.
    const { measurePreview } = require("./measure-preview") as typeof import("./measure-preview");
    return measurePreview();
  },
};
