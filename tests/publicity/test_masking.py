"""Names of natural persons masked where they stand and where the record's own texts repeat them."""

import ibis

from pipeline.publicity.masking import mask_persons
from tests.publicity.tables import rows_of


def test_a_persons_name_is_masked_everywhere_and_an_organisations_nowhere() -> None:
    names = ["张小某", "欧阳某", "张小某商店"]
    table = ibis.memtable(
        {
            "person": [True, True, False],
            "subject_name": names,
            "facts": [f"{name}无照经营，{name}承认" for name in names],
            "other": ["张小某", "甲某", "乙某"],
        }
    )
    assert rows_of(mask_persons(table, ("subject_name", "facts"))) == [
        {"person": True, "subject_name": "张*", "facts": "张*无照经营，张*承认", "other": "张小某"},
        {"person": True, "subject_name": "欧*", "facts": "欧*无照经营，欧*承认", "other": "甲某"},
        {
            "person": False,
            "subject_name": "张小某商店",
            "facts": "张小某商店无照经营，张小某商店承认",
            "other": "乙某",
        },
    ]
