"""What the parts of a credit code mean (统一社会信用代码的构成, GB 32100-2015) in words. Reads and writes nothing."""

# GB 32100-2015, table 1, with the amendment of 2019 (N 农村集体经济组织).
_AUTHORITIES = {
    "1": "机构编制",
    "2": "外交",
    "3": "司法行政",
    "4": "文化",
    "5": "民政",
    "6": "旅游",
    "7": "宗教",
    "8": "工会",
    "9": "市场监督管理",
    "A": "中央军委改革和编制办公室",
    "N": "农业农村",
    "Y": "其他",
}
_CATEGORIES = {
    "11": "机关",
    "12": "事业单位",
    "13": "群众团体",
    "19": "其他",
    "31": "律师执业机构",
    "32": "公证处",
    "33": "基层法律服务所",
    "34": "司法鉴定机构",
    "35": "仲裁委员会",
    "51": "社会团体",
    "52": "民办非企业单位",
    "53": "基金会",
    "59": "其他",
    "71": "宗教活动场所",
    "72": "宗教院校",
    "81": "基层工会",
    "91": "企业",
    "92": "个体工商户",
    "93": "农民专业合作社",
    "N1": "组级集体经济组织",
    "N2": "村级集体经济组织",
    "N3": "乡镇级集体经济组织",
}


PARTS = (
    (0, 1, "登记管理部门"),
    (1, 2, "机构类别"),
    (2, 8, "登记管理机关行政区划"),
    (8, 17, "主体标识码"),
    (17, 18, "校验码"),
)
"""First symbol, the symbol after the last, and name of each part of a code."""


def meanings(code: str) -> tuple[str, ...]:
    """What each of `PARTS` means; the first two symbols decide."""
    authority, category = _AUTHORITIES.get(code[0], "其他"), _CATEGORIES.get(code[:2], "其他")
    return authority, category, "首次登记时的区划代码", "即组织机构代码", "由前17位算出"
