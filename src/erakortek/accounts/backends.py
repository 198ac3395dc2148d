"""Who has signed in, read together with what they may act under."""

from typing import Any

from django.contrib.auth.backends import ModelBackend

from erakortek.accounts import door
from erakortek.accounts.models import User
from erakortek.accounts.selectors import penugasan_of


class WithPenugasan(ModelBackend):
    """Django's own backend; a signed-in user comes with their valid penugasan in one query."""

    def authenticate(
        self,
        request: Any,
        username: str | None = None,
        password: str | None = None,
        **kwargs: Any,
    ) -> User | None:
        """Django's own; while nobody is known, the account of this name can be read, no other."""
        name = username or kwargs.get(User.USERNAME_FIELD)
        if name and getattr(request, "actor", self) is None:
            door.open_for_name(name)
        found: User | None = super().authenticate(request, username, password, **kwargs)
        return found

    def get_user(self, user_id: int) -> User | None:
        """The user with ``daftar_berlaku``, the penugasan valid today; None if not active."""
        daftar = list(penugasan_of(user_id))
        user: User | None = daftar[0].user if daftar else super().get_user(user_id)
        if user:
            user.daftar_berlaku = daftar
        return user
