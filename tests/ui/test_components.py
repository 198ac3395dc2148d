"""Components fail loudly, escape everything, and the gallery shows every one of them."""

import re

import pytest
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


def test_the_gallery_shows_every_component(env, scene):
    source = env.loader.get_source(env, "ui/components.html")[0]
    macros = set(re.findall(r"{% macro (\w+)\(", source))
    gallery = env.loader.get_source(env, "ui/gallery.html")[0]
    shown = set(re.findall(r"ui\.(\w+)\(", gallery))

    assert macros - shown == set()
    assert scene.client("superadmin").get("/ui/").status_code == 200
