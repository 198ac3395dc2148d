"""An old .xls from records, as little of one as its readers need."""

import struct

SMALLEST = 4096  # bytes; a shorter stream lies elsewhere
LARGE = 6_000_000  # bytes; a longer stream needs sectors of 4,096 bytes
BOF, EOF, CONTINUE, BOUNDSHEET, SST = 0x0809, 0x000A, 0x003C, 0x0085, 0x00FC
NUMBER, LABEL, LABELSST, MULRK, STRING = 0x0203, 0x0204, 0x00FD, 0x00BD, 0x0207
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
MOST = 8_224  # bytes of one record


def record(kind, data=b""):
    return struct.pack("<HH", kind, len(data)) + data


def bof(kind):
    return record(BOF, struct.pack("<4H8x", 0x0600, kind, 0x0DBB, 0x07CC))


def text(letters):
    """``letters`` times A, as texts that cells share are kept."""
    return struct.pack("<HB", letters, 0) + b"A" * letters


def shared(*lengths):
    """The texts that cells share, with what continues them: cut in the middle of a text."""
    held = struct.pack("<II", len(lengths), len(lengths)) + b"".join(map(text, lengths))
    first, rest = record(SST, held[:MOST]), held[MOST:]
    pieces = [rest[at : at + MOST - 1] for at in range(0, len(rest), MOST - 1)]
    return first + b"".join(record(CONTINUE, b"\0" + piece) for piece in pieces)


def cell(kind, row, column, data):
    return record(kind, struct.pack("<HHH", row, column, 0) + data)


def xls(*cells, strings=b"", tabs=1, before=b"", folder=("Workbook",)):
    """A file whose ``tabs`` all show the one worksheet of these records."""
    length = len(bof(5) + before + strings) + tabs * 19 + 4  # 19: a tab below
    head = struct.pack("<IBBBB", length, 0, 0, 7, 0)
    names = b"".join(record(BOUNDSHEET, head + b"Lembar%d" % tab) for tab in range(tabs))
    globals_ = bof(5) + before + names + strings + record(EOF)
    assert len(globals_) == length
    return container(globals_ + bof(16) + b"".join(cells) + record(EOF), folder)


def container(stream, folder):
    """The file system around one stream; every name of ``folder`` leads to it."""
    stream = stream.ljust(SMALLEST, b"\0")
    sector, is_large = (4_096, True) if len(stream) > LARGE else (512, False)
    long = -(-len(stream) // sector)
    tables = -(-(long + 1) * 4 // (sector - 4))
    chain = [FAT] * tables + [END] + [tables + 2 + at for at in range(long - 1)] + [END]
    fat = b"".join(struct.pack("<I", one) for one in chain).ljust(tables * sector, b"\xff")
    entries = [entry("Root Entry", 5, END, 0, 1)]
    entries += [entry(name, 2, tables + 1, len(stream)) for name in folder]
    directory = b"".join(entries).ljust(sector, b"\0")
    places = b"".join(struct.pack("<I", at) for at in range(tables)).ljust(436, b"\xff")
    head = struct.pack(
        "<8s16x5H6x9I",
        *(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
            0x3E,
            3 + is_large,
            0xFFFE,
            sector.bit_length() - 1,
            6,
        ),
        *(is_large, tables, tables, 0, SMALLEST, END, 0, END, 0),
    )
    content = stream.ljust(long * sector, b"\0")
    return (head + places).ljust(sector, b"\0") + fat + directory + content


def entry(name, kind, start, size, child=FREE):
    raw = name.encode("utf-16-le")
    return struct.pack(
        "<64sHBB3I36xIII", raw, len(raw) + 2, kind, 1, FREE, FREE, child, start, size, 0
    )
