from pathlib import Path

import pytest

from pipeline.portal.site import PageCount
from tests.portal.building import build_toy


@pytest.fixture(scope="session")
def toy(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PageCount]:
    return build_toy(tmp_path_factory.mktemp("toy"))


@pytest.fixture(scope="session")
def site(toy: tuple[Path, PageCount]) -> Path:
    return toy[0]
