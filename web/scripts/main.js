import { startAddPage } from "./add-page.js";
import { loadConfig } from "./config.js";
import { startFindPage } from "./find-page.js";
import { followLinks } from "./navigation.js";
import { showNotice } from "./notice.js";
import { startProfilePage } from "./profile-page.js";
import { Session } from "./session.js";

/** Shows what a person may do now: everything with a token, the way to one without. */
function reflect(session) {
  const isSignedIn = session.accessToken !== undefined;
  const name = document.getElementById("account-name");
  name.textContent = session.name ?? "";
  name.hidden = !isSignedIn;
  document.getElementById("sign-out").hidden = !isSignedIn;
  document.getElementById("gate").hidden = isSignedIn;
  const fields = document.querySelector("fieldset.fields");
  // A page whose form has to be filled first opens it itself.
  fields.disabled = !isSignedIn || fields.hasAttribute("data-waits");
  const result = document.getElementById("student");
  if (result && !isSignedIn) result.hidden = true;
}

async function start() {
  const config = await loadConfig();
  const session = new Session(config.userPool);
  const startPage = () => {
    reflect(session);
    startAddPage(config, session);
    startFindPage(config, session);
    startProfilePage(config, session);
  };
  session.addEventListener("change", () => reflect(session));
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-sign-in]")) void session.signIn();
    if (event.target.closest?.("#sign-out")) session.signOut();
  });
  // Takes the code out of the address at once, so links are followed from the address that stays.
  const resumed = session.resume().catch((error) => error);
  followLinks(startPage);
  const failure = await resumed;
  startPage();
  if (failure) showNotice("error", failure.message);
}

start().catch((error) => showNotice("error", error.message));
