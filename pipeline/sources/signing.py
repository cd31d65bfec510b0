"""Signatures of the national sharing platforms (国家共享交换平台 gjgxjhpt, 政务服务平台 gjzwfwpt). Pure: no network.

`sign` = Base64(HMAC-SHA256(key, sid + rid + rtime)), the key being the appkey for the refresh call and the appsecret
for the others. The appsecret comes encrypted with AES-128-ECB, PKCS5; its key is what Java's SHA1PRNG gives for the
appkey as seed, which is SHA1(SHA1(appkey))[:16].
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping, Sequence

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7


def aes_key(appkey: str) -> bytes:
    """The AES key of an appkey."""
    inner = hashlib.sha1(appkey.encode(), usedforsecurity=False).digest()
    return hashlib.sha1(inner, usedforsecurity=False).digest()[:16]


def decrypt_secret(secret: str, appkey: str) -> str:
    """The appsecret from the answer of the refresh call; ValueError (without any content) when it is not one."""
    try:
        data = base64.b64decode(secret, validate=True)
        decryptor = Cipher(algorithms.AES(aes_key(appkey)), modes.ECB()).decryptor()  # noqa: S305 - their scheme
        padded = decryptor.update(data) + decryptor.finalize()
        unpadder = PKCS7(128).unpadder()  # on blocks of 16 bytes the same as PKCS5
        return (unpadder.update(padded) + unpadder.finalize()).decode("utf-8")
    except (binascii.Error, ValueError):
        raise ValueError("not encrypted under this appkey") from None


def encrypt_secret(appsecret: str, appkey: str) -> str:
    """The other direction, for a platform of our own (sample/platform)."""
    padder = PKCS7(128).padder()
    padded = padder.update(appsecret.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(aes_key(appkey)), modes.ECB()).encryptor()  # noqa: S305 - their scheme
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode("ascii")


def sign(key: str, sid: str, rid: str, rtime: str, order: Sequence[str] = ("sid", "rid", "rtime")) -> str:
    """The signature over the three values, joined without separator in the platform's order."""
    values = {"sid": sid, "rid": rid, "rtime": rtime}
    message = "".join(values[each] for each in order).encode("utf-8")
    return base64.b64encode(hmac.digest(key.encode("utf-8"), message, "sha256")).decode("ascii")


def signed_fields(
    prefix: str, key: str, sid: str, rid: str, rtime: str, order: Sequence[str]
) -> Mapping[str, str]:
    """The four values that travel with a call."""
    values = {"rid": rid, "sid": sid, "rtime": rtime, "sign": sign(key, sid, rid, rtime, order)}
    return {f"{prefix}_{name}": value for name, value in values.items()}
