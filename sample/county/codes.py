"""Credit codes and identity numbers of the invented: right check digits, a division nobody has."""

import random

from pipeline.identifiers import credit_code, organisation_code, resident_id
from sample.county.model import DIVISION

_LETTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


def make_credit_code(prefix: str, rng: random.Random) -> str:
    """A valid 统一社会信用代码 (GB 32100-2015) of registering authority and class `prefix`."""
    start = "MA" if prefix[0] == "9" and rng.random() < 0.6 else ""
    alphabet = _LETTERS if start else "0123456789"
    body = start + "".join(rng.choice(alphabet) for _ in range(8 - len(start)))
    head = prefix + DIVISION + body + organisation_code.check_digit(body)
    return head + credit_code.check_digit(head)


def make_identity_number(born: str, serial: int) -> str:
    """A 公民身份号码 (GB 11643-1999) with right check digit; its area 439999 was never given to anyone."""
    head = f"{DIVISION}{born}{serial:03d}"
    return head + resident_id.check_digit(head)
