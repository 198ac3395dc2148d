"""How long an import takes: 10,000 rows previewed and applied, 100,000 as the worker would."""

import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

YEAR = 2030  # one for which the demo world has no realisasi


def rows(total):
    """CSV of realisasi: every indikator without limits × every wilayah, as many as asked for."""
    from erakortek.reference.models import Wilayah
    from erakortek.reference.selectors import definisi_now

    every = definisi_now().order_by("indikator__kode")
    free = every.filter(batas_atas=None, batas_bawah=None) or every
    kinds = free.values_list("indikator__kode", flat=True)
    places = Wilayah.objects.order_by("kode").values_list("kode", flat=True)
    yield "Kode indikator;Kode wilayah;Tahun;Nilai;Sumber\n"
    triples = itertools.product(range(YEAR, YEAR + 50), kinds, places)
    for number, (year, kind, place) in enumerate(itertools.islice(triples, total)):
        yield f"{kind};{place};{year};{10 + number % 80},5;Rekaan\n"


def accounts(total):
    """Print how long it takes to issue so many accounts from one workbook."""
    from erakortek.accounts.sheets import AKUN
    from erakortek.intake import services
    from erakortek.reference.enums import JenisInstansi
    from erakortek.reference.models import Instansi

    provincial = Instansi.objects.filter(jenis=JenisInstansi.PD, wilayah__induk=None)
    kodes = list(provincial.order_by("kode").values_list("kode", flat=True))
    lines = ["Nama akun;Peran;Kode instansi;Nama;Mulai"] + [
        f"bench.{number};PD provinsi;{kodes[number % len(kodes)]};Orang {number};2027-01-01"
        for number in range(total)
    ]
    begin = time.perf_counter()
    content = "\n".join(lines).encode()
    batch = services.read_now(sheet=AKUN, content=content, name="akun.csv")
    read = time.perf_counter()
    services.apply_batch(batch_id=batch.pk, actor=None)
    done = time.perf_counter()
    print(f"{total} accounts: preview {read - begin:.1f} s, issued {done - read:.1f} s")


def measure():
    """Print all three measurements, against the server that ``statements.join`` connected to."""
    from erakortek.intake import services
    from erakortek.reference.sheets import REALISASI

    content = "".join(rows(10_000)).encode()
    begin = time.perf_counter()
    batch = services.read_now(sheet=REALISASI, content=content, name="realisasi.csv")
    read = time.perf_counter()
    services.apply_batch(batch_id=batch.pk, actor=None)
    done = time.perf_counter()
    print(f"\nimport of 10,000 rows: preview {read - begin:.1f} s, applied {done - read:.1f} s")
    accounts(10_000)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "realisasi.csv"
        path.write_text("".join(rows(100_000)))
        command = [sys.executable, "-m", "erakortek", "impor", "realisasi", str(path), "--json"]
        begin = time.perf_counter()
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
        seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"import of 100,000 rows, read and applied: {seconds:.1f} s, peak {peak:.0f} MB")
