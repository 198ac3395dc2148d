/* A form that a passkey signs: the button asks the browser, the answer is sent with the form.

   data-passkey is "create" or "get", data-options what the server wants signed. */
"use strict";
(() => {
  async function ask(form) {
    const refused = form.querySelector("[data-passkey-error]");
    refused.hidden = true;
    try {
      const credential = await window.webauthnJSON[form.dataset.passkey](JSON.parse(form.dataset.options));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch {
      refused.hidden = false;
    }
  }

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.querySelector("[data-passkey-ask]").addEventListener("click", () => ask(form));
  }
})();
