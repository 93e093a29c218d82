import type { Reply } from "./http";

const ESCAPES: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escape = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character]!);

/**
 * The page on which a person signs in.
 *
 * @param query of the authorization request, which the form carries on
 * @param problem what was wrong with the last attempt
 */
export function loginPage(query: URLSearchParams, problem?: string): Reply {
  const body = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Sign in</title>
    <link rel="stylesheet" href="/styles.css" />
  </head>
  <body>
    <main class="page">
      <section class="card">
        <h1>Sign in</h1>
        <p class="hint">This is the local stand-in for the hosted login. Any name and password will do.</p>
        ${problem ? `<p class="notice notice-error" role="alert">${escape(problem)}</p>` : ""}
        <form method="post" action="?${escape(query.toString())}">
          <div class="field">
            <label for="username">User name</label>
            <input id="username" name="username" autocomplete="username" required maxlength="128" autofocus />
          </div>
          <div class="field">
            <label for="password">Password</label>
            <input id="password" name="password" type="password" autocomplete="current-password" required />
          </div>
          <div class="actions"><button class="button" type="submit">Sign in</button></div>
        </form>
      </section>
    </main>
  </body>
</html>
`;
  return {
    status: 200,
    headers: {
      "content-type": "text/html; charset=utf-8",
      // No form-action: the answer to the form is a redirect, which browsers hold to it as well.
      "content-security-policy": "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
    },
    body,
  };
}
