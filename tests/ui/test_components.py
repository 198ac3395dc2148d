"""Components fail loudly, escape everything, and the gallery shows every one of them."""

import re

import pytest
from django import forms
from django.template import engines
from jinja2 import UndefinedError

from erakortek.ui.gallery import State
from erakortek.ui.tones import Tone


@pytest.fixture
def env():
    return engines["jinja2"].env


def test_an_unknown_name_raises(env):
    with pytest.raises(UndefinedError):
        env.from_string("{{ tidak_ada }}").render()
    with pytest.raises(UndefinedError):
        env.from_string("{{ ui.status('SEPAKAT') }}").render()


def test_text_of_a_user_is_escaped_everywhere(env):
    shown = env.from_string("{{ ui.notice('bad', text) }}{{ ui.empty(text, text) }}").render(
        text="<script>alert(1)</script>"
    )

    assert "<script>" not in shown
    assert shown.count("&lt;script&gt;") == 3


@pytest.mark.parametrize("tone", list(Tone))
def test_a_status_is_word_shape_and_colour(env, tone):
    shown = env.from_string("{{ ui.status(state) }}").render(state=State("Kata", tone))

    assert f"ek-status--{tone}" in shown
    assert f"#i-{tone}" in shown
    assert "Kata" in shown


class Typed(forms.Form):
    demanded = ("later",)
    must = forms.CharField()
    may = forms.CharField(required=False)
    later = forms.CharField(required=False)
    file = forms.FileField()


def test_a_field_that_may_not_be_empty_says_so_to_eyes_and_ears(env):
    template = env.from_string("{{ ui.field(bound) }}")

    shown = {bound.name: template.render(bound=bound) for bound in Typed()}

    hidden, spoken = '<span class="ek-must" aria-hidden="true">wajib', '<span class="ek-must">wajib'
    assert [name for name in shown if hidden in shown[name]] == ["must", "later"]
    assert [name for name in shown if 'aria-required="true"' in shown[name]] == ["must", "later"]
    assert [name for name in shown if spoken in shown[name]] == ["file"]


def test_a_page_that_lays_out_a_field_itself_says_so_too(env):
    # the reasons of differences are optional one by one, the bidang of a grant altogether
    free = {"ui/components.html", "rakortek/susunan.html", "accounts/terbitkan.html"}
    names = [name for name in env.list_templates() if name.endswith(".html") and name not in free]
    sources = {name: env.loader.get_source(env, name)[0] for name in names}
    own = [text for text in sources.values() if ".as_widget(" in text or 'type="file"' in text]

    assert len(own) >= 4
    assert all("ui.must(" in text for text in own)


def test_the_gallery_shows_every_component(env, scene):
    source = env.loader.get_source(env, "ui/components.html")[0]
    macros = set(re.findall(r"{% macro (\w+)\(", source))
    gallery = env.loader.get_source(env, "ui/gallery.html")[0]
    shown = set(re.findall(r"ui\.(\w+)\(", gallery))

    assert macros - shown == set()
    assert scene.client("superadmin").get("/ui/").status_code == 200
