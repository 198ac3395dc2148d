/* The entry grid moves and pastes like a spreadsheet: Enter, arrows, Ctrl D, Ctrl Z, a block from Excel. */
"use strict";
(() => {
  const grid = document.querySelector("[data-paste-grid]");
  if (!grid) return;
  const undo = []; // [[input id, value before], …] per act

  const rows = () => [...grid.querySelectorAll("tbody[data-row]")]
    .map((row) => [...row.querySelectorAll("input[data-saved]")]).filter((row) => row.length);

  function placeOf(input) {
    const all = rows();
    const y = all.findIndex((row) => row.includes(input));
    return [all, y, y < 0 ? -1 : all[y].indexOf(input)];
  }

  function set(changes) {
    undo.push(changes.map(([input]) => [input.id, input.value]));
    const touched = new Set();
    for (const [input, value] of changes) { input.value = value; touched.add(input); }
    const seen = new Set();
    for (const input of touched) {
      const row = input.closest("tbody[data-row]");
      if (row && !seen.has(row)) { seen.add(row); row.dispatchEvent(new Event("ek:save", { bubbles: true })); }
    }
  }

  function go(input, down, right) {
    const [all, y, x] = placeOf(input);
    if (y < 0) return false;
    const next = all[y + down] && all[y + down][Math.min(x + right, all[y + down].length - 1)];
    if (!next || x + right < 0) return false;
    next.focus();
    next.select();
    return true;
  }

  grid.addEventListener("keydown", (event) => {
    const input = event.target;
    if (!input.matches("input[data-saved]")) return;
    const atStart = input.selectionStart === 0, atEnd = input.selectionEnd === input.value.length;
    let done = false;
    if (event.key === "Enter") done = go(input, event.shiftKey ? -1 : 1, 0) || (input.blur(), true);
    else if (event.key === "ArrowDown" && !input.list) done = go(input, 1, 0);
    else if (event.key === "ArrowUp" && !input.list) done = go(input, -1, 0);
    else if (event.key === "ArrowRight" && atEnd && input.selectionStart === input.selectionEnd) done = go(input, 0, 1);
    else if (event.key === "ArrowLeft" && atStart && input.selectionStart === input.selectionEnd) done = go(input, 0, -1);
    else if (event.key === "F2") { input.setSelectionRange(input.value.length, input.value.length); done = true; }
    else if (event.key === "Escape") { input.value = input.dataset.saved; input.select(); done = true; }
    else if (event.ctrlKey && event.key.toLowerCase() === "d") {
      const [all, y, x] = placeOf(input);
      const above = all[y - 1] && all[y - 1][x];
      if (above) set([[input, above.value]]);
      done = true;
    } else if (event.ctrlKey && event.key.toLowerCase() === "z" && input.value === input.dataset.saved && undo.length) {
      const before = undo.pop().map(([id, value]) => [document.getElementById(id), value]).filter(([found]) => found);
      set(before);
      undo.pop();
      done = true;
    }
    if (done) event.preventDefault();
  });

  grid.addEventListener("focusin", (event) => {
    if (!event.target.matches("input[data-saved]")) return;
    for (const row of grid.querySelectorAll("tr.is-here")) row.classList.remove("is-here");
    event.target.closest("tr").classList.add("is-here");
  });

  function preview(pending, block, outside) {
    const old = document.querySelector("[data-paste-preview]");
    if (old) old.remove();
    const panel = document.createElement("div");
    panel.className = "ek-toolbar";
    panel.dataset.pastePreview = "";
    panel.setAttribute("role", "status");
    const text = document.createElement("span");
    text.textContent = `Tempelan ${block.length} baris × ${block[0].length} kolom: ${pending.length} sel akan diisi` +
      (outside ? `, ${outside} sel di luar tabel dilewati.` : ".");
    const apply = document.createElement("button");
    apply.type = "button"; apply.className = "btn btn-primary btn-sm"; apply.textContent = `Terapkan ${pending.length} sel`;
    const cancel = document.createElement("button");
    cancel.type = "button"; cancel.className = "btn btn-secondary btn-sm"; cancel.textContent = "Batal";
    apply.addEventListener("click", () => { panel.remove(); set(pending); pending[0][0].focus(); });
    cancel.addEventListener("click", () => { panel.remove(); pending[0][0].focus(); });
    panel.append(text, apply, cancel);
    grid.closest(".ek-grid-box").before(panel);
    apply.focus();
  }

  grid.addEventListener("paste", (event) => {
    if (!event.target.matches("input[data-saved]")) return;
    const text = event.clipboardData.getData("text/plain").replace(/\r?\n$/, "");
    if (!/[\t\n]/.test(text)) return;
    event.preventDefault();
    const block = text.split(/\r?\n/).map((line) => line.split("\t"));
    const [all, top, left] = placeOf(event.target);
    const pending = [];
    let outside = 0;
    block.forEach((line, y) => line.forEach((value, x) => {
      const input = (all[top + y] || [])[left + x];
      if (input && value.trim()) pending.push([input, value.trim()]);
      else if (!input) outside += 1;
    }));
    const hasHead = /[A-Za-z]/.test(block[0][0]) && !event.target.list;
    if (!pending.length) return;
    if (outside || hasHead) preview(pending, block, outside);
    else set(pending);
  });
})();
