"""Turns a template and its context into a file (页面输出). Knows nothing of what the pages say.

Reads theme/templates; writes below the staging folder it is given. A name that leads out of it is an error.
"""

import os
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from threading import get_ident

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.bccache import Bucket
from markupsafe import Markup

from pipeline.errors import VerifyError
from pipeline.portal.contexts import Frame

PROJECT = Path(__file__).resolve().parents[2]
THEME = PROJECT / "theme"
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL


class CompiledTemplates(BytecodeCache):
    """Templates as Python code, kept beside them as Python keeps modules: compiling takes a second of each run.

    Jinja2 takes what is kept only for the same text of a template and the same Python. Its own settings are not among
    what it compares, so each `user` of other settings has a folder of its own.
    """

    def __init__(self, user: str, kept: Path = THEME / "templates" / "__pycache__") -> None:
        self._folder = kept / user

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket with what is kept, if anything is."""
        path = self._folder / bucket.key
        if path.is_file():
            bucket.load_bytecode(BytesIO(path.read_bytes()))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled; where the program's own folder cannot be written, as under another user, nothing."""
        there = next(each for each in (self._folder, *self._folder.parents) if each.exists())
        if os.access(there, os.W_OK):
            self._folder.mkdir(parents=True, exist_ok=True)
            draft = self._folder / f".{bucket.key}.{os.getpid()}.{get_ident()}"
            draft.write_bytes(bucket.bytecode_to_string())
            draft.replace(self._folder / bucket.key)


def plain_environment() -> Environment:
    """The theme's templates by Jinja2 with autoescape on and undefined names as errors."""
    return Environment(
        loader=FileSystemLoader(THEME / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        bytecode_cache=CompiledTemplates("pages"),
    )


@lru_cache(maxsize=2)
def environment(frame: Frame) -> Environment:
    """The templates of the site's pages; `frame` is known to every one."""
    made = plain_environment()
    made.globals["frame"] = frame

    @lru_cache(maxsize=64)
    def part(name: str, root: str, current: str | None = None, lasting: bool = False) -> Markup:
        """Header, footer and links of the head: the same for all pages of one depth, so rendered once."""
        return Markup(made.get_template(name).render(root=root, current=current, lasting=lasting))  # noqa: S704 - rendered with autoescape

    made.globals["part"] = part
    return made


def write_new(path: str, data: bytes | memoryview) -> None:
    """Write a file that must not exist yet; two pages of one address are an error."""
    try:
        handle = os.open(path, _FLAGS, 0o644)
    except FileExistsError as error:
        raise VerifyError(f"两个页面使用同一地址：{path}。请检查文章或页面的 Slug。") from error
    try:
        while data:
            data = data[os.write(handle, data) :]
    finally:
        os.close(handle)


def _make_folder(folder: str) -> None:
    """One system call in the usual case; Path.mkdir takes four times as long, 31,152 times."""
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileExistsError:
        pass
    except FileNotFoundError:
        Path(folder).mkdir(parents=True, exist_ok=True)


class Pages:
    """Writes pages below one folder and keeps count of them."""

    def __init__(self, target: Path, frame: Frame) -> None:
        self.frame = frame
        self._target = str(target)
        self._environment = environment(frame)
        self._made: set[str] = set()
        self.written = 0

    def template(self, name: str) -> Template:
        """A compiled template of the theme."""
        return self._environment.get_template(name)

    def render(self, name: str, path: str, view: object) -> None:
        """Render `name` with `view` and write it as `path`."""
        self.write(path, self.template(name).render(view=view))

    def write(self, path: str, page: str | bytes) -> None:
        """Write a page, a text or its UTF-8, as `path`, which is relative to the site's root."""
        folder, _, _ = path.rpartition("/")
        if ".." in path or path.startswith("/"):
            raise VerifyError(f"页面地址超出站点目录：{path}。")
        if folder and folder not in self._made:
            _make_folder(f"{self._target}/{folder}")
            self._made.add(folder)
        write_new(f"{self._target}/{path}", page.encode("utf-8") if isinstance(page, str) else page)
        self.written += 1

    def write_folder(self, folder: str, page: bytes | memoryview) -> None:
        """Write a page as the index of a folder of its own; one that is there already is an error."""
        try:
            os.mkdir(f"{self._target}/{folder}")  # noqa: PTH102 - see _make_folder
        except FileExistsError as error:
            raise VerifyError(f"两个页面使用同一地址：{folder}。请重新生成公示包。") from error
        write_new(f"{self._target}/{folder}/index.html", page)
        self.written += 1
