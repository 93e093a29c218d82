/**
 * Tells the person how something went, above the form, read out by screen readers.
 *
 * @param {"good" | "wait" | "error"} kind
 * @param {string} message
 * @param {{ requestId?: string, link?: { href: string, text: string }, retry?: () => void }} [more] `retry` is what a button does
 */
export function showNotice(kind, message, { requestId, link, retry } = {}) {
  const notice = document.getElementById("notice");
  notice.className = `notice notice-${kind}`;
  notice.setAttribute("role", kind === "error" ? "alert" : "status");
  const line = document.createElement("p");
  line.textContent = message;
  notice.replaceChildren(line);
  if (link) {
    const anchor = Object.assign(document.createElement("a"), { href: link.href, textContent: link.text });
    anchor.dataset.page = "";
    line.append(" ", anchor);
  }
  if (requestId) {
    const id = Object.assign(document.createElement("p"), { className: "notice-id" });
    id.textContent = `Request id: ${requestId}`;
    notice.append(id);
  }
  if (retry) {
    const again = Object.assign(document.createElement("button"), { type: "button", className: "button button-quiet" });
    again.textContent = "Try again";
    again.addEventListener("click", () => {
      hideNotice();
      // The button is gone, and with it the focus.
      document.getElementById("main").focus({ preventScroll: true });
      retry();
    });
    notice.append(again);
  }
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

/** Takes away what was said before. */
export function hideNotice() {
  const notice = document.getElementById("notice");
  notice.hidden = true;
  notice.replaceChildren();
}
