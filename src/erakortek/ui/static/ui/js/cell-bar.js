/* Above the entry grid, like Excel's formula bar: which cell this is, in full, how its value stands,
   and what the columns hold that a narrow window hides. Everything it says is read from the row. */
"use strict";
(() => {
  const grid = document.querySelector("[data-autosave]");
  const box = grid && grid.closest(".ek-grid-box");
  if (!box) return;
  const heads = [...grid.querySelectorAll("thead th")];
  const words = (element) => (element ? element.innerText.replace(/\s+/g, " ").trim() : "");
  let shownRow = "", shownColumn = 0;

  function make(tag, style, ...parts) { const made = document.createElement(tag); made.className = style; made.append(...parts); return made; }
  const bar = make("div", "ek-cellbar");
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Sel yang dipilih");

  function icon(name) {
    const known = document.querySelector('use[href*="#i-"]');
    const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const use = document.createElementNS(picture.namespaceURI, "use");
    picture.setAttribute("class", "ek-icon");
    picture.setAttribute("aria-hidden", "true");
    use.setAttribute("href", `${known ? known.getAttribute("href").split("#")[0] : ""}#i-${name}`);
    picture.append(use);
    return picture;
  }

  function standing(cell) { // how the value of this cell stands; the row's own note is not repeated
    const input = cell.querySelector("input[data-saved]");
    if (cell.classList.contains("is-locked")) return [icon("final"), ` Terkunci: ${cell.title}`];
    if (cell.classList.contains("is-waiting")) return [icon("wait"), " Menunggu dikirim; isian aman di peramban ini."];
    if (cell.classList.contains("is-clash")) return [icon("clash"), " Bentrok; kedua nilai tertulis di bawah baris ini."];
    if (cell.classList.contains("is-refused")) return [icon("refused"), " Ditolak; alasannya tertulis di bawah baris ini."];
    if (!input) return [words(cell) || "Kosong."];
    return [input.dataset.saved ? `Tersimpan sebagai ${input.dataset.saved}.` : "Belum diisi."];
  }

  function elsewhere(cells) { // what is hidden or cut off, with the name of its column
    return cells.slice(1).map((cell, index) => [heads[index + 1], cell])
      .filter(([head, cell]) => head && (cell.offsetParent === null || cell.scrollWidth > cell.clientWidth || cell === cells[cells.length - 1]))
      .map(([head, cell]) => {
        const input = cell.querySelector("input[data-saved]");
        const value = (input ? input.value : cell.textContent).replace(/\s+/g, " ").trim();
        const name = [...head.childNodes].map((node) => node.textContent).join(" ").replace(/\s+/g, " ").trim();
        return value && value !== "–" ? `${name}: ${value}` : "";
      }).filter(Boolean).join(" · ");
  }

  function show(row, column) {
    const line = row && row.querySelector("tr");
    const cell = line && line.cells[column];
    if (!cell) return;
    [shownRow, shownColumn] = [row.id, column];
    const name = line.querySelector(".is-name");
    bar.replaceChildren(
      make("div", "", make("p", "ek-cellbar__name", `${words(name.querySelector("a") || name)} · ${words(heads[column]) || "baris ini"}`),
        make("p", "ek-meta", (name.querySelector(".ek-meta") || name).textContent.replace(/\s+/g, " ").trim())),
      make("div", "", make("p", "", ...standing(cell)), make("p", "ek-meta", elsewhere([...line.cells]))));
  }

  function showAt(target) {
    const row = target.closest("tbody[data-row]");
    const cell = target.closest("td, th");
    if (!row || !cell || cell.closest("tr") !== row.querySelector("tr")) return;
    const own = row.querySelector("td.is-edit, td.is-locked");
    show(row, (cell.matches(".is-name") && own ? own : cell).cellIndex);
  }
  for (const kind of ["focusin", "click"]) grid.addEventListener(kind, (event) => showAt(event.target));
  new MutationObserver(() => show(document.getElementById(shownRow), shownColumn))
    .observe(grid, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });

  box.before(bar);
  const first = grid.querySelector("tbody[data-row] td.is-edit") || grid.querySelector("tbody[data-row] td.is-locked");
  if (first) showAt(first);
})();
