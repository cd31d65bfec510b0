"""Invented names. Every organisation carries 示例 in its name and every person a surname that is none."""

import random

FIRST = "澄砚栎槿邈翊岑澍沅霁昉煦筱琰郢"
SECOND = "墨禾屿桁笙舟陌池砺岫菘谷珩尧汀"
TOWNS = ("甲山镇", "乙水镇", "丙田镇", "丁岭镇", "戊桥乡", "己湾乡", "示例街道")
ROADS = ("例一路", "例二路", "样本街", "演示大道", "虚构巷", "范例路")
FOOD = ("大米", "茶叶", "豆制品", "米粉", "食用油", "饮用水", "糕点", "腌菜")
WARES = ("竹木制品", "石料", "塑料颗粒", "服装", "五金配件", "机制砂", "钢结构件", "纸箱")
_PERSON = "示例样拟虚"
_GIVEN = ("一鸣", "知远", "若谷", "思宁", "望舒", "云起", "清和", "有为", "怀瑾", "初晴", "明德", "向阳")

TRADES = {
    "批发和零售业": ("商贸", "食品", "农资", "建材", "医药"),
    "制造业": ("纺织", "机械制造", "竹木制品", "食品加工", "塑料制品"),
    "建筑业": ("建筑工程", "装饰工程", "市政工程"),
    "交通运输、仓储和邮政业": ("物流", "货运", "仓储"),
    "住宿和餐饮业": ("餐饮管理", "酒店管理"),
    "居民服务、修理和其他服务业": ("家政服务", "汽车维修"),
    "文化、体育和娱乐业": ("文化传播", "旅行社", "娱乐"),
    "租赁和商务服务业": ("人力资源服务", "劳务派遣", "企业管理"),
}
SHOPS = ("便利店", "餐馆", "小吃店", "五金店", "农资经营部", "理发店", "汽修部", "旅馆", "诊所", "水果店")


def brand(rng: random.Random) -> str:
    """Two rare characters that make no word."""
    return rng.choice(FIRST) + rng.choice(SECOND)


def person(rng: random.Random) -> str:
    """A person that cannot be: none of these surnames is one."""
    return rng.choice(_PERSON) + rng.choice(_GIVEN)


def place(rng: random.Random) -> str:
    """An address in the invented county."""
    return f"示例县{rng.choice(TOWNS)}{rng.choice(ROADS)}{rng.randint(1, 299)}号"
