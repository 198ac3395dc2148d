/* Each row of a grid saves itself; what cannot be sent waits in this browser and is sent later.

   A row is a <tbody data-row> with one <form>; its inputs name that form. The server answers with
   the row as a reload would show it (200, 403, 409, 422). What was typed meanwhile in other cells
   of the row stays. The queue survives a reload: one entry per form address and user. */
"use strict";
(() => {
  const grid = document.querySelector("[data-autosave]");
  if (!grid) return;
  const PREFIX = `ek-antrean:${grid.dataset.user}:`;
  const RETRY_MS = 4000;
  const TIMEOUT_MS = 20000;
  const busy = new Map(); // form address -> true while a request is under way
  let receipt = "";
  let signedOut = false;

  const inputsOf = (row) => [...row.querySelectorAll("input[data-saved]")];
  const formOf = (row) => row.querySelector("form[method=post]");
  const isDirty = (input) => input.value !== input.dataset.saved;

  function keep(address, fields) {
    try { localStorage.setItem(PREFIX + address, JSON.stringify(fields)); } catch { /* full or private */ }
  }
  function forget(address) {
    try { localStorage.removeItem(PREFIX + address); } catch { /* private window */ }
  }
  function kept() {
    const found = [];
    try {
      for (let i = 0; i < localStorage.length; i += 1) {
        const key = localStorage.key(i);
        if (key.startsWith(PREFIX)) found.push([key.slice(PREFIX.length), JSON.parse(localStorage.getItem(key))]);
      }
    } catch { /* private window */ }
    return found;
  }

  function fieldsOf(row) {
    const form = formOf(row);
    const fields = {};
    for (const element of form.elements) if (element.name) fields[element.name] = element.value;
    return fields;
  }

  function mark(row) {
    for (const input of inputsOf(row)) {
      if (!isDirty(input)) continue;
      const cell = input.closest("td");
      cell.classList.remove("is-saved", "is-refused", "is-clash");
      cell.classList.add("is-waiting");
    }
  }

  function count() {
    const list = document.querySelector("[data-saves]");
    if (!list) return;
    const number = (state) => grid.querySelectorAll(`td.is-edit:not(.is-note).${state}`).length;
    const parts = [
      ["is-ok", number("is-saved"), "tersimpan"], ["is-wait", grid.querySelectorAll("td.is-waiting").length, "menunggu"],
      ["is-clash", number("is-clash"), "bentrok"], ["is-bad", number("is-refused"), "ditolak"],
    ];
    list.replaceChildren();
    for (const [style, total, word] of parts) {
      if (!total) continue;
      const item = document.createElement("li");
      item.className = style;
      const figure = document.createElement("b");
      figure.textContent = String(total);
      item.append(figure, ` ${word}`);
      list.append(item);
    }
    const last = document.createElement("li");
    if (signedOut) {
      last.className = "is-bad";
      const link = document.createElement("a");
      link.href = `/masuk/?next=${encodeURIComponent(location.pathname + location.search)}`;
      link.textContent = "Sesi Anda berakhir. Isian aman di peramban ini; masuk kembali untuk mengirimnya.";
      last.append(link);
      list.append(last);
    } else if (receipt) {
      last.textContent = `tanda terima ${receipt}`;
      list.append(last);
    }
  }

  function replace(row, html, sent) {
    const holder = document.createElement("table");
    holder.innerHTML = html;
    const fresh = holder.querySelector("tbody[data-row]");
    if (!fresh) return;
    const focused = document.activeElement && row.contains(document.activeElement) ? document.activeElement : null;
    const typed = new Map(inputsOf(row).filter((input) => input.value !== sent[input.name]).map((input) => [input.id, input.value]));
    const place = focused && focused.id ? [focused.id, focused.selectionStart, focused.selectionEnd] : null;
    row.replaceWith(fresh);
    for (const [id, value] of typed) {
      const input = document.getElementById(id);
      if (input) input.value = value;
    }
    if (place) {
      const input = document.getElementById(place[0]);
      if (input) { input.focus(); try { input.setSelectionRange(place[1], place[2]); } catch { /* not text */ } }
    }
    if (typed.size) save(fresh);
  }

  async function send(row, address, fields) {
    if (busy.has(address)) return;
    busy.set(address, true);
    const abort = new AbortController();
    const timer = setTimeout(() => abort.abort(), TIMEOUT_MS);
    try {
      const answer = await fetch(address, {
        method: "POST", body: new URLSearchParams(fields), redirect: "manual", signal: abort.signal,
        headers: { "HX-Request": "true", "X-CSRFToken": fields.csrfmiddlewaretoken || "" },
      });
      if (answer.type === "opaqueredirect" || answer.status === 401) { signedOut = true; return; }
      if (answer.status >= 500 || answer.status === 429) return;
      const html = await answer.text();
      if (!html.includes("data-row")) { signedOut = signedOut || answer.status === 403; return; }
      signedOut = false;
      receipt = answer.headers.get("X-Receipt") || receipt;
      forget(address);
      replace(row, html, fields);
    } catch { /* offline or too slow: it waits and is tried again */ } finally {
      clearTimeout(timer);
      busy.delete(address);
      count();
    }
  }

  function save(row) {
    const form = formOf(row);
    if (!form || !inputsOf(row).some(isDirty)) return;
    const address = new URL(form.action).pathname;
    const fields = fieldsOf(row);
    if (!fields.nilai) return;
    keep(address, fields);
    mark(row);
    count();
    send(row, address, fields);
  }

  function rowOf(address) {
    return [...grid.querySelectorAll("tbody[data-row]")].find((row) => {
      const form = formOf(row);
      return form && new URL(form.action).pathname === address;
    });
  }

  function sendKept() {
    for (const [address, fields] of kept()) {
      const row = rowOf(address);
      if (row && !busy.has(address)) {
        const form = formOf(row);
        for (const name of ["nilai", "catatan"]) {
          const input = form.elements[name];
          if (input && fields[name] !== undefined && document.activeElement !== input) input.value = fields[name];
        }
        mark(row);
        send(row, address, { ...fields, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value });
      }
    }
    count();
  }

  grid.addEventListener("change", (event) => {
    const row = event.target.closest("tbody[data-row]");
    if (row) save(row);
  });
  grid.addEventListener("ek:save", (event) => save(event.target.closest("tbody[data-row]")));
  window.addEventListener("online", sendKept);
  setInterval(() => { if (kept().length) sendKept(); }, RETRY_MS);
  window.addEventListener("beforeunload", () => {
    for (const row of grid.querySelectorAll("tbody[data-row]")) {
      const form = formOf(row);
      if (form && inputsOf(row).some(isDirty) && fieldsOf(row).nilai) keep(new URL(form.action).pathname, fieldsOf(row));
    }
  });
  sendKept();
})();
