/**
 * Follows links between the pages without loading the document anew, which would lose the token. What goes wrong here,
 * the browser does in its own way.
 *
 * @param {() => void} start called when another page's content is in place
 */
export function followLinks(start) {
  let shown = address();
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[data-page]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey)
      return;
    event.preventDefault();
    try {
      await show(link.href);
      history.pushState(null, "", link.href);
      shown = address();
      start();
      document.getElementById("main").focus();
    } catch {
      location.assign(link.href);
    }
  });
  window.addEventListener("popstate", async () => {
    // A link to a place on this page tells of itself here too; loading would lose what was typed.
    if (address() === shown) return;
    shown = address();
    try {
      await show(location.href);
      start();
    } catch {
      location.reload();
    }
  });
}

/** What decides which content is shown: the page, and the student asked for. Any other # only says where on the page. */
function address() {
  return location.pathname + (location.hash.startsWith("#Roll=") ? location.hash : "");
}

async function show(href) {
  const response = await fetch(href, { credentials: "omit" });
  if (!response.ok) throw new Error(`${href} answered ${response.status}`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = page.querySelector("main");
  if (!content) throw new Error(`${href} is not one of the pages`);
  document.title = page.title;
  document.querySelector("main").replaceWith(document.adoptNode(content));
  const path = new URL(href).pathname.replace(/\/index\.html$/, "/");
  for (const tab of document.querySelectorAll(".tab")) {
    if (tab.pathname === path) tab.setAttribute("aria-current", "page");
    else tab.removeAttribute("aria-current");
  }
}
