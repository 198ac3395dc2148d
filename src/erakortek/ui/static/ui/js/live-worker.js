/* One stream for all tabs of this browser: HTTP/1.1 allows six connections per origin.

   Tabs with the same topics share a stream. The topics stand readable in the ticket, before its
   time and signature; a newer ticket replaces an older one when the stream has to be opened again. */
"use strict";
const REOPEN_MS = 10000;
const streams = new Map(); // topics -> { address, ports, source, broken }

function topicsOf(address) {
  const token = new URL(address, self.location.href).searchParams.get("token") || "";
  return token.split(":")[0];
}

function open(stream) {
  const say = (message) => { for (const port of stream.ports) port.postMessage(message); };
  stream.source = new EventSource(stream.address);
  stream.source.onmessage = (event) => say({ data: event.data });
  stream.source.onopen = () => { if (stream.broken) say({ again: true }); stream.broken = false; };
  stream.source.onerror = () => {
    stream.broken = true;
    if (stream.source.readyState !== EventSource.CLOSED) return; // the browser tries again itself
    setTimeout(() => { if (stream.ports.size) open(stream); }, REOPEN_MS);
  };
}

function join(port, address) {
  const topics = topicsOf(address);
  const stream = streams.get(topics) || { ports: new Set(), source: null, broken: false };
  stream.address = address;
  stream.ports.add(port);
  if (!streams.has(topics)) { streams.set(topics, stream); open(stream); }
}

function leave(port) {
  for (const [topics, stream] of streams) {
    stream.ports.delete(port);
    if (!stream.ports.size) { stream.source.close(); streams.delete(topics); }
  }
}

self.onconnect = (event) => {
  const [port] = event.ports;
  port.onmessage = ({ data }) => { if (data.leave) leave(port); else join(port, data.address); };
};
