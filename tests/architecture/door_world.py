"""What the doors are asked about: of each kind something of Aceh, of Bali and of Banda Aceh."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import Role
from erakortek.accounts.sheets import AKUN
from erakortek.berita_acara.models import BeritaAcara
from erakortek.desk import services as desk
from erakortek.intake import services as intake
from erakortek.lib import clock
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import IndikatorRakortek
from erakortek.rakortek.selectors import newer_versions
from erakortek.reference import services as reference
from erakortek.reference.enums import JenisInstansi, Tingkat
from erakortek.reference.models import (
    BidangUrusan,
    Indikator,
    Instansi,
    Nomenklatur,
    Padanan,
    Wilayah,
)
from erakortek.reference.sheets import KL
from erakortek.target import services as targets
from tests.architecture.drafts import drafted
from tests.intake.workbook import KL_HEAD, book
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
    redefine_apart,
)

BALI, BANDA_ACEH, SABANG = "51", "11.71", "11.72"
KEWILAYAHAN, PERUMAHAN = "W", "1.03"  # the desk of the makro indicators; that of SANITASI
OWNERS = {ACEH: "pd", BALI: "pd_bali", BANDA_ACEH: "pd_kota"}  # who fills the targets of a daerah
NEW_ACCOUNT = {
    "akun": "orang.baru",
    "peran": "Bappeda provinsi",
    "instansi": "BAPPEDA-11",
    "nama": "Orang Baru",
    "mulai": "2026-01-01",
}  # one that superadmin and the Bappeda of Aceh may issue, and nobody else


@dataclass(frozen=True, slots=True)
class Doors:
    """An opened Rakortek of the centre and one of Aceh, and what stands in their addresses."""

    scene: Scene
    province: Scene
    acts: dict[str, BeritaAcara]
    uploads: dict[str, int]
    padanan: Padanan

    def addresses(self, daerah: str, lembar: str, *, in_desk: bool = False) -> dict[str, object]:
        """Things of ``daerah`` and of ``lembar``; a row in a desk is one of its session."""
        scene = self.province if daerah == BANDA_ACEH else self.scene
        sidang = scene.sidang(KEWILAYAHAN if daerah == BALI else KESEHATAN, daerah)
        pd = scene.users[OWNERS[daerah]].daftar_penugasan.get()
        indikator = MAKRO if in_desk and daerah == BALI else AKI
        return {
            "<str:key>": scene.rakortek.kunci,
            "<kunci>": scene.rakortek.kunci,
            "<str:jenis>": JenisTahapan.DESK,
            "<str:status>": "DITUTUP",
            "<str:name>": "masuk.png",
            "<str:kode>": "TIDAK-ADA",
            "<str:indikator>": AKI,
            "<str:daerah>": daerah,
            "<slug:slug>": "desk",
            "<slug:lembar>": lembar,
            "<int:batch_id>": self.uploads[lembar],
            "<int:nomor>": self.padanan.ke_versi.nomor,
            "<int:padanan_id>": self.padanan.pk,
            "<int:pk>": self.acts[daerah].pk,
            "<int:user_id>": pd.user_id,
            "<int:penugasan_id>": pd.pk,
            "<int:desk_id>": sidang.desk_id,
            "officer": scene.users["notulis"].daftar_penugasan.get().pk,
            "<int:seat_id>": sidang.desk.daftar_petugas.order_by("pk")[0].pk,
            "<int:row_id>": IndikatorRakortek.objects.get(
                rakortek=scene.rakortek, indikator__kode=AKI
            ).pk,
            "<int:definisi_id>": newer_versions(self.scene.rakortek).get().pk,
            "<int:sidang_id>": sidang.pk,
            "<int:target_id>": scene.target(indikator, daerah).pk,
            "<target_id>": scene.target(AKI, daerah).pk,
        }


def open_doors() -> Doors:
    """Something of each kind is there, of the centre and of a province."""
    scene = open_scene()
    _more_people(scene)
    province = _provincial_year(scene)
    for year, daerah, indikator in (
        (scene, ACEH, AKI),
        (scene, BALI, AKI),
        (province, BANDA_ACEH, AKI),
        (province, BANDA_ACEH, SANITASI),
    ):
        _fill(year, daerah, indikator)
    acts = {
        ACEH: drafted(scene, ACEH, KEWILAYAHAN, MAKRO),
        BALI: drafted(scene, BALI, KESEHATAN, AKI),
        BANDA_ACEH: drafted(province, BANDA_ACEH, PERUMAHAN, SANITASI, lead="bappeda"),
    }
    _start(scene, ACEH, "fasilitator")
    _start(province, BANDA_ACEH, "bappeda")
    uploads = {"kl": _upload_of_operator(), "akun": _upload_of(scene.actor("bappeda"))}
    redefine_apart(SANITASI)
    return Doors(scene, province, acts, uploads, _ended_sub_kegiatan(scene.superadmin))


def _more_people(scene: Scene) -> None:
    """The roles that a small Rakortek does without, a foreign K/L, and a neighbouring kota."""
    offices = Instansi.objects
    bangda = offices.get(kode="BANGDA")
    kl = scene.users["kl"].daftar_penugasan.get().instansi
    other = Indikator.objects.get(kode=SANITASI).daftar_pengampu.get().instansi
    assert other != kl
    unit = offices.create(kode="U1", nama="Unit", jenis=JenisInstansi.UNIT_KL, induk=kl)
    pd = offices.create(
        kode="PD-11.71-X",
        nama="Dinas",
        jenis=JenisInstansi.PD,
        wilayah=Wilayah.objects.get(kode=BANDA_ACEH),
    )
    pd.daftar_bidang.set(BidangUrusan.objects.filter(kode__in=(KESEHATAN, PERUMAHAN)))
    perumahan = offices.get(
        jenis=JenisInstansi.PD, wilayah__kode=ACEH, daftar_bidang__kode=PERUMAHAN
    )
    for name, role, instansi in (
        ("unit_kl", Role.UNIT_KL, unit),
        ("kl_lain", Role.ADMIN_KL, other),
        ("bappeda_kota", Role.BAPPEDA_KABKOTA, offices.get(kode=f"BAPPEDA-{BANDA_ACEH}")),
        ("pd_kota", Role.PD_KABKOTA, pd),
        ("bappeda_kota_lain", Role.BAPPEDA_KABKOTA, offices.get(kode=f"BAPPEDA-{SABANG}")),
        ("pd_perumahan", Role.PD_PROVINSI, perumahan),
        ("pemantau", Role.PEMANTAU, bangda),
        ("integrator", Role.INTEGRATOR, bangda),
    ):
        scene.users[name] = person(name, role, instansi)


def _provincial_year(scene: Scene) -> Scene:
    """The Rakortek of Aceh with its kabupaten and kota, opened, with every stage open now."""
    actor, now = scene.actor("bappeda"), clock.now()
    aceh = Wilayah.objects.get(kode=ACEH)
    year = rakortek.prepare_rakortek(tahun=2028, provinsi=aceh, actor=actor)
    both = Indikator.objects.filter(kode__in=(AKI, SANITASI))
    for one in both:
        redefine(one.kode, tingkat=Tingkat.KEDUANYA)
    rakortek.set_indikator(
        rakortek=year, indikator_ids=both.values_list("pk", flat=True), actor=actor
    )
    for jenis in JenisTahapan:
        rakortek.set_tahapan(
            rakortek=year,
            jenis=jenis,
            mulai_at=now - timedelta(days=1),
            sampai_at=now + timedelta(days=7),
            actor=actor,
        )
    return Scene(open_by_two(year, actor, scene.superadmin), scene.users)


def _fill(year: Scene, daerah: str, indikator: str) -> None:
    targets.fill_target(
        target_id=year.target(indikator, daerah).pk,
        nilai=Nilai.of_number(Decimal(9)),
        base_version=0,
        actor=year.actor(OWNERS[daerah]),
    )


def _start(year: Scene, daerah: str, lead: str) -> None:
    sidang = year.sidang(KESEHATAN, daerah)
    desk.start_session(sidang_id=sidang.pk, tempat="Ruang 2", actor=year.actor(lead))


def _upload_of_operator() -> int:
    content = book(KL_HEAD, ("Z1", "Lembaga", ""))
    return intake.read_now(sheet=KL, content=content, name="kl.xlsx").pk


def _upload_of(actor: Actor) -> int:
    """Accounts that an office is about to issue: of a sheet that is narrowed to who keeps it."""
    rows = (
        [one.label for one in AKUN.columns],
        [NEW_ACCOUNT.get(one.name, "") for one in AKUN.columns],
    )
    batch = intake.take_in(
        sheet=AKUN, content=book(*rows), name="akun.xlsx", actor=actor, alasan="SK 1."
    )
    return intake.read_batch(batch_id=batch.pk).pk


def _ended_sub_kegiatan(actor: Actor) -> Padanan:
    """The padanan of a sub kegiatan that the second version of the nomenclature has no more."""
    for nomor, kode in enumerate(("1.02.02.1.92.0001", "1.02.02.1.92.0002"), start=1):
        versi = reference.prepare_versi(is_copy=False, actor=actor)
        Nomenklatur.objects.create(versi=versi, kode=kode, tingkat="PROVINSI", nama=f"Versi {kode}")
        day = date(2024 + nomor, 1, 1)
        reference.publish_versi(versi_id=versi.pk, regulasi="K", berlaku_on=day, actor=actor)
    return Padanan.objects.get()
