#!/bin/sh
# make ci: each stage with its minutes; stops at the first that fails.
set -e
stage() {
  name=$1; shift
  begin=$(date +%s)
  echo "── $name"
  "$@"
  echo "── $name: $(( ($(date +%s) - begin) / 60 )) menit $(( ($(date +%s) - begin) % 60 )) detik"
}
postgres15() {
  if [ ! -x /usr/lib/postgresql/15/bin/postgres ]; then
    [ "$(id -u)" = 0 ] || { echo "PostgreSQL 15 diperlukan: pasang paket postgresql-15." >&2; exit 1; }
    mkdir -p /etc/postgresql-common
    echo "create_main_cluster = false" > /etc/postgresql-common/createcluster.conf
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y postgresql-15 >/dev/null
  fi
  # What a server can change: not files, words, pages, and who gets which answer at which door.
  ERAKORTEK_POSTGRES_BIN=/usr/lib/postgresql/15/bin .venv/bin/python -m pytest -n 2 \
    --ignore=tests/browser --ignore=tests/ui --ignore=tests/lib --ignore=tests/beranda \
    --ignore=tests/dashboard --ignore=tests/integration \
    --ignore-glob="tests/*/test_views.py" --ignore-glob="tests/*/test_pages.py" \
    --ignore=tests/architecture/test_authorisation.py --ignore=tests/architecture/test_doors.py \
    --ignore=tests/architecture/test_house.py --ignore=tests/architecture/test_requirements.py \
    --ignore=tests/architecture/test_settings.py --ignore=tests/architecture/test_workflows.py \
    --ignore=tests/accounts/test_second_factor.py --ignore=tests/accounts/test_single_sign_on.py \
    --ignore=tests/intake/test_extents.py --ignore=tests/intake/test_xls.py \
    --ignore=tests/intake/test_reading.py --ignore=tests/intake/test_weighing.py \
    --ignore=tests/intake/test_marking.py --ignore=tests/intake/test_sipd.py
}
stage "pemeriksaan" make --no-print-directory check
stage "pengujian pada server bawaan" make --no-print-directory test
stage "pengujian basis data pada PostgreSQL 15" postgres15
