/* A filter form is sent when a choice in it changes; its button stays for everybody else. */
"use strict";
document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-auto-submit]");
  if (form && event.target.matches("select")) form.requestSubmit();
});
