import { hideNotice, showNotice } from "./notice.js";

/**
 * Makes a form do its work without leaving the page: fields that must be filled are, its button is busy meanwhile, and
 * what fails is shown, at the fields it is about where the API names them.
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
      const message = markRefused(form, error) ? "Please correct the marked fields." : error.message;
      showNotice("error", message, { requestId: error.requestId });
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

/**
 * Marks the fields that the API refused, and goes to the first. Its message names them: `Year must be …; mobile must be …`.
 *
 * @returns {boolean} true where every part of the message is now at a field
 */
function markRefused(form, error) {
  if (error.status !== 400) return false;
  const parts = error.message.split("; ").map((part) => {
    const [name, ...rule] = part.split(" ");
    return { field: form.elements.namedItem(name), rule: rule.join(" ") };
  });
  if (!parts.every(({ field, rule }) => field && document.getElementById(`${field.id}-error`) && rule)) return false;
  for (const { field, rule } of parts) mark(field, `This ${rule}.`);
  [...form.elements].find((field) => field.getAttribute("aria-invalid") === "true")?.focus();
  return true;
}

function mark(field, problem) {
  const place = document.getElementById(`${field.id}-error`);
  if (!place) return;
  place.textContent = problem;
  place.hidden = problem === "";
  field.setAttribute("aria-invalid", String(problem !== ""));
}
