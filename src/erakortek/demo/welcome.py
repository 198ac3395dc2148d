"""What is printed when the demo world has started; needs no database."""

PASSWORD = "Rakortek-Latihan-2028"  # noqa: S105 -- public: the demo world refuses production

SHOWN = (
    ("superadmin", "membuka Rakortek, mengatur tahapan"),
    ("superadmin2", "menyetujui susunan indikator sebagai orang kedua"),
    ("fasilitator", "menjalankan desk, menyusun Berita Acara"),
    ("notulis", "mencatat di desk"),
    ("bappenas", "memimpin desk kewilayahan"),
    ("kl.1.02", "K/L pengampu bidang Kesehatan"),
    ("bappeda.11", "Bappeda Aceh: verifikasi, indikator makro"),
    ("pd.11.1.02", "perangkat daerah bidang Kesehatan di Aceh"),
    ("pd.52.01.1.02", "perangkat daerah bidang Kesehatan di Lombok Barat"),
    ("pimpinan", "membaca dasbor"),
    ("auditor", "membaca semua beserta riwayatnya"),
)


def lines() -> list[str]:
    """The short list of accounts, one line each."""
    width = max(len(name) for name, _ in SHOWN)
    return [f"{name:<{width}}  {what}" for name, what in SHOWN]
