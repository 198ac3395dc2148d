"""Parts of a web address."""

from urllib.parse import urlsplit


def origin_of(address: str) -> str:
    """Scheme, host and port of ``address``, as a security policy names a site (RFC 6454)."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
