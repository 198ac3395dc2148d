"""Rows that could leak: two provinces and a kab/kota, two bidang, two K/L, and people of each."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from decimal import Decimal
from functools import partial

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialToken
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt, AccessAttemptExpiration, AccessFailureLog, AccessLog
from django.contrib.sessions.models import Session
from django.db import connection, transaction

from erakortek.accounts import door, services
from erakortek.accounts.enums import Role
from erakortek.accounts.models import Penugasan
from erakortek.accounts.scope import bind_actor
from erakortek.berita_acara.enums import Pihak
from erakortek.berita_acara.models import BeritaAcara, Dokumen, Penandatangan
from erakortek.database.lingkup import SETTING, SYSTEM
from erakortek.hasil.models import HasilImpor, KegiatanPendukungImpor
from erakortek.intake.models import ColumnMapping, ImportBatch, StagedRow
from erakortek.integration.models import ApiToken
from erakortek.integration.services import create_token
from erakortek.lib import clock
from erakortek.lib.hashing import sha256_hex
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.reference.enums import Bobot, JenisInstansi, Tingkat
from erakortek.reference.models import BidangUrusan, BobotWilayah, Indikator, Instansi, Wilayah
from erakortek.target import services as targets
from tests.architecture.drafts import drafted
from tests.scene import (
    ACEH,
    AKI,
    KESEHATAN,
    MAKRO,
    SANITASI,
    Scene,
    open_by_two,
    open_scene,
    person,
    redefine,
)

KABKOTA = "11.01"
TOKEN = "erk_pd"
NOBODY = ("publik", "pembawa_token", "sistem", "tanpa")  # the token is that of pd
PEOPLE = (
    "superadmin", "bappenas", "fasilitator", "fasilitator_1.03", "kl", "kl_sanitasi",
    "bappeda", "pd", "bappeda_kabkota", "pd_kabkota", "bappeda_bali", "pemantau", "auditor",
    "integrator", "integrator_11",
)  # fmt: skip


def populate() -> Scene:
    """Something of every protected table, in Aceh and in Bali, of the centre and of a province."""
    scene = open_scene()
    _more_people(scene)
    _provincial_year(scene)
    for who, daerah in (("pd", ACEH), ("pd_bali", "51")):
        _fill(scene, who, daerah)
    for daerah, kode, indikator in (
        (ACEH, KESEHATAN, AKI),
        ("51", KESEHATAN, AKI),
        (ACEH, "W", MAKRO),
    ):
        _drafted(scene, daerah, kode, indikator)
    _set_acuan(scene)
    _extend(scene)
    _machines(scene)
    _keys(scene)
    _earlier(scene)
    return scene


def _more_people(scene: Scene) -> None:
    bangda, office = Instansi.objects.get(kode="BANGDA"), Instansi.objects
    place = Wilayah.objects.get(kode=KABKOTA)
    pd = office.create(kode="PD-11.01-1.02", nama="Dinas", jenis=JenisInstansi.PD, wilayah=place)
    pd.daftar_bidang.add(BidangUrusan.objects.get(kode=KESEHATAN))
    sanitasi = Indikator.objects.get(kode=SANITASI).daftar_pengampu.get().instansi
    bappeda = office.get(jenis=JenisInstansi.BAPPEDA, wilayah__kode=ACEH)
    for name, role, instansi in (
        ("fasilitator_1.03", Role.FASILITATOR, bangda),
        ("kl_sanitasi", Role.UNIT_KL, sanitasi),
        ("bappeda_kabkota", Role.BAPPEDA_KABKOTA, office.get(kode="BAPPEDA-11.01")),
        ("pd_kabkota", Role.PD_KABKOTA, pd),
        ("pemantau", Role.PEMANTAU, bangda),
        ("integrator", Role.INTEGRATOR, bangda),
        ("integrator_11", Role.INTEGRATOR, bappeda),
    ):
        scene.users[name] = person(name, role, instansi)
    narrowed = scene.users["fasilitator_1.03"].daftar_penugasan.get()
    narrowed.daftar_bidang.add(BidangUrusan.objects.get(kode="1.03"))
    pd_aceh = scene.users["pd"].daftar_penugasan.get()
    pd_aceh.daftar_bidang.add(BidangUrusan.objects.get(kode=KESEHATAN))


def _provincial_year(scene: Scene) -> None:
    actor, now = scene.actor("bappeda"), clock.now()
    year = rakortek.prepare_rakortek(
        tahun=2028, provinsi=Wilayah.objects.get(kode=ACEH), actor=actor
    )
    both = Indikator.objects.filter(kode__in=(AKI, SANITASI))
    for one in both:
        redefine(one.kode, tingkat=Tingkat.KEDUANYA)
    ids = both.values_list("pk", flat=True)
    rakortek.set_indikator(rakortek=year, indikator_ids=ids, actor=actor)
    for jenis in JenisTahapan:
        rakortek.set_tahapan(
            rakortek=year,
            jenis=jenis,
            mulai_at=now - timedelta(days=1),
            sampai_at=now + timedelta(days=7),
            actor=actor,
        )
    open_by_two(year, actor, scene.superadmin)
    rakortek.prepare_rakortek(tahun=2029, actor=scene.superadmin)  # a draft


def _fill(scene: Scene, who: str, daerah: str) -> None:
    targets.fill_target(
        target_id=scene.target(AKI, daerah).pk,
        nilai=Nilai.of_number(Decimal(9)),
        base_version=0,
        actor=scene.actor(who),
    )


def _drafted(scene: Scene, daerah: str, kode: str, indikator: str) -> None:
    """A Berita Acara that waits for its first approval, with a stored document."""
    signs = _signs_elsewhere if kode == "W" else _nobody_else
    made = drafted(scene, daerah, kode, indikator, before_sending=partial(signs, scene))
    Dokumen.objects.create(
        berita_acara=made,
        sha256="",
        isi=b"",
        toolchain={},
        is_final=True,
        created_at=clock.now(),
    )


def _nobody_else(_: Scene, __: BeritaAcara) -> None:
    """Only its own parties sign."""


def _signs_elsewhere(scene: Scene, made: BeritaAcara) -> None:
    """A K/L signs a session of makro indicators, in which it has no bidang."""
    penugasan = Penugasan.objects.get(user=scene.users["kl_sanitasi"])
    Penandatangan.objects.create(
        berita_acara=made,
        urutan=99,
        pihak=Pihak.PERTAMA,
        instansi=penugasan.instansi,
        penugasan=penugasan,
        nama="Orang",
        jabatan="Kepala",
    )


def _set_acuan(scene: Scene) -> None:
    targets.set_acuan(
        indikator_rakortek_id=scene.row(AKI).pk,
        nilai=Nilai.of_number(Decimal(100)),
        base_version=0,
        actor=scene.actor("kl"),
    )


def _extend(scene: Scene) -> None:
    stage = scene.rakortek.daftar_tahapan.get(jenis=JenisTahapan.DESK)
    rakortek.extend_tahapan(
        tahapan=stage,
        instansi=Instansi.objects.get(kode="BAPPEDA-11.01"),
        sampai_at=stage.sampai_at + timedelta(days=2),
        alasan="Banjir.",
        actor=scene.superadmin,
    )


def _machines(scene: Scene) -> None:
    """Tokens, uploads, told columns and addresses of two; columns that were told for everybody."""
    ColumnMapping.objects.create(lembar="kl", tanda="", kolom=[], created_at=clock.now())
    for who in ("pd", "bappeda_bali"):
        penugasan = Penugasan.objects.get(user=scene.users[who])
        token, _ = create_token(nama=who, penugasan=penugasan, days=1, actor=scene.superadmin)
        ApiToken.objects.filter(pk=token.pk).update(sha256=sha256_hex(f"erk_{who}"))
        batch = ImportBatch.objects.create(
            lembar="kl",
            nama_berkas=f"{who}.xlsx",
            sha256="",
            isi=b"",
            user_id=scene.users[who].pk,
            created_at=clock.now(),
        )
        StagedRow.objects.create(
            batch=batch, lembar_kerja="", baris=1, kunci="Z", status="BARU", nilai={}
        )
        ColumnMapping.objects.create(
            lembar="akun",
            tanda="",
            kolom=[],
            penugasan_id=penugasan.pk,
            user_id=scene.users[who].pk,
            created_at=clock.now(),
        )
        address = EmailAddress.objects.create(user=scene.users[who], email=f"{who}@contoh.id")
        EmailConfirmation.objects.create(email_address=address, key=who)


def _keys(scene: Scene) -> None:
    """What guards the accounts of two: a link, a session, a second factor, an identity, slips; a quota."""
    for who in ("pd", "bappeda_bali"):
        user = scene.users[who]
        services.new_link(user_id=user.pk, actor=scene.superadmin)
        UserSession.objects.create(user=user, ip="127.0.0.1", session_key=who)
        Session.objects.create(session_key=who, session_data="", expire_date=clock.now())
        Authenticator.objects.create(user=user, type="totp", data={})
        identity = SocialAccount.objects.create(user=user, provider="sso", uid=who)
        SocialToken.objects.create(account=identity, token=who)
        slip = {"username": who, "ip_address": "127.0.0.1", "user_agent": ""}
        attempt = AccessAttempt.objects.create(**slip, failures_since_start=1)
        AccessAttemptExpiration.objects.create(access_attempt=attempt, expires_at=clock.now())
        AccessFailureLog.objects.create(**slip)
        AccessLog.objects.create(**slip)
    office = Penugasan.objects.get(user=scene.users["bappeda"]).instansi
    services.set_quota(instansi=office, jumlah=9, actor=scene.superadmin)


def _earlier(scene: Scene) -> None:
    """Imported results: one of the centre, and one of a kabupaten within its province."""
    for tingkat, kode in (("PUSAT", ACEH), ("PROVINSI", KABKOTA)):
        earlier = HasilImpor.objects.create(
            tahun=2021,
            tingkat=tingkat,
            wilayah=Wilayah.objects.get(kode=kode),
            kode_asal="1",
            nama_asal="Contoh",
            hasil="TIDAK_TERCATAT",
            sumber="Contoh.",
        )
        KegiatanPendukungImpor.objects.create(hasil=earlier, urutan=1, kelompok="a", nama="Contoh")
    BobotWilayah.objects.create(
        wilayah=Wilayah.objects.get(kode=ACEH),
        jenis=Bobot.PENDUDUK,
        tahun=2025,
        nilai=Decimal(1),
        sumber="Contoh.",
    )


@contextmanager
def asked_by(scene: Scene, who: str) -> Iterator[None]:
    """Inside, the transaction is that of a request of ``who``; whatever is done is taken back."""
    with suppress(TakenBack), transaction.atomic():
        if who in {"sistem", "tanpa"}:
            _set(SYSTEM if who == "sistem" else "")
        elif who in NOBODY:
            shown = f"Bearer {TOKEN}" if who == "pembawa_token" else ""
            door.open_for_proof(user_id=None, authorization=shown)
        else:
            bind_actor(scene.actor(who))
        yield
        raise TakenBack


class TakenBack(Exception):  # noqa: N818 -- no error: the end of each look
    """Rolls back what was tried."""


def _set(text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, text])
