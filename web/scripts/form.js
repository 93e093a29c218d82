import { hideNotice, showNotice } from "./notice.js";

/**
 * Makes a form do its work without leaving the page: fields that must be filled are, its button is busy meanwhile, and
 * what fails is shown.
 *
 * @param {HTMLFormElement} form
 * @param {(values: Record<string, string>) => Promise<void>} work gets the fields, trimmed, empty ones left out
 */
export function handleForm(form, work) {
  const button = form.querySelector("[type=submit]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-busy") === "true") return;
    hideNotice();
    const values = Object.fromEntries(
      [...new FormData(form)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ""),
    );
    if (!markMissing(form, values)) return;
    button.setAttribute("aria-busy", "true");
    try {
      await work(values);
    } catch (error) {
      showNotice("error", error.message, { requestId: error.requestId });
    } finally {
      button.removeAttribute("aria-busy");
    }
  });
  form.addEventListener("input", ({ target }) => mark(target, ""));
  form.addEventListener("reset", () => {
    hideNotice();
    for (const field of form.elements) if (field.name) mark(field, "");
  });
}

/** Marks required fields without a value, goes to the first, and says whether there was none. */
function markMissing(form, values) {
  const missing = [...form.elements].filter((field) => field.required && values[field.name] === undefined);
  for (const field of missing) mark(field, `Enter the ${field.labels[0].textContent.trim().toLowerCase()}.`);
  missing[0]?.focus();
  return missing.length === 0;
}

function mark(field, problem) {
  const place = document.getElementById(`${field.id}-error`);
  if (!place) return;
  place.textContent = problem;
  place.hidden = problem === "";
  field.setAttribute("aria-invalid", String(problem !== ""));
}
