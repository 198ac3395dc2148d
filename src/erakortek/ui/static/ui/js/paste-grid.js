/* The entry grid moves and pastes like a spreadsheet: arrows, Enter, F2, Esc, Ctrl D, Ctrl Z/Y,
   Ctrl Home/End, Alt N, ?, and a block from Excel. Saving is autosave.js's; it hears "ek:save". */
"use strict";
(() => {
  const grid = document.querySelector("[data-paste-grid]");
  if (!grid) return;
  const CELL = "input[data-saved]";
  const PROBLEM = "td.is-clash, td.is-refused, td.is-warned, tr.is-detail";
  const KEYS = [["Enter / Shift+Enter", "ke bawah atau ke atas"], ["Panah", "pindah sel"], ["F2", "sunting di dalam sel"],
    ["Esc", "batalkan suntingan"], ["Ctrl+V", "tempel blok dari Excel"], ["Ctrl+D", "isi dari sel di atas"],
    ["Ctrl+Z / Ctrl+Y", "urungkan atau ulangi"], ["Ctrl+Home / Ctrl+End", "sel pertama atau terakhir"], ["Alt+N", "masalah berikutnya"]];
  const done = [], undone = []; // each act: [[input id, before, after], …]
  let editing = false, entered = "";

  // Every row stands, also one without cells to fill: pasted lines must meet their own rows.
  const rows = () => [...grid.querySelectorAll("tbody[data-row]")]
    .map((row) => new Map([...row.querySelectorAll(CELL)].filter((input) => input.offsetParent).map((input) => [input.name, input])));
  const columns = (all) => [...new Set(all.flatMap((row) => [...row.keys()]))];

  function placeOf(input) {
    const all = rows(), names = columns(all);
    return { all, names, y: all.findIndex((row) => row.get(input.name) === input), x: names.indexOf(input.name) };
  }
  function reach(input) { if (input) { input.focus(); input.select(); } return Boolean(input); }

  function go(input, down, right) {
    const { all, names, y, x } = placeOf(input);
    for (let row = y + down, column = x + right; row >= 0 && row < all.length && column >= 0 && column < names.length; row += down, column += right) {
      if (all[row].has(names[column])) return reach(all[row].get(names[column]));
    }
    return false;
  }
  function edge(last) {
    const all = rows().flatMap((row) => [...row.values()]);
    return reach(last ? all[all.length - 1] : all[0]);
  }
  function nextProblem(input) {
    const all = [...grid.querySelectorAll("tbody[data-row]")].filter((row) => row.querySelector(PROBLEM) && row.querySelector(CELL));
    const here = input.closest("tbody");
    const after = all.find((row) => here && here.compareDocumentPosition(row) & Node.DOCUMENT_POSITION_FOLLOWING);
    return reach((after || all[0])?.querySelector(CELL));
  }

  function write(changes) {
    const touched = new Set();
    for (const [id, value] of changes) {
      const input = document.getElementById(id);
      if (input) { input.value = value; touched.add(input.closest("tbody[data-row]")); }
    }
    entered = document.activeElement.value;
    for (const row of touched) row.dispatchEvent(new CustomEvent("ek:save", { bubbles: true }));
  }
  function act(pairs) { // pairs: [input, value after]
    const changes = pairs.filter(([input, value]) => input.value !== value).map(([input, value]) => [input.id, input.value, value]);
    if (!changes.length) return;
    done.push(changes);
    undone.length = 0;
    write(changes.map(([id, , after]) => [id, after]));
  }
  function turn(from, to, value) {
    const changes = from.pop();
    if (changes) { to.push(changes); write(changes.map((change) => [change[0], change[value]])); }
    return Boolean(changes);
  }

  function insistOrMove(input, event) {
    const doubtful = input.closest("td").matches(".is-clash, .is-refused");
    const row = input.closest("tbody[data-row]");
    const stays = !go(input, event.shiftKey ? -1 : 1, 0); // the last row keeps the focus, and is saved all the same
    if ((stays || doubtful) && row.isConnected) row.dispatchEvent(new CustomEvent("ek:save", { bubbles: true, detail: { insist: doubtful } }));
    return true;
  }
  function sideways(input, right) {
    const { selectionStart: from, selectionEnd: to, value } = input;
    const whole = from === 0 && to === value.length;
    const atEdge = from === to && from === (right > 0 ? value.length : 0);
    return !editing && (whole || atEdge) && go(input, 0, right);
  }
  function withControl(input, key) {
    if (key === "d") {
      const { all, y } = placeOf(input);
      const above = all.slice(0, y).reverse().find((row) => row.has(input.name));
      if (above) act([[input, above.get(input.name).value]]);
      return true;
    }
    if (key === "z") return input.value === entered && turn(done, undone, 1);
    if (key === "y") return turn(undone, done, 2);
    return (key === "home" || key === "end") && edge(key === "end");
  }
  function plain(input, event) {
    switch (event.key) {
      case "Enter": return insistOrMove(input, event);
      case "ArrowDown": return !input.list && go(input, 1, 0);
      case "ArrowUp": return !input.list && go(input, -1, 0);
      case "ArrowRight": return sideways(input, 1);
      case "ArrowLeft": return sideways(input, -1);
      case "F2": editing = true; input.setSelectionRange(input.value.length, input.value.length); return true;
      case "Escape": input.value = entered; editing = false; input.select(); return true;
      default: return false;
    }
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const input = event.target, key = event.key.toLowerCase();
    const command = event.ctrlKey || event.metaKey;
    let taken = false;
    if (event.altKey && !command) taken = key === "n" && nextProblem(input);
    else if (!input.matches(CELL)) taken = event.key === "?" && !input.matches("input, textarea, select") && help();
    else taken = command ? withControl(input, key) : plain(input, event);
    if (taken) event.preventDefault();
  });
  grid.addEventListener("focusin", (event) => {
    if (!event.target.matches(CELL)) return;
    editing = false;
    entered = event.target.value;
    for (const row of grid.querySelectorAll("tr.is-here")) row.classList.remove("is-here");
    event.target.closest("tr").classList.add("is-here");
  });
  grid.addEventListener("change", (event) => {
    if (event.target.matches(CELL) && event.target.value !== entered) {
      done.push([[event.target.id, entered, event.target.value]]);
      undone.length = 0;
      entered = event.target.value;
    }
  });

  function make(tag, style, ...parts) { const made = document.createElement(tag); made.className = style; made.append(...parts); return made; }
  function button(style, words, click) {
    const made = make("button", `btn ${style} btn-sm`, words);
    made.type = "button";
    made.addEventListener("click", click);
    return made;
  }
  function dialog(title, content, buttons, back) {
    const sheet = make("dialog", "ek-dialog", make("h2", "", title), content, make("div", "ek-row ek-row--end", ...buttons((then) => { sheet.close(); if (then) then(); })));
    sheet.setAttribute("aria-label", title);
    sheet.addEventListener("close", () => { sheet.remove(); const cell = back && document.getElementById(back); if (cell) cell.focus(); });
    document.body.append(sheet);
    sheet.showModal();
    return true;
  }
  function help() {
    const list = make("dl", "ek-facts", ...KEYS.flatMap(([key, words]) => [make("dt", "", make("kbd", "", key)), make("dd", "", words)]));
    return dialog("Tombol pintas tabel", list, (close) => [button("btn-secondary", "Tutup", () => close())]);
  }

  function blockOf(text) { // Excel quotes a cell that holds a line break or a quotation mark
    const lines = [[]];
    for (const [, quoted, bare, mark] of text.replace(/\r\n?/g, "\n").replace(/\n$/, "").matchAll(/(?:"((?:[^"]|"")*)"(?=[\t\n]|$)|([^\t\n]*))(\t|\n|$)/g)) {
      lines[lines.length - 1].push((quoted === undefined ? bare : quoted.replace(/""/g, '"')).replace(/\s+/g, " ").trim());
      if (mark === "\n") lines.push([]);
      if (mark === "") break;
    }
    return lines;
  }
  function landing(block, at) {
    const pairs = [];
    let outside = 0;
    block.forEach((line, y) => line.forEach((value, x) => {
      const cell = at.all[at.y + y]?.get(at.names[at.x + x]);
      if (cell) pairs.push([cell, value]); else if (value) outside += 1;
    }));
    return { pairs, outside };
  }
  grid.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replaceAll("\0", "");
    if (!event.target.matches(CELL) || !/[\t\n\r]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const block = blockOf(text), at = placeOf(event.target), { pairs, outside } = landing(block, at);
    const numbers = (line) => /\d/.test(line[0] || "");
    const head = block.length > 1 && at.names[at.x] === "nilai" && !numbers(block[0]) && block.slice(1).some(numbers);
    if (!outside && !head) { act(pairs); return; }
    const words = `${block.length} baris × ${Math.max(...block.map((line) => line.length))} kolom. ${pairs.length} sel akan diganti` +
      (outside ? `; ${outside} sel jatuh di luar tabel atau terkunci, dan dilewati.` : ".") + (head ? " Baris pertama tampak seperti kepala tabel." : "");
    dialog("Pratinjau tempelan", make("p", "", words), (close) => [
      ...(head ? [button("btn-primary", "Terapkan tanpa baris pertama", () => close(() => act(landing(block.slice(1), at).pairs)))] : []),
      button(head ? "btn-secondary" : "btn-primary", `Terapkan ${pairs.length} sel`, () => close(() => act(pairs))),
      button("btn-secondary", "Batal", () => close())], event.target.id);
  });
})();
