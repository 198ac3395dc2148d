/* One stream for all tabs of this browser: HTTP/1.1 allows six connections per origin. */
"use strict";
const ports = new Set();
let source = null;
let address = "";

function listen() {
  source = new EventSource(address);
  source.onmessage = (event) => { for (const port of ports) port.postMessage(event.data); };
}

self.onconnect = (event) => {
  const port = event.ports[0];
  ports.add(port);
  port.onmessage = (message) => {
    if (message.data.close) { ports.delete(port); return; }
    const wanted = message.data.address;
    const sameTopics = source && source.readyState !== 2 && message.data.topics === self.topics;
    if (sameTopics) return;
    if (source) source.close();
    address = wanted;
    self.topics = message.data.topics;
    listen();
  };
};
