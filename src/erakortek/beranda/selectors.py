"""The duties of the rooms below, counted from their rows; no dashboard query."""

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_BAPPEDA, OF_DESK, OF_KL, OF_PD, Role
from erakortek.beranda.duties import Duty
from erakortek.berita_acara.selectors import waiting_for
from erakortek.desk.enums import StatusSidang
from erakortek.desk.selectors import sidang_for
from erakortek.lib.dates_id import Zona, show_instant
from erakortek.rakortek.enums import StatusPengajuan, StatusRakortek, Tindakan
from erakortek.rakortek.models import Rakortek
from erakortek.rakortek.permissions import can_decide_susunan, can_manage
from erakortek.rakortek.schedule import Schedule
from erakortek.rakortek.selectors import newest_pengajuan_for, susunan_of
from erakortek.target.acuan import indikator_for
from erakortek.target.enums import HasilTarget, StatusTarget
from erakortek.target.models import AcuanVersion, Target

NEXT_SESSIONS = 5


def filling(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> Iterator[Duty]:
    """PD (Bappeda for makro): what is returned, empty, or still a draft."""
    if actor.role not in OF_PD | OF_BAPPEDA or not schedule.can(Tindakan.USULKAN_DAERAH):
        return
    own = Target.objects.filter(rakortek=rakortek, daerah=actor.daerah_id, hasil=HasilTarget.BELUM)
    scope = Q(definisi__bidang__in=actor.bidang_ids)
    mine = own.filter(scope if actor.role in OF_PD else Q(definisi__bidang__isnull=True))
    counts = mine.aggregate(**_per_status())
    filled = counts["semua"] - counts[StatusTarget.KOSONG]
    url = reverse("target:list", args=[rakortek.kunci])
    makro = "" if actor.role in OF_PD else "&bidang=makro"
    deadline = schedule.deadline(Tindakan.USULKAN_DAERAH)
    for status, what, why, action in (
        (
            StatusTarget.DIKEMBALIKAN,
            "Perbaiki target yang dikembalikan",
            "Alasan Bappeda tercantum pada barisnya.",
            "Perbaiki",
        ),
        (
            StatusTarget.KOSONG,
            "Isi target yang masih kosong",
            f"{filled} dari {counts['semua']} indikator sudah terisi.",
            "Lanjutkan mengisi",
        ),
        (
            StatusTarget.DRAF,
            "Ajukan draf kepada Bappeda",
            "Draf belum dilihat Bappeda sebelum diajukan.",
            "Ajukan",
        ),
    ):
        address = f"{url}?keadaan={status.lower()}{makro}"
        yield Duty(counts[status], what, why, address, action, deadline)


def _per_status() -> dict[str, Count]:
    return {"semua": Count("pk")} | {
        status.value: Count("pk", filter=Q(status=status)) for status in StatusTarget
    }


def verifying(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> Iterator[Duty]:
    """Bappeda: what was submitted and waits to be verified."""
    if actor.role not in OF_BAPPEDA or not schedule.can(Tindakan.VERIFIKASI):
        return
    waiting = Target.objects.filter(
        rakortek=rakortek,
        daerah=actor.daerah_id,
        status=StatusTarget.DIAJUKAN,
        hasil=HasilTarget.BELUM,
    )
    yield Duty(
        waiting.count(),
        "Verifikasi usulan perangkat daerah",
        "Yang belum tepat dikembalikan dengan alasan.",
        f"{reverse('target:list', args=[rakortek.kunci])}?keadaan=diajukan",
        "Verifikasi",
        schedule.deadline(Tindakan.VERIFIKASI),
    )


def setting_acuan(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> Iterator[Duty]:
    """Pengampu: indikator without acuan."""
    if actor.role not in OF_KL or not rakortek.is_pusat or not schedule.can(Tindakan.ISI_ACUAN):
        return
    mine = indikator_for(actor, rakortek)
    given = AcuanVersion.objects.filter(indikator_rakortek__rakortek=rakortek)
    missing = mine.exclude(pk__in=given.values("indikator_rakortek"))
    yield Duty(
        missing.count(),
        f"Isi {rakortek.sebutan_acuan.lower()}",
        "Daerah menimbang usulannya terhadap angka ini.",
        reverse("target:acuan", args=[rakortek.kunci]),
        "Isi acuan",
        schedule.deadline(Tindakan.ISI_ACUAN),
    )


def running_desks(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> Iterator[Duty]:
    """Officers: sessions that run, and those whose hour has come."""
    if actor.role not in OF_DESK | {Role.BAPPENAS}:
        return
    mine = sidang_for(actor).filter(
        desk__rakortek=rakortek, desk__daftar_petugas__penugasan=actor.penugasan_id
    )
    url = reverse("desk:list", args=[rakortek.kunci])
    running = mine.filter(status=StatusSidang.BERLANGSUNG)
    yield Duty(
        running.count(),
        "Selesaikan sidang yang berlangsung",
        "Sidang ditutup setelah setiap baris mempunyai hasil.",
        f"{url}?status={StatusSidang.BERLANGSUNG}",
        "Buka sidang",
    )
    due = mine.filter(status=StatusSidang.DIJADWALKAN, dijadwalkan_at__lte=schedule.now)
    if schedule.can(Tindakan.BAHAS):
        yield Duty(
            due.count(),
            "Mulai sidang yang sudah waktunya",
            "Kedua pihak menunggu sidang dibuka.",
            f"{url}?status={StatusSidang.DIJADWALKAN}",
            "Lihat jadwal",
            schedule.deadline(Tindakan.BAHAS),
        )


def approving(actor: Actor, rakortek: Rakortek, schedule: Schedule) -> Iterator[Duty]:
    """Officials: Berita Acara whose next approval is theirs."""
    mine = [one for one in waiting_for(actor) if one.sidang.desk.rakortek_id == rakortek.pk]
    if mine:
        yield Duty(
            len(mine),
            "Setujui Berita Acara",
            ", ".join(str(one.sidang) for one in mine[:3]),
            reverse("berita_acara:show", args=[mine[0].pk])
            if len(mine) == 1
            else reverse("berita_acara:list", args=[rakortek.kunci]),
            "Periksa dan setujui",
            schedule.deadline(Tindakan.SETUJUI_BA),
        )


def preparing(actor: Actor, rakortek: Rakortek, _: Schedule) -> Iterator[Duty]:
    """Those who steer: a draft that is not open yet."""
    if rakortek.status == StatusRakortek.DRAF and can_manage(actor, rakortek):
        yield Duty(
            1,
            f"Siapkan dan buka {rakortek}",
            "Isi tahapan, periksa indikator dan desk, lalu buka.",
            reverse("rakortek:show", args=[rakortek.kunci]),
            "Siapkan",
        )


def settling_sets(actor: Actor, _: Rakortek, __: Schedule) -> Iterator[Duty]:
    """Those who steer: sets of indikator to approve or to mend, whichever year is looked at."""
    if not (actor.is_superadmin or actor.role in OF_BAPPEDA):
        return
    for pengajuan in newest_pengajuan_for(actor):
        if pengajuan.status == StatusPengajuan.DISETUJUI:
            continue  # nobody is asked, and comparing two years is not free
        rakortek = pengajuan.rakortek
        susunan = susunan_of(rakortek)
        url = reverse("rakortek:susunan", args=[rakortek.kunci])
        if can_decide_susunan(actor, rakortek, susunan):
            text = "Periksa perbedaannya, lalu setujui atau kembalikan sebagai orang kedua."
            yield Duty(1, f"Periksa susunan indikator {rakortek}", text, url, "Periksa")
        elif pengajuan.is_returned_to(actor.user_id):
            text = "Dikembalikan dengan alasan; perbaiki, lalu ajukan lagi."
            yield Duty(1, f"Perbaiki susunan indikator {rakortek}", text, url, "Perbaiki")


def waiting_for_others(actor: Actor, rakortek: Rakortek) -> list[tuple[str, str, str]]:
    """What the actor has passed on: what, whose turn it is, and the way to it."""
    url = reverse("target:list", args=[rakortek.kunci])
    rows: list[tuple[str, str, str]] = []
    if actor.role in OF_PD:
        sent = Target.objects.filter(
            rakortek=rakortek,
            daerah=actor.daerah_id,
            definisi__bidang__in=actor.bidang_ids,
            status=StatusTarget.DIAJUKAN,
            hasil=HasilTarget.BELUM,
        ).count()
        if sent:
            rows.append(
                (f"{sent} target menunggu verifikasi", "Bappeda", f"{url}?keadaan=diajukan")
            )
    return rows


def next_sessions(actor: Actor, rakortek: Rakortek) -> list[tuple[str, str, str]]:
    """The next sessions the actor takes part in: when, which, and the way to it."""
    if not (actor.daerah_id or actor.role in OF_DESK):
        return []
    coming = (
        sidang_for(actor)
        .filter(desk__rakortek=rakortek, status=StatusSidang.DIJADWALKAN)
        .order_by("dijadwalkan_at", "desk__kode")
    )
    return [
        (
            show_instant(one.dijadwalkan_at, Zona(actor.zona)),
            str(one),
            reverse("desk:room", args=[rakortek.kunci, one.pk]),
        )
        for one in coming[:NEXT_SESSIONS]
    ]
