"""The very first account of an empty system: a superadmin who activates it themselves."""

from django.db import transaction

from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.services.activation import new_link
from erakortek.lib import clock
from erakortek.reference.models import Instansi

USERNAME = "superadmin"


@transaction.atomic
def first_account(*, instansi: Instansi) -> str | None:
    """The secret of the first superadmin's link, made anew until it is used; None afterwards.

    ``instansi`` is the Directorate. Whoever starts the application reads it on their screen: that
    is the one moment in which nobody can be asked who they are.
    """
    others = User.objects.exclude(username=USERNAME)
    user = User.objects.filter(username=USERNAME).first()
    if others.exists() or (user and user.has_usable_password()):
        return None
    if user is None:
        user = User.objects.create_user(USERNAME, nama="Superadmin pertama")
        Penugasan.objects.create(
            user=user, role=Role.SUPERADMIN, instansi=instansi, mulai_on=clock.today()
        )
    return new_link(user_id=user.pk, actor=None)
