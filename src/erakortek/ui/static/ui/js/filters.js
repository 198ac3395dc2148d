/* A filter form is sent when a choice in it changes; a batch table counts what is chosen.

   Both keep working without this file: the form has its button, the boxes are plain boxes. */
"use strict";
(() => {
  const boxesOf = (table) => [...table.querySelectorAll("tbody input[type=checkbox]:not(:disabled)")];

  function count(table) {
    const boxes = boxesOf(table), chosen = boxes.filter((box) => box.checked).length;
    const all = table.querySelector("[data-select-all]");
    all.checked = boxes.length > 0 && chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    const scope = table.closest("form, section, main") || document;
    for (const place of scope.querySelectorAll("[data-batch-count]")) place.textContent = String(chosen);
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto-submit]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
    const table = event.target.closest("table");
    if (!table || !table.querySelector("[data-select-all]")) return;
    if (event.target.matches("[data-select-all]")) {
      for (const box of boxesOf(table)) box.checked = event.target.checked;
    }
    count(table);
  });
  // A browser names its file button in its own language; ours is a label, and says what was chosen.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("input[data-file]")) return;
    const place = event.target.parentElement.querySelector("[data-file-name]");
    const [file] = event.target.files;
    if (place) place.textContent = file ? file.name : "Belum ada berkas dipilih.";
  });
  for (const all of document.querySelectorAll("table [data-select-all]")) count(all.closest("table"));
})();
