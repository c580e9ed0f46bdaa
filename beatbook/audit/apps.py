"""Registers the audit room with Django."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.audit"
    label = "audit"
