from django.apps import AppConfig


class GuideConfig(AppConfig):
    name = "erakortek.guide"
