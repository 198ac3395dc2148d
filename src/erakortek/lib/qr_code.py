"""QR codes as drawings, for documents."""

import io

import segno

_INK = "#17201F"


def qr_svg(url: str) -> str:
    """A QR code for ``url`` as SVG, with error correction M (15 %): a folded corner may be lost."""
    drawing = io.BytesIO()
    segno.make(url, error="m", micro=False).save(
        drawing, kind="svg", xmldecl=False, svgns=True, dark=_INK, border=2
    )
    return drawing.getvalue().decode()
