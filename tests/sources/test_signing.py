"""Signatures against values computed with Java's own SHA1PRNG, AES/ECB/PKCS5Padding and HmacSHA256; keys invented."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.sources.signing import aes_key, decrypt_secret, encrypt_secret, sign, signed_fields

CASES = json.loads((Path(__file__).parent / "signing.json").read_text(encoding="utf-8"))["cases"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["appkey"]))
def test_as_java_does_it(case: dict[str, str]) -> None:
    assert aes_key(case["appkey"]).hex() == case["aes_key_hex"]
    assert decrypt_secret(case["secret"], case["appkey"]) == case["appsecret"]
    values = (case["sid"], case["rid"], case["rtime"])
    assert sign(case["appkey"], *values) == case["sign_with_appkey"]
    assert sign(case["appsecret"], *values) == case["sign_with_appsecret"]


def test_the_order_is_the_platforms() -> None:
    assert sign("k", "1", "2", "3", ("rid", "sid", "rtime")) == sign("k", "2", "1", "3")
    assert sign("k", "1", "2", "3", ("rid", "sid", "rtime")) != sign("k", "1", "2", "3")


def test_the_prefix_names_the_fields() -> None:
    fields = signed_fields("gjzwfwpt", "k", "s", "r", "1", ("sid", "rid", "rtime"))
    assert list(fields) == ["gjzwfwpt_rid", "gjzwfwpt_sid", "gjzwfwpt_rtime", "gjzwfwpt_sign"]


@given(st.text(st.characters(codec="utf-8"), max_size=80), st.text(st.characters(codec="utf-8"), min_size=1))
def test_what_is_encrypted_is_decrypted(secret: str, appkey: str) -> None:
    assert decrypt_secret(encrypt_secret(secret, appkey), appkey) == secret


@pytest.mark.parametrize("secret", ["", "no base64!", "AAAA", encrypt_secret("canary", "another key")])
def test_what_is_no_secret_is_refused_without_being_shown(secret: str) -> None:
    with pytest.raises(ValueError, match="not encrypted") as caught:
        decrypt_secret(secret, "appkey")
    assert "canary" not in str(caught.value)
