/* Each row of a grid saves itself; what cannot be sent waits in this browser and is sent later.

   A row is a <tbody data-row> with one <form>; its inputs name that form and carry what the server
   holds in data-saved. The server answers with the row as a reload would show it (200, 403, 409,
   422). What was typed meanwhile stays. The queue survives a reload: one entry per form address
   and user, with the version that was on screen when it was typed, so a clash is never hidden. */
"use strict";
(() => {
  const grid = document.querySelector("[data-autosave]");
  if (!grid) return;
  const PREFIX = `ek-antrean:${grid.dataset.user}:`;
  const TIMEOUT_MS = 15000;
  const FIRST_RETRY_MS = 1000;
  const LAST_RETRY_MS = 30000;
  const ANSWERS_WITH_ROW = [200, 403, 409, 422];
  const memory = new Map(); // stands in where the browser keeps nothing (private window, full)
  let receipt = "", trouble = "", shown = "", pumping = false, replacing = false, retry = 0, timer = 0;

  const inputsOf = (row) => [...row.querySelectorAll("input[data-saved]")];
  const formOf = (row) => row.querySelector("form[method=post]");
  const addressOf = (form) => new URL(form.action).pathname;
  const isDirty = (input) => input.value !== input.dataset.saved;
  const valuesOf = (row) => Object.fromEntries(inputsOf(row).map((input) => [input.name, input.value]));
  const rowOf = (address) => [...grid.querySelectorAll("tbody[data-row]")]
    .find((row) => formOf(row) && addressOf(formOf(row)) === address);

  function keep(address, entry) {
    try { localStorage.setItem(PREFIX + address, JSON.stringify(entry)); memory.delete(address); }
    catch { memory.set(address, entry); }
  }
  function forget(address) {
    memory.delete(address);
    try { localStorage.removeItem(PREFIX + address); } catch { /* nothing is kept */ }
  }
  function queue() {
    const found = new Map(memory);
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith(PREFIX)) found.set(key.slice(PREFIX.length), JSON.parse(localStorage.getItem(key)));
      }
    } catch { /* nothing is kept */ }
    return found;
  }

  function icon(name) {
    const known = document.querySelector('use[href*="#i-"]');
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    picture.setAttribute("class", "ek-icon");
    picture.setAttribute("aria-hidden", "true");
    const use = document.createElementNS(picture.namespaceURI, "use");
    use.setAttribute("href", `${known ? known.getAttribute("href").split("#")[0] : ""}#i-${name}`);
    picture.append(use);
    return picture;
  }

  function paint(input, state, name) {
    const cell = input.closest("td");
    cell.classList.remove("is-saved", "is-refused", "is-clash", "is-waiting");
    if (state) cell.classList.add(state);
    const place = cell.querySelector(".ek-cell__state");
    if (place) place.replaceChildren(...(name ? [icon(name)] : []));
  }

  function settle(row) { // the row shows again what the server holds
    for (const input of inputsOf(row)) {
      const held = input.name === "nilai" && input.dataset.saved;
      paint(input, held ? "is-saved" : "", held ? "ok" : "");
      input.removeAttribute("aria-invalid");
    }
    for (const note of row.querySelectorAll(".ek-row-note--bad, .ek-row-note--clash")) note.closest("tr").remove();
    delete formOf(row).dataset.tried;
  }

  function mark(row) {
    for (const input of inputsOf(row)) if (isDirty(input)) paint(input, "is-waiting", "wait");
  }

  function count() {
    const list = document.querySelector("[data-saves]");
    if (!list) return;
    const cells = (state) => grid.querySelectorAll(`td.is-edit.${state}`).length;
    const away = [...queue()].filter(([address]) => !rowOf(address)).map(([, entry]) => entry);
    const parts = [["is-ok", "ok", cells("is-saved"), "tersimpan"], ["is-wait", "wait", cells("is-waiting"), "menunggu"],
      ["is-clash", "clash", cells("is-clash"), "bentrok"], ["is-bad", "refused", cells("is-refused"), "ditolak"]];
    const now = JSON.stringify([parts, away, trouble, receipt]);
    if (now === shown) return;
    shown = now;
    const items = parts.filter((part) => part[2]).map(([style, name, total, word]) => item(style, icon(name), bold(total), ` ${word}`));
    if (away.length) items.push(item("is-wait", icon("wait"), link(away[0].page, `${away.length} isian menunggu di halaman lain`)));
    if (trouble === "masuk") items.push(item("is-bad", link(`/masuk/?next=${encodeURIComponent(location.pathname + location.search)}`,
      "Sesi Anda berakhir. Isian aman di peramban ini; masuk kembali untuk mengirimnya.")));
    if (trouble === "muat") items.push(item("is-bad", link(location.href, "Isian aman di peramban ini; muat ulang halaman untuk mengirimnya.")));
    if (receipt) items.push(item("", `tanda terima ${receipt}`));
    list.replaceChildren(...items);
  }
  function make(tag, ...parts) { const made = document.createElement(tag); made.append(...parts); return made; }
  function item(style, ...parts) { const made = make("li", ...parts); made.className = style; return made; }
  function bold(figure) { return make("b", String(figure)); }
  function link(address, words) { const made = make("a", words); made.href = address; return made; }

  function replace(row, fresh, sent, status) {
    const typed = inputsOf(row).filter((input) => input.value !== sent[input.name]);
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    const place = focused && "selectionStart" in focused ? [focused.selectionStart, focused.selectionEnd] : null;
    replacing = true; // taking out a focused input says "focusout", which nobody meant
    row.replaceWith(fresh);
    replacing = false;
    if (window.htmx) window.htmx.process(fresh);
    if (status === 409 && inputsOf(fresh).every((input) => input.dataset.saved === sent[input.name])) {
      for (const input of inputsOf(fresh)) input.value = input.dataset.saved; // an answer was lost on the way
      settle(fresh);
    } else if (status !== 200 && formOf(fresh)) formOf(fresh).dataset.tried = JSON.stringify(sent);
    for (const { id, value } of typed) { const input = document.getElementById(id); if (input) input.value = value; }
    const again = focused && focused.id && document.getElementById(focused.id);
    if (again) { again.focus(); if (place) again.setSelectionRange(...place); }
    if (typed.some((input) => input !== focused) && status === 200) consider(fresh);
  }

  async function send(row, address, entry) { // true: answered; false: try again later or not at all
    const body = new URLSearchParams(new FormData(formOf(row)));
    for (const [name, value] of Object.entries({ ...entry.values, base_version: entry.base })) body.set(name, value);
    const answer = await fetch(address, { method: "POST", body, redirect: "manual", headers: { "HX-Request": "true" },
      signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.headers.has("HX-Redirect")) { trouble = "masuk"; return false; }
    if (answer.status >= 500 || answer.status === 429) throw new Error(String(answer.status));
    const holder = document.createElement("template");
    holder.innerHTML = await answer.text();
    const fresh = holder.content.querySelector("tbody[data-row]");
    if (!fresh || !ANSWERS_WITH_ROW.includes(answer.status)) { trouble = "muat"; return false; }
    trouble = "";
    retry = 0;
    receipt = answer.headers.get("X-Receipt") || receipt;
    forget(address);
    replace(row, document.importNode(fresh, true), entry.values, answer.status);
    return true;
  }

  async function sendAll() {
    for (;;) {
      const next = [...queue()].find(([address]) => rowOf(address));
      if (!next || !(await send(rowOf(next[0]), ...next))) return;
      count();
    }
  }

  async function pump() { // one sender, one request at a time, over all tabs where locks exist
    if (pumping) return;
    pumping = true;
    clearTimeout(timer);
    try { await (navigator.locks ? navigator.locks.request(PREFIX, sendAll) : sendAll()); }
    catch { // offline, too slow, or the server is ill
      timer = setTimeout(pump, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** retry));
      retry += 1;
    } finally { pumping = false; count(); }
  }

  function consider(row, insist = false) {
    const form = formOf(row);
    if (!form || !inputsOf(row).length) return;
    const values = valuesOf(row), typed = JSON.stringify(values), address = addressOf(form);
    const waiting = queue().get(address);
    const tried = JSON.parse(form.dataset.tried || "null");
    const clash = row.querySelector("td.is-clash");
    if (!inputsOf(row).some(isDirty) && !waiting) { settle(row); count(); return; }
    if (!insist && tried && (typed === form.dataset.tried || (clash && values.nilai === tried.nilai))) return;
    if (!values.nilai && !form.elements.nilai.dataset.saved) return; // a note waits for its value
    if (!waiting || JSON.stringify(waiting.values) !== typed) {
      const base = waiting ? waiting.base : form.elements.base_version.value;
      keep(address, { values, base, page: location.pathname + location.search });
    }
    mark(row);
    count();
    pump();
  }

  function restore() {
    for (const [address, entry] of queue()) {
      const row = rowOf(address);
      if (!row) continue;
      if (inputsOf(row).every((input) => input.dataset.saved === entry.values[input.name])) { forget(address); continue; }
      for (const input of inputsOf(row)) if (input.name in entry.values) input.value = entry.values[input.name];
      mark(row);
    }
    count();
    pump();
  }

  const rowAt = (event) => event.target.closest("tbody[data-row]");
  for (const kind of ["change", "focusout"]) {
    grid.addEventListener(kind, (event) => { if (!replacing && event.target.matches("input[data-saved]")) consider(rowAt(event)); });
  }
  grid.addEventListener("ek:save", (event) => consider(rowAt(event), Boolean(event.detail && event.detail.insist)));
  grid.addEventListener("submit", (event) => { event.preventDefault(); consider(rowAt(event), true); });
  window.addEventListener("online", () => { retry = 0; pump(); });
  window.addEventListener("pagehide", () => { const row = document.activeElement.closest("tbody[data-row]"); if (row) consider(row); });
  window.addEventListener("beforeunload", (event) => { if (memory.size) event.preventDefault(); });
  restore();
})();
