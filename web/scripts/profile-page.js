import { callApi } from "./api.js";
import { handleForm } from "./form.js";
import { hideNotice, showNotice } from "./notice.js";

/**
 * The page on which a person sees and changes their own attributes; does nothing on any other.
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
    form.querySelector("fieldset").disabled = true;
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
  session.addEventListener("change", () => !session.accessToken && form.isConnected && fill(form, {}));
  if (session.accessToken) void load(form, call);
}

/** Shows what is stored; nothing stored is an empty form. */
async function load(form, call) {
  try {
    fill(form, await call("GET"));
  } catch (error) {
    if (error.code !== "UserNotFound") showNotice("error", error.message, { requestId: error.requestId });
  }
}

function fieldsOf(form) {
  return [...form.elements].filter(({ name }) => name);
}

function fill(form, attributes) {
  for (const field of fieldsOf(form)) field.value = attributes[field.name] ?? "";
}
