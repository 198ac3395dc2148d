"""What is shown when something is refused, missing or broken; and the gallery of components."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from erakortek.ui.gallery import specimens
from erakortek.ui.rendering import render

ERROR = "ui/error.html"
NUL_REFUSED = (
    "Ada karakter nol (NUL) di dalamnya, yang tidak dapat disimpan. Hapus karakter itu, atau ketik "
    "kembali isiannya, lalu kirim lagi."
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """400."""
    return _error(
        request,
        HTTPStatus.BAD_REQUEST,
        "Permintaan ini tidak dapat dibaca",
        "Peramban mengirim sesuatu yang tidak lengkap. Muat ulang halaman, lalu coba lagi.",
    )


def nul_refused(request: HttpRequest) -> HttpResponse:
    """400: ``ui.middleware`` met what cannot be stored."""
    return _error(request, HTTPStatus.BAD_REQUEST, "Permintaan ini tidak dapat dibaca", NUL_REFUSED)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403."""
    return _error(
        request,
        HTTPStatus.FORBIDDEN,
        "Anda tidak dapat melakukan ini",
        "Penugasan Anda tidak mencakup tindakan ini. Periksa penugasan yang sedang dipakai di "
        "bilah atas.",
    )


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """404: also for what exists but is not the reader's."""
    return _error(
        request,
        HTTPStatus.NOT_FOUND,
        "Halaman ini tidak ada",
        "Alamatnya keliru, atau isinya bukan untuk penugasan Anda. Mulai lagi dari Tugas saya.",
    )


def server_error(request: HttpRequest) -> HttpResponse:
    """500: nothing of the request was kept."""
    return _error(
        request,
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Terjadi gangguan pada sistem",
        "Permintaan Anda belum disimpan. Coba lagi sebentar lagi; bila berulang, laporkan waktu "
        "di kaki halaman ini.",
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 -- Django's signature
    """403: the form is too old, or came from elsewhere."""
    return _error(
        request,
        HTTPStatus.FORBIDDEN,
        "Formulir ini sudah kedaluwarsa",
        "Halamannya terlalu lama terbuka atau dibuka dari tempat lain. Muat ulang halaman, lalu "
        "kirim kembali.",
    )


def _error(request: HttpRequest, status: HTTPStatus, title: str, text: str) -> HttpResponse:
    return render(request, ERROR, {"title": title, "text": text}, status=status)


@require_GET
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in each of its states."""
    return render(request, "ui/gallery.html", {"specimens": specimens()})
