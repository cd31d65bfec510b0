"""Personal data in free text (自由文本中的个人信息): telephone, account, plate, e-mail, permits, a person's address.

Each kind is a pattern both RE2 and Python understand, a context that must or must not stand before it, and a mark that
takes its place (个人信息保护法 第二十八条). Identity numbers are identity_pattern's. Names are looked for only behind the word
for somebody whom a decision must not name (举报人, 患者 …, decision 0305). Reads and writes nothing.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

_D = "[0-9０-９]"
_GAP = "[ \u00a0\u3000\\-－—‐‑]?"
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_END = "[^，。；,;、（）()\n\\[\\]]"


@dataclass(frozen=True)
class Kind:
    """One kind of personal data. `holds` judges the text before, the match and the text after it."""

    name: str
    mark: str
    pattern: str
    holds: Callable[[str, str, str], bool] | None = None
    group: int = 0


def _digits(found: str) -> str:
    return re.sub(r"\D", "", found.translate(_WIDE))


def _apart(before: str, after: str) -> bool:
    """No letter, digit or decimal point next to it: it is not a piece of a longer number."""
    wide = (before[-1:] + after[:1]).translate(_WIDE)
    return not re.search(r"[0-9A-Za-z]", wide) and not re.search(r"[0-9]\.\Z", before[-2:])


_NUMBERED = re.compile(
    r"(?:编号|证号|文号|字号|单号|案号|批号|票号|流水号|许可证|准字|[第字注准〕\]）)№])[:：为是 ]*[A-Za-z]*\Z"
)
_CALL = re.compile(r"(?:电话|手机|联系方式|联系号码|[Tt][Ee][Ll]|传真|座机|热线)[^0-9０-９。；;]{0,8}\Z")
_ACCOUNT = re.compile(r"(?:账号|帐号|账户|帐户|卡号|银行卡|储蓄卡|信用卡|开户行?)[^0-9０-９。；;]{0,12}\Z")
_PASSPORT = re.compile(r"护照[^0-9A-Za-z。；;]{0,8}\Z")
_PERMIT = re.compile(r"(?:通行证|台胞证|回乡证|居民往来|来往内地|来往大陆)[^0-9A-Za-z。；;]{0,8}\Z")


def _is_mobile(before: str, found: str, after: str) -> bool:
    if not _apart(re.sub(r"[+＋]?86[- ]?\Z", "", before), after):
        return False
    return len(_digits(found)[-11:]) == 11 and _NUMBERED.search(before[-12:]) is None


def _is_landline(before: str, found: str, after: str) -> bool:
    split = re.search(r"[^0-9０-９]", found[1:]) is not None
    return _apart(before, after) and (split or _CALL.search(before[-16:]) is not None)


def _luhn(number: str) -> bool:
    doubled = [int(each) * 2 for each in number[-2::-2]]
    return (sum(map(int, number[::-2])) + sum(each - 9 if each > 9 else each for each in doubled)) % 10 == 0


def _is_card(before: str, found: str, after: str) -> bool:
    number = _digits(found)
    if not _apart(before, after) or not 12 <= len(number) <= 19:
        return False
    if _ACCOUNT.search(before[-20:]):
        return True
    return (
        len(number) >= 16
        and number.startswith("62")
        and _luhn(number)
        and _NUMBERED.search(before[-12:]) is None
    )


def _is_plate(_before: str, found: str, after: str) -> bool:
    return re.search(r"[0-9]", found) is not None and re.match(r"[0-9A-Za-z〔\[（(]", after) is None


def _is_passport(before: str, found: str, after: str) -> bool:
    if not _apart(before, after):
        return False
    known = re.fullmatch(r"(?:[EeGg]\d{8}|[Ee][A-Za-z]\d{7})", found.translate(_WIDE)) is not None
    return _PASSPORT.search(before[-16:]) is not None or (known and _NUMBERED.search(before[-12:]) is None)


def _is_permit(before: str, found: str, after: str) -> bool:
    if not _apart(before, after):
        return False
    known = re.fullmatch(r"[HMhm](?:\d{8}|\d{10})", found.translate(_WIDE)) is not None
    return _PERMIT.search(before[-24:]) is not None or (known and _NUMBERED.search(before[-12:]) is None)


_NO_HOME_BEFORE = re.compile(r"[入常]住[在于:：]?\Z|居住\Z")
"""入住登记, 常住人口; 居住 without 在 or 于 speaks of houses, not of where somebody lives."""
_NO_HOME_AFTER = re.compile(r"[房宅宿户建所院客人改持处址的证满进]")
_PLACE = re.compile(r"[路街巷道弄村镇乡县区寨屯]")


def _is_home(before: str, found: str, _after: str) -> bool:
    """Somebody lives there: 赵六住解放路12号, 居住在东风村3组."""
    if _NO_HOME_BEFORE.search(before) or _NO_HOME_AFTER.match(found):
        return False
    return _PLACE.search(found) is not None


_ROLES = "举报人|投诉人|检举人|控告人|申诉人|受害人|被害人|证人|患者|伤者|死者|未成年人"
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田任姜范石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易武乔贺赖龚文庞樊殷施陶洪翟颜倪严牛温芦"
    "季俞鲁葛伍欧申尤毕聂柴焦岳齐沿莫肖覃饶凌阮童柳祝滕辜扶谷"
)
"""The commonest surnames, without those that are as often a word behind a role (于, 向, 和, 方, 高, 常, 成)."""
_SPOKE = (
    "称|说|反映|陈述|指认|证实|与|和|的|因|在|向|于|被|系|购|提|到|住|家|电话|联系|身份|受伤|死亡|本人|等"
)
_NAME_ENDS = re.compile(rf"(?:\Z|[^\u4e00-\u9fff]|{_SPOKE})")


def _is_name(_before: str, found: str, after: str) -> bool:
    """A whole name: something else than a name goes on behind it, and it is not already a 张某."""
    return not re.search("[某等们的及]", found) and _NAME_ENDS.match(after) is not None


_LETTER = "[A-Za-zＡ-Ｚａ-ｚ]"
_MOBILE = f"[1１][3-9３-９]{_D}{_GAP}" + f"{_D}{_GAP}".join([""] * 8) + _D
KINDS = (
    Kind(
        "住址", "[住址已隐去]",
        "(?:家庭[住地]址|现住址|户籍所在地|户籍地址|户籍地|居住地址|经常居住地|现居住地|身份证地址|暂住地址?|住址)"
        f"(?:[为于在是]|[:：])*({_END}{{4,60}})",
        group=1,
    ),
    Kind(
        "住址", "[住址已隐去]",
        "(?:户籍|居住地|现住|现居|家住|[，,（( ]住)(?:[为于在是]|[:：])*"
        f"({_END}{{2,40}}(?:号|室|组|栋|幢|单元|村|屯|弄|楼|苑|小区){_END}{{0,20}})",
        group=1,
    ),
    Kind(
        "住址", "[住址已隐去]",
        f"住(?:[在于]|[:：])?({_END}{{2,40}}(?:号|室|组|栋|幢|单元|弄){_END}{{0,20}})",
        _is_home,
        group=1,
    ),
    Kind("电子邮箱", "[电子邮箱已隐去]", r"[0-9A-Za-z._%+\-]{1,64}[@＠][0-9A-Za-z\-]+(?:[.．][0-9A-Za-z\-]+)+"),
    Kind("银行账号", "[银行账号已隐去]", f"{_D}(?:{_GAP}{_D}){{11,18}}", _is_card),
    Kind("手机号码", "[手机号码已隐去]", _MOBILE, _is_mobile),
    Kind(
        "固定电话",
        "[电话号码已隐去]",
        f"(?:[(（][0０]{_D}{{2,3}}[)）]|[0０]{_D}{{2,3}}){_GAP}[2-9２-９]{_D}{{6,7}}",
        _is_landline,
    ),
    Kind(
        "车牌号",
        "[车牌号已隐去]",
        f"[{_PROVINCES}][A-HJ-NP-Z][·•・ .\\-]?[A-HJ-NP-Z0-9]{{4,5}}[A-HJ-NP-Z0-9挂学警港澳]",
        _is_plate,
    ),
    Kind("护照号", "[证件号码已隐去]", f"{_LETTER}{{1,2}}{_D}{{7,8}}", _is_passport),
    Kind(
        "他人姓名", "[姓名已隐去]", f"(?:{_ROLES})[（(:： ]?([{_SURNAMES}][\u4e00-\u9fff]{{2}})", _is_name, group=1
    ),
    Kind("他人姓名", "[姓名已隐去]", f"(?:{_ROLES})[（(:： ]?([{_SURNAMES}][\u4e00-\u9fff])", _is_name, group=1),
    Kind("通行证号", "[证件号码已隐去]", f"(?:{_LETTER}?{_D}{{8}}(?:{_D}{{2}})?{_LETTER}?)", _is_permit),
)  # fmt: skip
"""In the order in which they are looked for: the longer number first."""

IDENTITY_MARK = "[证件号码已隐去]"
MARKS = frozenset({IDENTITY_MARK, *(each.mark for each in KINDS)})

_HOME = "住址"
_HOME_WORDS = "住|户籍|现居|家庭地址|身份证地址"
"""One of them is in each pattern of a home; their long tails would only slow a first look."""
SUSPECT = "|".join([_HOME_WORDS, *(each.pattern for each in KINDS if each.name != _HOME)])
"""For RE2: what may hold any of them, so that all other texts are passed over."""

_PATTERNS = tuple((kind, re.compile(kind.pattern)) for kind in KINDS)


def _masked(kind: Kind, pattern: re.Pattern[str], text: str) -> str:
    """The text with each match of one kind replaced."""
    pieces: list[str] = []
    place = start = 0
    while (match := pattern.search(text, start)) is not None:
        first, last = match.span(kind.group)
        around = text[max(0, first - 30) : first], match[kind.group], text[last : last + 8]
        if kind.holds is None or kind.holds(*around):
            pieces += [text[place:first], kind.mark]
            place = start = last
        else:
            start = match.start() + 1
    return "".join([*pieces, text[place:]]) if place else text


def mask(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without personal data, and the names of the kinds that were found."""
    found = []
    for kind, pattern in _PATTERNS:
        masked = _masked(kind, pattern, text)
        if masked != text:
            found.append(kind.name)
            text = masked
    return text, tuple(found)
