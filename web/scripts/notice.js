/**
 * Tells the person how something went, above the form, read out by screen readers.
 *
 * @param {"good" | "error"} kind
 * @param {string} message
 * @param {{ requestId?: string, link?: { href: string, text: string } }} [more]
 */
export function showNotice(kind, message, { requestId, link } = {}) {
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
  notice.hidden = false;
  notice.scrollIntoView({ block: "nearest" });
}

/** Takes away what was said before. */
export function hideNotice() {
  const notice = document.getElementById("notice");
  notice.hidden = true;
  notice.replaceChildren();
}
