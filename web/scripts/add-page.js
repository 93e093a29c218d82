import { callApi } from "./api.js";
import { handleForm } from "./form.js";
import { showNotice } from "./notice.js";

/**
 * The page that adds a student; does nothing on any other.
 *
 * @param {import("./config.js").Config} config
 * @param {import("./session.js").Session} session
 */
export function startAddPage(config, session) {
  const form = document.getElementById("add-form");
  if (!form) return;
  handleForm(form, async (student) => {
    const { Roll } = await callApi(config, session, "POST", "/addstudentdetails", { Roll: student.Roll }, student);
    form.reset();
    const link = { href: `/find.html#Roll=${encodeURIComponent(Roll)}`, text: "Show the student" };
    showNotice("good", `Student ${Roll} is stored.`, { link });
    form.elements.Roll.focus({ preventScroll: true });
  });
}
