/* What changes elsewhere arrives as "row X is now version n"; the page asks for its block again. */
"use strict";
(() => {
  const address = document.body.dataset.liveUrl;
  const watched = () => [...document.querySelectorAll("[data-live]")];
  if (!address || !watched().length || !window.EventSource) return;
  const COALESCE_MS = 400;
  const waiting = new Map();

  function heard(data) {
    const topic = JSON.parse(data).topic;
    if (waiting.has(topic)) return;
    waiting.set(topic, setTimeout(() => {
      waiting.delete(topic);
      for (const element of watched()) {
        if (element.dataset.live === topic) element.dispatchEvent(new CustomEvent("live", { bubbles: false }));
      }
    }, COALESCE_MS));
  }

  if (window.SharedWorker) {
    const worker = new SharedWorker(document.body.dataset.liveWorker);
    worker.port.onmessage = (event) => heard(event.data);
    worker.port.start();
    const topics = watched().map((element) => element.dataset.live).sort().join(" ");
    worker.port.postMessage({ address, topics });
    window.addEventListener("pagehide", () => worker.port.postMessage({ close: true }));
  } else {
    const source = new EventSource(address);
    source.onmessage = (event) => heard(event.data);
    window.addEventListener("pagehide", () => source.close());
  }
})();
