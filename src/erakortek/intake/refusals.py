"""Why a file as a whole is not taken: one sentence each, with what to do now."""

MAX_UNZIPPED = 400 * 1024 * 1024
MAX_ROWS = 200_000
# Each is a field of the mapping page. Our widest sheet has 28, SIPD's nomenklatur 14; a table with a
# column for each of the 552 provinsi, kabupaten, and kota is still taken.
MAX_COLUMNS = 600
MAX_CELLS = 5_000_000  # of the rectangles from A1 to the last filled cell, over all worksheets
MAX_LETTERS_OF_CELL = 32_767  # Excel's own limit
# Of all cells, a text counted in each. A real file of 25 MB stays below: nomenklatur of SIPD has 6.6
# letters per byte of its file. The reader takes 2 bytes for a letter, for rare signs up to 8.
MAX_LETTERS = 200_000_000


def locked(name: str) -> str:
    return f"Berkas “{name}” dikunci dengan sandi; simpan ulang tanpa sandi, lalu unggah lagi."


def has_macros(name: str) -> str:
    return f"Berkas “{name}” memuat makro; simpan sebagai .xlsx tanpa makro, lalu unggah lagi."


def damaged(name: str) -> str:
    return (
        f"Berkas “{name}” rusak atau bukan lembar kerja; buka di Excel, simpan ulang sebagai "
        ".xlsx, lalu unggah lagi."
    )


def unfolds(name: str) -> str:
    return (
        f"Berkas “{name}” mengembang melebihi {MAX_UNZIPPED // 1024 // 1024} MB saat dibuka, "
        "jadi tidak dibaca; hapus lembar dan gambar yang tidak perlu."
    )


def too_long(name: str) -> str:
    return (
        f"Berkas “{name}” memuat lebih dari 200.000 baris; hapus isi yang jauh di bawah tabelnya, "
        "atau bagi menjadi beberapa berkas."
    )


def too_broad(name: str) -> str:
    return (
        f"Berkas “{name}” memuat lebih dari 600 kolom, jadi tidak dibaca; hapus isi yang jauh di "
        "kanan tabelnya, lalu unggah lagi."
    )


def too_wide(name: str) -> str:
    return (
        f"Berkas “{name}” terentang lebih dari 5.000.000 sel sampai isi terakhirnya, jadi tidak "
        "dibaca; hapus isi yang jauh di luar tabelnya, atau bagi menjadi beberapa berkas."
    )


def overfull(name: str, sel: str) -> str:
    return (
        f"Sel {sel} di berkas “{name}” memuat lebih dari 32.767 huruf, batas satu sel di Excel; "
        "ringkas isinya, lalu unggah lagi."
    )


def too_wordy(name: str) -> str:
    return (
        f"Berkas “{name}” memuat lebih dari 200.000.000 huruf, jadi tidak dibaca; hapus kolom yang "
        "tidak perlu, atau bagi menjadi beberapa berkas."
    )
