"""What a real host says with each answer: security headers, caching, content types. Data and pure functions.

`docs/deploy/nginx.conf` says the same; a test compares the two.
"""

import re

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)

SECURITY_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
}

EDITOR_POLICY = "frame-ancestors 'none'"
"""Below editor/: the page itself carries its policy, which names the office's Git host; a second one would only narrow
it."""


def security_headers(path: str) -> dict[str, str]:
    """For an address below the site's root, without a slash before it."""
    if path.startswith("editor/"):
        return SECURITY_HEADERS | {"Content-Security-Policy": EDITOR_POLICY}
    return SECURITY_HEADERS


FRESH = "no-cache"
"""Kept by the browser but asked about each time: what was removed must not be shown from a cache."""
IMMUTABLE = "public, max-age=31536000, immutable"
_HASHED = re.compile(r"(?:^|[.-])[0-9a-f]{16,64}\.(?!html$)[0-9a-z]+$")

_UTF8 = "; charset=utf-8"
CONTENT_TYPES = {
    ".html": f"text/html{_UTF8}",
    ".css": f"text/css{_UTF8}",
    ".js": f"text/javascript{_UTF8}",
    ".mjs": f"text/javascript{_UTF8}",
    ".json": f"application/json{_UTF8}",
    ".jsonl": f"application/x-ndjson{_UTF8}",
    ".jsonld": f"application/ld+json{_UTF8}",
    ".csv": f"text/csv{_UTF8}",
    ".ics": f"text/calendar{_UTF8}",
    ".prom": f"text/plain{_UTF8}",
    ".txt": f"text/plain{_UTF8}",
    ".md": f"text/markdown{_UTF8}",
    ".xml": f"application/xml{_UTF8}",
    ".atom": f"application/atom+xml{_UTF8}",
    ".svg": f"image/svg+xml{_UTF8}",
    ".webmanifest": f"application/manifest+json{_UTF8}",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".woff2": "font/woff2",
    ".pdf": "application/pdf",
    ".gz": "application/gzip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
OTHER_TYPE = "application/octet-stream"


def cache_control(name: str) -> str:
    """For a file name; immutable where it carries a hash of its content (16 or more hexadecimal digits)."""
    return IMMUTABLE if _HASHED.search(name) else FRESH


def content_type(suffix: str) -> str:
    """For a file's ending; unknown ones are bytes, which no browser runs."""
    return CONTENT_TYPES.get(suffix.lower(), OTHER_TYPE)


def compressible(kind: str) -> bool:
    """Text, and unnamed bytes (search shards); pictures and archives are compressed already."""
    return kind.endswith(_UTF8) or kind == OTHER_TYPE


def accepts_gzip(header: str) -> bool:
    """Whether Accept-Encoding allows gzip (RFC 9110 section 12.5.3)."""
    weights: dict[str, bool] = {}
    for each in header.split(","):
        name, _, parameters = each.partition(";")
        refused = re.fullmatch(r"\s*q\s*=\s*0(\.0*)?\s*", parameters) is not None
        weights[name.strip().lower()] = not refused
    return weights.get("gzip", weights.get("*", False))


def matches(if_none_match: str, etag: str) -> bool:
    """Whether one of the listed tags is `etag`, compared weakly (RFC 9110 section 13.1.2)."""
    if if_none_match.strip() == "*":
        return True
    return etag in re.findall(r'"[^"]*"', if_none_match)
