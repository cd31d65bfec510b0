"""What the open data say of themselves (数据说明): datapackage.json (Frictionless) and catalog.jsonld (DCAT 3).

Pure: gives what is to be written.
"""

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from pipeline.bundle import Bundle
from pipeline.open_data.tables import DataFile, Field
from pipeline.settings import Site

_MEDIA = {
    ".csv": "text/csv",
    ".jsonl": "application/x-ndjson",
    ".json": "application/json",
    ".prom": "text/plain",
}
_REST = "用途说明、更新频率见开放数据页。数据以作出决定的机关为准；撤下的记录请随增量删除。"


def _schema(path: str, fields: Sequence[Field]) -> dict[str, object]:
    """CSV is read by headings, JSON Lines by keys; every value is text as it is shown."""
    by_title = path.endswith(".csv")
    named = [
        {"name": each.title if by_title else each.id, "title": each.title, "type": "string"}
        for each in fields
    ]
    return {"fields": named, "primaryKey": named[0]["name"]}


def _resource(file: DataFile, fields: Sequence[Field] | None) -> dict[str, object]:
    path = PurePosixPath(file.path)
    made: dict[str, object] = {
        "name": file.path.replace("/", "-").replace(".", "-").lower(),
        "path": file.path,
        "title": file.title,
        "format": path.suffix[1:],
        "mediatype": _MEDIA.get(path.suffix, "application/octet-stream"),
        "encoding": "utf-8",
        "bytes": file.bytes,
        "hash": f"sha256:{file.sha256}",
        "rows": file.rows,
    }
    if fields is not None:
        made |= {"profile": "tabular-data-resource", "schema": _schema(file.path, fields)}
    return made


def datapackage(
    bundle: Bundle, site: Site, files: Sequence[DataFile], fields: Mapping[str, Sequence[Field]]
) -> dict[str, object]:
    """datapackage.json; `fields` by the stem of a table's files."""
    tables = {f"{name}{ending}": each for name, each in fields.items() for ending in (".csv", ".jsonl")}
    return {
        "profile": "data-package",
        "name": "credit-portal",
        "title": f"{site.name}开放数据",
        "description": _REST,
        "homepage": site.url,
        "version": bundle.meta.build_id,
        "created": f"{bundle.meta.as_of}T00:00:00+08:00",
        "contributors": [{"title": site.undertaker or site.sponsor or site.name, "role": "publisher"}],
        "resources": [_resource(each, tables.get(each.path)) for each in files],
    }


def _distribution(file: DataFile, base: str) -> dict[str, object]:
    return {
        "@type": "dcat:Distribution",
        "dct:title": file.title,
        "dcat:downloadURL": {"@id": f"{base}{file.path}"},
        "dcat:mediaType": _MEDIA.get(PurePosixPath(file.path).suffix, "application/octet-stream"),
        "dcat:byteSize": file.bytes,
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": "sha256",
            "spdx:checksumValue": file.sha256,
        },
    }


def catalogue(bundle: Bundle, site: Site, files: Sequence[DataFile]) -> dict[str, object]:
    """catalog.jsonld: one dcat:Dataset for each title, with its files."""
    base = f"{site.url.rstrip('/')}/data/v1/"
    publisher = {"@type": "foaf:Agent", "foaf:name": site.undertaker or site.sponsor or site.name}
    by_title: dict[str, list[DataFile]] = {}
    for each in files:
        by_title.setdefault(each.title, []).append(each)
    modified = {"@type": "xsd:date", "@value": bundle.meta.as_of.isoformat()}
    return {
        "@context": {
            "dcat": "http://www.w3.org/ns/dcat#",
            "dct": "http://purl.org/dc/terms/",
            "foaf": "http://xmlns.com/foaf/0.1/",
            "spdx": "http://spdx.org/rdf/terms#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "@id": f"{base}catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": f"{site.name}开放数据",
        "dct:language": "zh-CN",
        "dct:modified": modified,
        "dct:publisher": publisher,
        "dcat:dataset": [
            {
                "@type": "dcat:Dataset",
                "@id": f"{base}{PurePosixPath(mine[0].path).with_suffix('').as_posix()}",
                "dct:title": title,
                "dct:modified": modified,
                "dct:publisher": publisher,
                "dcat:distribution": [_distribution(each, base) for each in mine],
            }
            for title, mine in by_title.items()
        ],
    }
