from django.apps import AppConfig


class DashboardConfig(AppConfig):
    name = "erakortek.dashboard"
