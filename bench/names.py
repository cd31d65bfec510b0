"""Names as a big register has them: place, brand, trade, form, drawn unevenly from thousands of parts. For bench/search.py.

Seeded and invented: brands are two to four characters of the 3,755 most common ones (GB 2312, level 1), so that
a million names have about as many different pairs of characters as a province's have. Writes nothing.
"""

import numpy as np
import numpy.typing as npt

from bench.register import Register, credit_code_of

_COMMON = bytes(b for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) for b in (row, cell))
CHARACTERS = tuple(_COMMON[: 3755 * 2].decode("gb2312"))
PLACES = 160
_ENDS = ("县", "市", "区", "镇", "乡")
_TRADES = tuple(
    """
    商贸 食品 农资 建材 医药 纺织 机械制造 建筑工程 物流 仓储
    餐饮管理 家政服务 劳务 农业开发 种植 养殖 电子商务 信息科技 网络科技 文化传媒
    广告 装饰工程 园林绿化 汽车维修 汽车贸易 房地产开发 物业管理 旅游开发 教育咨询 医疗器械
    化工 塑料制品 五金 家具 服装 鞋业 玩具 包装材料 印刷 矿业
    石材 水泥制品 新能源 光伏发电 水电开发 环保科技 再生资源 粮油 茶叶 酒业
    水产 林业 果蔬 超市 便利店 早餐店 理发店 美容美发 服饰店 烟酒店
    百货 日用品 大米加工 木材加工 电器 通讯器材 货运代理 保安服务 会计服务 法律咨询
    健身 宾馆 酒店管理 投资 担保 资产管理 企业管理 人力资源 供应链管理 生物科技
    电子科技 智能科技 建设 工程咨询 测绘 消防工程 门窗 灯饰 陶瓷
    """.split()  # noqa: SIM905 - a hundred quoted words read worse
)
_FORMS = (("有限公司", "91", 45), ("店", "92", 20), ("经营部", "92", 12), ("有限责任公司", "91", 6),
          ("专业合作社", "93", 7), ("厂", "92", 5), ("中心", "92", 5))  # fmt: skip


def _weights(number: int) -> npt.NDArray[np.float64]:
    weights = (np.arange(number) + 60.0) ** -1.9
    shares: npt.NDArray[np.float64] = weights / weights.sum()
    return shares


def _drawn(rng: np.random.Generator, pool: tuple[str, ...], number: int) -> list[str]:
    return [pool[place] for place in rng.choice(len(pool), number, p=_weights(len(pool))).tolist()]


def realistic_register(number: int, seed: int) -> Register:
    """`number` invented subjects; names may collide as real ones do, codes are valid and different."""
    rng = np.random.default_rng(seed)
    characters = tuple(rng.permutation(np.array(CHARACTERS, dtype=object)).tolist())
    stems = rng.choice(len(CHARACTERS), (PLACES, 2))
    places = tuple(CHARACTERS[a] + CHARACTERS[b] + _ENDS[(a + b) % len(_ENDS)] for a, b in stems.tolist())
    sizes = rng.choice((2, 3, 4), number, p=(0.6, 0.3, 0.1)).tolist()
    pool = iter(_drawn(rng, characters, sum(sizes)))
    brands = ["".join(next(pool) for _ in range(size)) for size in sizes]
    forms = rng.choice(len(_FORMS), number, p=np.array([f[2] for f in _FORMS]) / 100).tolist()
    where = _drawn(rng, places, number)
    trades = _drawn(rng, _TRADES, number)
    names = (p + b + t + _FORMS[f][0] for p, b, t, f in zip(where, brands, trades, forms, strict=True))
    codes = (credit_code_of(_FORMS[form][1], i) for i, form in enumerate(forms))
    return Register(tuple(names), tuple(codes), ("2010-01-01",) * number, tuple(where))
