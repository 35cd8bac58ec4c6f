"""No secret that is kept gets through, however it is spelled; nor what looks like one."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from lockdash.domain.secret import MASK, Secret
from lockdash.engine.journal.redaction import LEAST, forget_secrets, keep_secret, redacted


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    forget_secrets()
    yield
    forget_secrets()


SPELLINGS: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "in a path": quote,
    "in a query": lambda text: quote(text, safe=""),
    "in a form": quote_plus,
    "of UTF-8 only": lambda text: "".join(chr(each) if each < 128 else f"%{each:02x}" for each in text.encode()),
    "encoded twice": lambda text: quote(quote(text)),
    "in JSON": lambda text: json.dumps(text)[1:-1],
    "in JSON of UTF-8": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "in JSON in JSON": lambda text: json.dumps(json.dumps(text)[1:-1])[1:-1],
    "as repr": lambda text: repr(text)[1:-1],
    "as ascii": lambda text: ascii(text)[1:-1],
}  # fmt: skip

secrets = st.text(min_size=LEAST, max_size=40).filter(lambda text: MASK[0] not in text)
texts = st.text(max_size=20).filter(lambda text: MASK[0] not in text)


@pytest.mark.parametrize("spelling", SPELLINGS)
@given(secret=secrets, before=texts, after=texts)
def test_no_secret_gets_through(spelling: str, secret: str, before: str, after: str) -> None:
    forget_secrets()
    keep_secret(Secret(secret))
    spelled = SPELLINGS[spelling](secret)
    found = redacted(f"{before}{spelled}{after}")
    assert secret not in found
    assert spelled not in found
    assert MASK in found


@given(secret=secrets, folds=st.lists(st.tuples(st.integers(0, 40), st.sampled_from(["\n", "\r\n", "\n ", "\r\n\t"]))))
def test_no_secret_gets_through_on_several_lines(secret: str, folds: list[tuple[int, str]]) -> None:
    assume(not any(char.isspace() for char in secret))
    forget_secrets()
    keep_secret(Secret(secret))
    folded = secret
    for place, fold in folds:
        place = 1 + place % (len(folded) - 1)
        folded = folded[:place] + fold + folded[place:]
    assert redacted(f"key: {folded}.") == f"key: {MASK}."


@given(st.lists(secrets, min_size=2, max_size=5), st.data())
def test_secrets_that_overlap_hide_each_other(kept: list[str], data: st.DataObject) -> None:
    forget_secrets()
    keep_secret(*map(Secret, kept))
    text = "".join(data.draw(st.permutations(kept)))
    found = redacted(text)
    assert not [secret for secret in kept if secret in found]


def test_short_ones_and_none_are_not_looked_for() -> None:
    keep_secret(None, Secret(""), Secret("abc"))
    assert redacted("abc, and the alphabet") == "abc, and the alphabet"


def test_the_rest_of_the_line_stays() -> None:
    keep_secret(Secret("hunter22-hunter22"))
    said = "GET api.tedee.com/my/lock/sync: 401 with hunter22-hunter22 (x-request-id 5f)"
    assert redacted(said) == f"GET api.tedee.com/my/lock/sync: 401 with {MASK} (x-request-id 5f)"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Authorization: Bearer 1f2e3d4c", f"Authorization: Bearer {MASK}"),
        ("('authorization', 'PersonalKey snAbc.Def/1=')", f"('authorization', 'PersonalKey {MASK}')"),
        ('{"Authorization":"Basic dXNlcjpwYXNz"}', f'{{"Authorization":"Basic {MASK}"}}'),
        ("sent PersonalKey abc.def and went", f"sent PersonalKey {MASK} and went"),
        ("https://x/cb?code=4/0Ab-c&state=12", f"https://x/cb?code={MASK}&state=12"),
        ("grant_type=x&code=ab12&client_secret=s3", f"grant_type=x&code={MASK}&client_secret={MASK}"),
        ('{"access_token": "ab\\"cd", "expires_in": 7200}', f'{{"access_token": {MASK}, "expires_in": 7200}}'),
        ("{'refresh_token': 'ab cd', 'scope': 'x'}", f"{{'refresh_token': {MASK}, 'scope': 'x'}}"),
        (r'"{\"accessToken\":\"abc\",\"n\":1}"', rf'"{{\"accessToken\":{MASK},\"n\":1}}"'),
        ('{"code": "ab12"}', f'{{"code": {MASK}}}'),
        ('{"pin":"4821","alias":"Ada"}', f'{{"pin":"{MASK}","alias":"Ada"}}'),
        ("pin=482139, programming_code: 0042", f"pin={MASK}, programming_code: {MASK}"),
        ("PIN 4821 is taken", f"PIN {MASK} is taken"),
        ("for ada.sample+x@mail.example.com, and", f"for {MASK}, and"),
        ("?email=ada%40example.com&page=2", f"?email={MASK}&page=2"),
        ("client_secret=unended", f"client_secret={MASK}"),
        ('"api_key": "unended and so on', f'"api_key": {MASK}'),
    ],
)  # fmt: skip
def test_what_looks_like_a_secret(text: str, left: str) -> None:
    assert redacted(text) == left
    assert redacted(left) == left


@pytest.mark.parametrize(
    "text",
    [
        "GET api.tedee.com/my/lock/sync: 503 (request id 5f2e3d4c-0001)",
        "it ended with exit code: 1, status code 403",
        "account home: Unauthorised: the key is not accepted",
        "command 0190f3: unlock home/10530206 is asked by ada",
        "the client secret of home could not be had: the command `pass show x` gives nothing",
        "spinning 12345 times",
    ],
)
def test_what_a_log_is_for_stays(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    "piece", ["a", "\\", '"', "token", "pin", "code=", "authorization:", "a@", "a-", "\n", "x@a.", "'\\"]
)
def test_a_long_text_of_a_stranger_takes_no_time(piece: str) -> None:
    """Each would take hours, if a pattern tried again what it has passed."""
    keep_secret(Secret("plain-secret"), Secret('a"\\ b'))
    text = piece * (200_000 // len(piece))
    assert len(redacted(text)) <= len(text) + len(MASK) * text.count(piece)
