/* The reader's own choice of light or dark, kept in this browser; menus that close as one expects. */
"use strict";
(() => {
  const KEY = "ek-theme";

  function remembered() {
    try { return localStorage.getItem(KEY) || "auto"; } catch { return "auto"; }
  }

  function apply(choice) {
    const root = document.documentElement;
    if (choice === "auto") root.removeAttribute("data-bs-theme");
    else root.setAttribute("data-bs-theme", choice);
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === choice));
    }
  }

  document.documentElement.classList.add("js");
  apply(remembered());
  document.addEventListener("DOMContentLoaded", () => apply(remembered()));
  document.addEventListener("click", (event) => {
    const chosen = event.target.closest("[data-theme-choice]");
    if (chosen) {
      apply(chosen.dataset.themeChoice);
      try { localStorage.setItem(KEY, chosen.dataset.themeChoice); } catch { /* private window */ }
    }
    for (const menu of document.querySelectorAll("details.ek-menu[open]")) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of document.querySelectorAll("details.ek-menu[open]")) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
})();
