#!/bin/sh
# The browser tests need Debian's Chromium: as root it is installed, otherwise said in one sentence.
command -v chromium >/dev/null && exit 0
if [ "$(id -u)" = 0 ]; then
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y chromium >/dev/null && exit 0
fi
echo "Pengujian peramban memerlukan Chromium: pasang paket chromium, lalu ulangi." >&2
exit 1
