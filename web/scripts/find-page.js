import { callApi } from "./api.js";
import { handleForm } from "./form.js";
import { showNotice } from "./notice.js";

const LABELS = { Roll: "Roll number", Department: "Department", Year: "Year", mobile: "Mobile" };

/**
 * The page that fetches a student; does nothing on any other. A roll number behind the # of its address is
 * filled in; there it is never sent, and so in nobody's log.
 *
 * @param {import("./config.js").Config} config
 * @param {import("./session.js").Session} session
 */
export function startFindPage(config, session) {
  const form = document.getElementById("find-form");
  if (!form) return;
  const asked = new URLSearchParams(location.hash.slice(1)).get("Roll");
  if (asked) form.elements.Roll.value = asked;
  handleForm(form, async ({ Roll }) => {
    const place = document.getElementById("student");
    place.hidden = true;
    try {
      show(await callApi(config, session, "GET", "/getstudentdetails", { Roll }));
    } catch (error) {
      if (error.code !== "StudentNotFound") throw error;
      showNotice("error", `There is no student with the roll number ${Roll}.`, { requestId: error.requestId });
    }
  });
  if (asked && session.accessToken) form.requestSubmit();
}

function show(student) {
  const name = document.getElementById("student-name");
  name.textContent = `${student.FirstName} ${student.LastName}`;
  const rows = Object.entries(LABELS)
    .filter(([field]) => student[field] !== undefined)
    .map(([field, label]) => {
      const row = document.createElement("div");
      row.append(
        Object.assign(document.createElement("dt"), { textContent: label }),
        Object.assign(document.createElement("dd"), { textContent: student[field] }),
      );
      return row;
    });
  document.getElementById("student-details").replaceChildren(...rows);
  document.getElementById("student").hidden = false;
  name.focus();
}
