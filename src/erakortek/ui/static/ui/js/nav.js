/* On a phone the line of destinations is wider than the screen: show where one is. */
"use strict";
(() => {
  const here = document.querySelector(".ek-nav a[aria-current]");
  if (!here) return;
  for (let box = here.parentElement; box && !box.matches(".ek-nav"); box = box.parentElement) {
    if (box.scrollWidth > box.clientWidth) {
      box.scrollLeft += here.getBoundingClientRect().left - box.getBoundingClientRect().left - 16;
      return;
    }
  }
})();
