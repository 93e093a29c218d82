import { firingAlarms } from "../../tools/platform/status/account-status";
import { regionClients } from "../../tools/platform/status/region-clients";
import { outsideOf } from "../../tools/platform/verify/outside-of";
import { isWell, verificationText, verifyAddresses } from "../../tools/platform/verify/verify-addresses";
import { waitOption, waitSeconds } from "../../tools/platform/verify/wait-option";
import { runningSandbox } from "./running";
import type { Verb } from "./verb";

export const verify: Verb = {
  name: "verify",
  about: `Asks what is deployed whether it works, as "npm run platform -- verify" does in an account: every public address must
answer a stranger as it should, and no alarm may fire. Addresses that nothing here answers, such as a load balancer's, are named
and left out. The exit code is 0 where all is well, else 1.`,
  options: waitOption.options,
  optionHelp: waitOption.help,
  async run(call) {
    const seconds = waitSeconds(call);
    const { emulator, outputs } = runningSandbox();
    const addresses = outsideOf(outputs);
    // What is on this machine is asked by plain HTTP; the others have kept their names on AWS.
    const isHere = ({ url }: { url: string }) => url.startsWith("http://");
    const { endpoint, accountId: id, region } = emulator;
    const clients = regionClients(endpoint)({ name: "sandbox", id, region });
    const found = await verifyAddresses({
      addresses: addresses.filter(isHere),
      readFiring: () => firingAlarms(clients),
      seconds,
    });
    const left = addresses.filter((address) => !isHere(address)).map(({ name }) => name);
    if (call.json) console.log(JSON.stringify({ ...found, left }));
    else {
      console.log(verificationText("The sandbox", found));
      if (left.length > 0) console.log(`Nothing here answers, so not asked: ${left.join(", ")}.`);
    }
    return isWell(found) ? 0 : 1;
  },
};
