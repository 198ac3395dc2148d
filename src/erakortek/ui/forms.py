"""Django forms rendered without Django's own template language."""

from django.forms.renderers import Jinja2


class Renderer(Jinja2):
    """Widgets come from Django's Jinja2 templates; fields are laid out by ``ui.field``."""
