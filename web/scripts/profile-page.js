import { callApi } from "./api.js";
import { handleForm } from "./form.js";
import { hideNotice, showNotice } from "./notice.js";

/** Milliseconds after which a person is told what they are waiting for. */
const PATIENCE = 400;

/**
 * The page on which a person sees and changes their own attributes; does nothing on any other. What is stored has to be
 * shown before anything can be saved: an empty field takes its attribute away.
 *
 * @param {import("./config.js").Config} config
 * @param {import("./session.js").Session} session
 */
export function startProfilePage(config, session) {
  const form = document.getElementById("profile-form");
  if (!form) return;
  if (!config.usersUrl) {
    showNotice("error", "Profiles are not part of this installation.");
    document.getElementById("gate").hidden = true;
    return;
  }
  const call = (method, body) => callApi({ apiUrl: config.usersUrl }, session, method, "/user", {}, body);

  handleForm(form, async (values) => {
    // What was emptied is taken away; what other programs keep here stays.
    const changes = Object.fromEntries(fieldsOf(form).map(({ name }) => [name, values[name] ?? null]));
    fill(form, await call("POST", changes));
    showNotice("good", "Your profile is saved.");
  });
  document.getElementById("remove-profile").addEventListener("click", async () => {
    if (!confirm("Remove everything that is stored in your profile?")) return;
    hideNotice();
    try {
      await call("DELETE");
      form.reset();
      showNotice("good", "Your profile is removed.");
    } catch (error) {
      showNotice("error", error.message, { requestId: error.requestId });
    }
  });
  // Personal data do not stay on the screen of somebody who is signed out.
  session.addEventListener("change", () => {
    if (session.accessToken || !form.isConnected) return;
    hideNotice();
    fill(form, {});
    setReady(form, false);
  });
  if (session.accessToken) void load(form, call, session);
}

/** Shows what is stored; nothing stored is an empty form. Until one of both is known there is nothing to save. */
async function load(form, call, session) {
  const isGone = () => !form.isConnected || !session.accessToken;
  const waiting = setTimeout(() => isGone() || showNotice("wait", "Your profile is being loaded."), PATIENCE);
  form.setAttribute("aria-busy", "true");
  try {
    const stored = await call("GET").catch((error) => {
      if (error.code === "UserNotFound") return {};
      throw error;
    });
    if (isGone()) return;
    hideNotice();
    fill(form, stored);
    setReady(form, true);
  } catch (error) {
    // Who signed out has no question open; whose session has ended is told so.
    if (!form.isConnected || (!session.accessToken && error.status !== 401)) return;
    const retry = session.accessToken ? () => load(form, call, session) : undefined;
    showNotice("error", error.message, { requestId: error.requestId, retry });
  } finally {
    clearTimeout(waiting);
    form.removeAttribute("aria-busy");
  }
}

/** Whether the form may be used by somebody who is signed in; `main.js` asks. */
function setReady(form, isReady) {
  const fields = form.querySelector("fieldset");
  fields.toggleAttribute("data-waits", !isReady);
  fields.disabled = !isReady;
}

function fieldsOf(form) {
  return [...form.elements].filter(({ name }) => name);
}

function fill(form, attributes) {
  for (const field of fieldsOf(form)) field.value = attributes[field.name] ?? "";
}
