/* What changes elsewhere arrives as "something of this topic changed"; the page asks for its block again. */
"use strict";
(() => {
  const address = document.body.dataset.liveUrl;
  const watched = () => [...document.querySelectorAll("[data-live]")];
  if (!address || !watched().length || !window.EventSource) return;
  const COALESCE_MS = 400;
  const waiting = new Map();

  function tell(topic) { // no topic: messages may have been missed, so everybody asks again
    waiting.delete(topic);
    for (const element of watched()) {
      if (!topic || element.dataset.live === topic) element.dispatchEvent(new CustomEvent("live"));
    }
  }
  function heard({ data, again }) {
    const topic = again ? "" : JSON.parse(data).topic;
    if (!waiting.has(topic)) waiting.set(topic, setTimeout(tell, COALESCE_MS, topic));
  }

  function shared() {
    const { port } = new SharedWorker(document.body.dataset.liveWorker);
    port.onmessage = (event) => heard(event.data);
    const join = () => port.postMessage({ address });
    join();
    window.addEventListener("pagehide", () => port.postMessage({ leave: true }));
    window.addEventListener("pageshow", (event) => { if (event.persisted) { join(); heard({ again: true }); } });
  }
  function alone() {
    const source = new EventSource(address);
    let broken = false;
    source.onmessage = (event) => heard({ data: event.data });
    source.onerror = () => { broken = true; };
    source.onopen = () => { if (broken) heard({ again: true }); broken = false; };
    window.addEventListener("pagehide", () => source.close());
  }

  if (window.SharedWorker && document.body.dataset.liveWorker) {
    try { shared(); return; } catch { /* forbidden here: each tab listens alone */ }
  }
  alone();
})();
