"""What the check before going live stops: pages and records too many or too few, identity numbers, other subjects' plans."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.bundle import Bundle, open_bundle
from pipeline.errors import VerifyError
from pipeline.portal.lasting import Plan
from pipeline.portal.workers import crew
from pipeline.verify import verify
from tests.portal.building import build_toy
from tests.toy import A

Built = tuple[Bundle, Path, Plan]
RECORD = re.compile(r' data-record="[0-9a-f]+"')


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("toy")
    site, made = build_toy(folder)
    (site / "data/v1").mkdir(parents=True)
    (site / "data/v1/manifest.json").touch()
    return open_bundle(folder / "bundle"), site, made.plan


def looked_at(toy: Built, site: Path) -> None:
    with crew(1) as beside:
        verify(toy[0], site, toy[2], beside)


def _edited(page: str, change: Callable[[str], str]) -> Callable[[Path], object]:
    def change_page(site: Path) -> None:
        path = site / page
        before = path.read_text(encoding="utf-8")
        path.write_text(change(before), encoding="utf-8")
        assert path.read_text(encoding="utf-8") != before

    return change_page


def _without_one(text: str) -> str:
    return RECORD.sub("", text, count=1)


def _with_another(text: str) -> str:
    return RECORD.sub(' data-record="00000000000000ff"', text, count=1)


DAMAGE: dict[str, Callable[[Path], object]] = {
    "主体页与公示包不一致：多出 1 个": lambda site: shutil.copytree(site / f"e/{A}", site / f"e/{A[:-1]}X"),
    "主体页与公示包不一致：多出 0 个，缺少 1 个": lambda site: shutil.rmtree(site / f"e/{A}"),
    "按月目录的页面与公示包不一致：多出 0 个，缺少 1 个": lambda site: shutil.rmtree(site / "permit/2026-10"),
    "主体页上的记录与公示包不一致：多出 0 个，缺少 1 个": _edited(f"e/{A}/index.html", _without_one),
    "主体页上的记录与公示包不一致：多出 1 个，缺少 1 个": _edited(f"e/{A}/index.html", _with_another),
    "列表页上的记录与公示包不一致：多出 1 个": _edited("permit/2026-10/index.html", _with_another),
    "有身份证号": _edited("index.html", lambda text: f"{text}<p>11010519491231002X</p>"),
    "缺少：404.html": lambda site: (site / "404.html").unlink(),
}


def test_a_whole_site_passes(toy: Built) -> None:
    looked_at(toy, toy[1])


@pytest.mark.parametrize("told", DAMAGE)
def test_damage_is_noticed(toy: Built, tmp_path: Path, told: str) -> None:
    site = tmp_path / "site"
    shutil.copytree(toy[1], site)
    DAMAGE[told](site)
    with pytest.raises(VerifyError, match=re.escape(told)):
        looked_at(toy, site)


@pytest.mark.parametrize(("fewer", "told"), [(True, "多出 1 个，缺少 0 个"), (False, "多出 0 个，缺少 1 个")])
def test_a_plan_of_other_subjects_than_the_bundles_stops(
    toy: Built, tmp_path: Path, fewer: bool, told: str
) -> None:
    """A plan may have its subjects of the build before; pages and folders would agree with it all the same."""
    bundle, site, plan = toy
    shutil.copytree(bundle.path, tmp_path / "bundle")
    path = tmp_path / "bundle/subjects.parquet"
    subjects = pq.read_table(path)
    first = subjects.slice(0, 1)
    another = first.set_column(0, subjects.schema.field(0), pa.array(["91439999MA0000099X"]))
    assert subjects.column_names[0] == "code"
    pq.write_table(subjects.slice(1) if fewer else pa.concat_tables([subjects, another]), path)
    with pytest.raises(VerifyError, match=f"计划的主体页与公示包不一致：{told}"):
        looked_at((open_bundle(tmp_path / "bundle"), site, plan), site)
