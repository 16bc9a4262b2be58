"""The palette finds what the asker may open, and nothing else."""

from __future__ import annotations

from django.urls import reverse
from tests.web.conftest import SignIn
from tests.web.test_cockpit import text_of


def test_a_few_letters_find_pages_figures_and_own_customers(sign_in: SignIn) -> None:
    director, rep = sign_in("E1"), sign_in("E3")
    assert "驾驶舱 页面" in text_of(director, reverse("palette"))
    assert "净销售额 指标" in text_of(director, reverse("palette") + "?q=净销")
    assert "净销售额 指标" in text_of(director, reverse("palette") + "?q=NET_SAL")
    assert "上海天成贸易" in text_of(director, reverse("palette") + "?q=天成")
    assert "深圳华强" in text_of(rep, reverse("palette") + "?q=华强")
    assert "上海天成贸易" not in text_of(rep, reverse("palette") + "?q=天成")


def test_hostile_letters_find_nothing(sign_in: SignIn) -> None:
    director = sign_in("E1")
    for words in ("' or 1=1 --", "<script>alert(1)</script>", "\\", "%", "x" * 5000):
        answer = director.get(reverse("palette"), {"q": words}, headers={"hx-request": "true"})
        assert answer.status_code == 200
        assert "<script>" not in answer.content.decode()
        assert "没有找到" in answer.content.decode()


def test_nobody_finds_anything_signed_out_or_without_a_role(sign_in: SignIn) -> None:
    from django.test import Client

    assert Client().get(reverse("palette")).status_code == 302
    assert "上海" not in text_of(sign_in("E5"), reverse("palette") + "?q=上海")
