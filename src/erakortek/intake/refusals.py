"""Why a file as a whole is not taken: one sentence each, with what to do now."""

MAX_UNZIPPED = 400 * 1024 * 1024
MAX_ROWS = 200_000
MAX_CELLS = 5_000_000  # of the rectangles from A1 to the last filled cell, over all worksheets


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


def too_wide(name: str) -> str:
    return (
        f"Berkas “{name}” terentang lebih dari 5.000.000 sel sampai isi terakhirnya, jadi tidak "
        "dibaca; hapus isi yang jauh di luar tabelnya, atau bagi menjadi beberapa berkas."
    )
