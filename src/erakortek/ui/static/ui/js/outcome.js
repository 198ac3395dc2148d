/* After a form was sent the next page says how it ended: the focus goes there, not to the page's top.

   A refused field keeps its autofocus; what htmx sends stays on its page. Without this file the
   page says the same. */
"use strict";
(() => {
  const SENT = "ek-sent", RECENT = 60_000; // a download follows a form, too, and shows no page

  document.addEventListener("submit", (event) => {
    const method = event.submitter?.formMethod || event.target.method;
    if (method === "post" && !event.defaultPrevented) sessionStorage.setItem(SENT, String(Date.now()));
  });

  const sent = Number(sessionStorage.getItem(SENT));
  sessionStorage.removeItem(SENT);
  if (Date.now() - sent > RECENT || location.hash || document.querySelector("[autofocus]")) return;
  const place = document.querySelector("main [data-outcome]") || document.querySelector("main");
  place?.focus({ preventScroll: true });
  if (place?.matches("[data-outcome]")) place.scrollIntoView({ block: "nearest" });
})();
