from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.veille.link import canonical_link, secured, without_tracking


@pytest.mark.parametrize(
    ("url", "secure"),
    [
        ("http://ville.example/flux?a=1", "https://ville.example/flux?a=1"),
        ("HTTP://Ville.example:80/flux", "https://Ville.example/flux"),
        ("http://ville.example:8080/flux", None),
        ("https://ville.example/flux", None),
        ("http:///flux", None),
        ("http://[x/", None),
        ("http://ville.example:99999/", None),
        ("ftp://ville.example/", None),
        ("", None),
    ],
)
def test_an_http_address_on_its_usual_port_may_be_asked_by_https(
    url: str, secure: str | None
) -> None:
    assert secured(url) == secure


@given(st.text(max_size=60) | st.text(max_size=60).map("http://ville.example/".__add__))
def test_any_text_has_a_canonical_form_that_stays(text: str) -> None:
    canonical = canonical_link(text)

    assert canonical_link(canonical) == canonical
    assert without_tracking(without_tracking(text)) == without_tracking(text)


@given(
    st.from_regex(
        r"https?://(www\.){0,2}([a-z0-9-]{1,3}\.){1,3}[a-z0-9]{1,2}(/[a-zA-Z0-9_.~-]{1,3}){0,3}/{0,2}",
        fullmatch=True,
    )
)
def test_a_plain_address_takes_no_short_cut_to_another_page(url: str) -> None:
    """Hold the quick way to the long one, which a scheme in capitals takes."""
    scheme, rest = url.split(":", 1)

    assert canonical_link(url) == canonical_link(f"{scheme.upper()}:{rest}")
