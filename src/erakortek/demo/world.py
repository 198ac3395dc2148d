"""Building the demo world: master data, people, one finished and one running year.

Everything goes through the services of the rooms, as a person's acts would; past years are
replayed at the instants when they would have happened.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from django.db import transaction

from erakortek.accounts.actor import Actor
from erakortek.accounts.enums import OF_KL
from erakortek.accounts.models import Penugasan, User
from erakortek.accounts.selectors import actor_of
from erakortek.accounts.services import issue_accounts
from erakortek.berita_acara import services as berita_acara
from erakortek.berita_acara.models import BeritaAcara
from erakortek.database.statistics import refresh_statistics
from erakortek.demo import negotiation
from erakortek.demo.accounts import FOLDER, accounts
from erakortek.demo.earlier import import_earlier
from erakortek.demo.figures import Example, chance, examples, proposed
from erakortek.demo.measured import invent_series
from erakortek.demo.negotiation import Course, Moments, Voices, filled_by
from erakortek.demo.next_year import define_next_year
from erakortek.demo.welcome import PASSWORD
from erakortek.desk import services as desk
from erakortek.desk.enums import JenisDesk, StatusSidang
from erakortek.desk.models import Sidang
from erakortek.desk.selectors import rows_of_sessions
from erakortek.lib import clock
from erakortek.lib.dates_id import Zona
from erakortek.lib.nilai import Nilai
from erakortek.rakortek import services as rakortek_services
from erakortek.rakortek.enums import JenisTahapan
from erakortek.rakortek.models import IndikatorRakortek, Rakortek
from erakortek.rakortek.selectors import susunan_of
from erakortek.reference.datafiles import DataFile
from erakortek.reference.enums import AturanAgregasi, JenisNilai
from erakortek.reference.models import DefinisiIndikator, Pengampu, Wilayah
from erakortek.reference.services import load_departments, load_indikator, load_pengampu
from erakortek.target import services as targets
from erakortek.target.enums import SumberVersi
from erakortek.target.models import Target

FINISHED, RUNNING = 2027, 2028
NTB = "52"
DESKS_THAT_MET = ("17", "36", "51")  # Bengkulu, Banten, Bali
DESKS_THAT_MET_TOTAL = 36
SLOT = timedelta(minutes=90)
REASON = "Susunan latihan; alasan rekaan."

# Days from the present day: begin and end of each stage of the running year. They overlap, so
# that every act can be tried on the day somebody starts the demo.
RUNNING_STAGES = {
    JenisTahapan.PRA_PENGAMPU: (-24, 3),
    JenisTahapan.PRA_DAERAH: (-14, 11),
    JenisTahapan.VERIFIKASI: (-10, 14),
    JenisTahapan.DESK: (-2, 20),
    JenisTahapan.PLENO: (15, 24),
    JenisTahapan.BERITA_ACARA: (-2, 30),
}
FINISHED_STAGES = {
    JenisTahapan.PRA_PENGAMPU: (date(2026, 1, 19), date(2026, 2, 6)),
    JenisTahapan.PRA_DAERAH: (date(2026, 2, 2), date(2026, 2, 27)),
    JenisTahapan.VERIFIKASI: (date(2026, 2, 23), date(2026, 3, 4)),
    JenisTahapan.DESK: (date(2026, 3, 9), date(2026, 3, 20)),
    JenisTahapan.PLENO: (date(2026, 3, 23), date(2026, 3, 25)),
    JenisTahapan.BERITA_ACARA: (date(2026, 3, 9), date(2026, 4, 3)),
}


def is_built() -> bool:
    """Whether the demo world is there already."""
    return Rakortek.objects.filter(is_latihan=True).exists()


class World:
    """The demo world as it is being built; what it holds is read once and kept."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say

    @cached_property
    def examples(self) -> dict[str, Example]:
        return examples(
            DataFile(FOLDER / "indikator_latihan.csv"), DataFile(FOLDER / "indikator_contoh.csv")
        )

    @cached_property
    def superadmin(self) -> Actor:
        return _actor("superadmin")

    @cached_property
    def approver(self) -> Actor:
        return _actor("superadmin2")

    @cached_property
    def fasilitator(self) -> Actor:
        return _actor("fasilitator")

    @cached_property
    def pengampu(self) -> dict[int, int]:
        """Which instansi is in charge of an indikator."""
        return dict(Pengampu.objects.values_list("indikator", "instansi"))

    @transaction.atomic
    def build(self) -> None:
        """Everything, or nothing."""
        self.say("indikator, perangkat daerah, dan akun latihan")
        self._masters()
        self.say("realisasi latihan")
        invent_series(self.examples, districts_of=NTB)
        refresh_statistics()
        self.say("hasil tahun lalu")
        import_earlier(self.examples, self.superadmin)
        self.say(f"Rakortek {FINISHED}, selesai")
        self._finished_year()
        self.say(f"Rakortek {RUNNING}, berjalan")
        self._running_year()
        self.say(f"Rakortek {RUNNING}-{NTB}, berjalan")
        self._provincial_year()
        self.say("versi indikator tahun depan")
        define_next_year(self.superadmin)

    def _masters(self) -> None:
        file = DataFile(FOLDER / "indikator_latihan.csv")
        load_indikator("indikator latihan", file, is_latihan=True)
        load_pengampu()
        load_departments(Wilayah.objects.filter(induk__kode=NTB))
        issue_accounts(accounts=accounts(), password=PASSWORD)

    def _finished_year(self) -> None:
        with clock.at(_wib(FINISHED_STAGES[JenisTahapan.PRA_PENGAMPU][0], 8)):
            year = rakortek_services.prepare_rakortek(
                tahun=FINISHED, actor=self.superadmin, is_latihan=True
            )
            self._schedule(year, FINISHED_STAGES)
            self._open(year)
            self._acuan(year)
        stages = FINISHED_STAGES
        moments = Moments(
            offered=_wib(stages[JenisTahapan.PRA_PENGAMPU][0], 10) + timedelta(days=7),
            proposed=_wib(stages[JenisTahapan.PRA_DAERAH][0], 9) + timedelta(days=14),
            decided=_wib(stages[JenisTahapan.DESK][0], 10),
        )
        self._negotiate(year, self._targets(year), negotiation.finished, moments)
        refresh_statistics()
        met = self._hold_sessions(year, self._sessions(year))
        with clock.at(_wib(stages[JenisTahapan.DESK][1], 17)):
            drafts = self._draft(met)
            self._sign(year, drafts)
        with clock.at(_wib(stages[JenisTahapan.BERITA_ACARA][1], 23)):
            rakortek_services.close_rakortek(rakortek_id=year.pk, actor=self.superadmin)

    def _running_year(self) -> None:
        day = clock.today()
        stages = {
            jenis: (day + timedelta(days=begin), day + timedelta(days=end))
            for jenis, (begin, end) in RUNNING_STAGES.items()
        }
        before = Rakortek.objects.get(kunci=str(FINISHED))
        with clock.at(_wib(stages[JenisTahapan.PRA_PENGAMPU][0], 8)):
            year = rakortek_services.prepare_rakortek(
                tahun=RUNNING, source=before, actor=self.superadmin
            )
            self._schedule(year, stages)
            self._open(year)
            self._acuan(year, share=Decimal("0.8"))
        self._fill_running(year, _running_moments(day))

    def _fill_running(self, year: Rakortek, moments: Moments) -> None:
        found = Sidang.objects.filter(
            desk__rakortek=year, daerah__kode__in=DESKS_THAT_MET, desk__jenis=JenisDesk.URUSAN
        )
        met = list(found.select_related("desk__rakortek", "daerah")[:DESKS_THAT_MET_TOTAL])
        held = {
            row.pk for daftar in rows_of_sessions(met, self.fasilitator).values() for row in daftar
        }
        rows = self._targets(year)
        self._negotiate(
            year, [row for row in rows if row.pk not in held], negotiation.running, moments
        )
        self._negotiate(
            year, [row for row in rows if row.pk in held], negotiation.discussed, moments
        )
        closed = self._hold_sessions(year, met)
        with clock.at(moments.decided + timedelta(hours=6)):
            drafts = self._draft(closed)
            self._sign(year, drafts[::3])
            for draft in drafts[1::3]:
                berita_acara.send(berita_acara_id=draft.pk, actor=self.fasilitator)

    def _provincial_year(self) -> None:
        day = clock.today()
        provinsi = Wilayah.objects.get(kode=NTB)
        with clock.at(_wib(day - timedelta(days=20), 8)):
            year = rakortek_services.prepare_rakortek(
                tahun=RUNNING, provinsi=provinsi, actor=self.superadmin, is_latihan=True
            )
            self._schedule(
                year,
                {
                    jenis: (day + timedelta(days=begin), day + timedelta(days=end))
                    for jenis, (begin, end) in RUNNING_STAGES.items()
                },
            )
            self._open(year)
            self._acuan(year)
        self._negotiate(year, self._targets(year), negotiation.running, _running_moments(day))

    def _open(self, rakortek: Rakortek) -> None:
        """Open a draft whose set of indikator two people have agreed on."""
        rakortek_services.explain_differences(
            rakortek=rakortek, alasan={}, lainnya=REASON, actor=self.superadmin
        )
        rakortek_services.submit_susunan(rakortek_id=rakortek.pk, actor=self.superadmin)
        rakortek_services.approve_susunan(
            rakortek_id=rakortek.pk, sidik=susunan_of(rakortek).sidik, actor=self.approver
        )
        rakortek_services.open_rakortek(rakortek_id=rakortek.pk, actor=self.superadmin)

    def _schedule(self, rakortek: Rakortek, stages: dict[JenisTahapan, tuple[date, date]]) -> None:
        zona = Zona(rakortek.zona)
        for jenis, (first, last) in stages.items():
            rakortek_services.set_tahapan(
                rakortek=rakortek,
                jenis=jenis,
                mulai_at=datetime.combine(first, time(0, 0), zona.tz),
                sampai_at=datetime.combine(last, time(23, 59), zona.tz),
                actor=self.superadmin,
            )

    def _acuan(self, rakortek: Rakortek, share: Decimal = Decimal(1)) -> None:
        """The acuan of every indikator, or of most: what its pengampu would ask of all together."""
        daerah = list(Wilayah.objects.filter(induk=rakortek.provinsi))
        rows = IndikatorRakortek.objects.filter(rakortek=rakortek).select_related("definisi")
        voices = self._voices(rakortek)
        for row in rows:
            speaker = voices.pengampu.get(self._first_party(rakortek, row.definisi))
            if speaker and chance("acuan", row.definisi.kode) < share:
                targets.load_acuan(
                    row=row,
                    nilai=self._goal(row.definisi, daerah, rakortek.tahun),
                    penugasan=speaker,
                    sumber=SumberVersi.LATIHAN,
                )

    def _goal(self, definisi: DefinisiIndikator, daerah: list[Wilayah], tahun: int) -> Nilai:
        example = self.examples[definisi.kode]
        values = [
            proposed(definisi, example, one.kode, tahun, ambition=Decimal("1.1")) for one in daerah
        ]
        if definisi.jenis_nilai == JenisNilai.PILIHAN:
            return values[0]
        lows = [value.bawah or Decimal(0) for value in values]
        if definisi.aturan_agregasi == AturanAgregasi.JUMLAH:
            return Nilai(sum(lows, Decimal(0)), sum(lows, Decimal(0)))
        middle = sorted(lows)[len(lows) // 2]
        return Nilai(middle, middle)

    def _targets(self, rakortek: Rakortek) -> list[Target]:
        return list(
            Target.objects.filter(rakortek=rakortek).select_related(
                "rakortek", "daerah", "definisi"
            )
        )

    def _voices(self, rakortek: Rakortek) -> Voices:
        rows = list(
            Penugasan.objects.select_related("instansi").prefetch_related("instansi__daftar_bidang")
        )
        if rakortek.is_pusat:
            pengampu = {row.instansi_id: row for row in reversed(rows) if row.role in OF_KL}
        else:
            own = [row for row in rows if row.instansi.wilayah_id == rakortek.provinsi_id]
            pengampu = {row.instansi_id: row for row in own}
        daerah = {key: row for row in rows for key in filled_by(row)}
        desk_row = next(row for row in rows if row.pk == self.fasilitator.penugasan_id)
        return Voices(pengampu=pengampu, daerah=daerah, desk=desk_row)

    def _first_party(self, rakortek: Rakortek, definisi: DefinisiIndikator) -> int:
        if rakortek.is_pusat:
            return self.pengampu[definisi.indikator_id]
        key = (rakortek.provinsi_id or 0, definisi.bidang_id)
        return self._voices_of_province(rakortek)[key]

    def _voices_of_province(self, rakortek: Rakortek) -> dict[tuple[int, int | None], int]:
        if not hasattr(self, "_province_offices"):
            rows = Penugasan.objects.filter(instansi__wilayah=rakortek.provinsi).select_related(
                "instansi"
            )
            self._province_offices = {
                key: row.instansi_id for row in rows for key in filled_by(row)
            }
        return self._province_offices

    def _negotiate(
        self,
        rakortek: Rakortek,
        rows: Iterable[Target],
        course_of: Callable[[Target], Course],
        moments: Moments,
    ) -> None:
        voices = self._voices(rakortek)
        loaded = [
            negotiation.told(
                row,
                self.examples[row.definisi.kode],
                course_of(row),
                voices,
                moments,
                self._first_party(rakortek, row.definisi),
            )
            for row in rows
        ]
        targets.load_history(
            rakortek=rakortek, rows=loaded, actor=self.superadmin, sumber=SumberVersi.LATIHAN
        )

    def _sessions(self, rakortek: Rakortek) -> list[Sidang]:
        return list(
            Sidang.objects.filter(desk__rakortek=rakortek)
            .exclude(desk__jenis=JenisDesk.PLENO)
            .select_related("desk__rakortek", "daerah")
        )

    def _hold_sessions(self, rakortek: Rakortek, sessions: Iterable[Sidang]) -> list[Sidang]:
        """Load these sessions as closed, with what their targets carry."""
        sessions = list(sessions)
        rows = rows_of_sessions(sessions, self.fasilitator)
        held = [self._held(one, rows[one.pk]) for one in sessions]
        desk.load_sessions(rakortek=rakortek, rows=held, actor=self.fasilitator)
        return sessions

    def _held(self, sidang: Sidang, rows: list[Target]) -> desk.LoadedSession:
        return desk.LoadedSession(
            sidang=sidang,
            status=StatusSidang.DITUTUP,
            tempat=f"Ruang {sidang.desk.kode} dan melalui media daring",
            mulai_at=sidang.dijadwalkan_at,
            selesai_at=sidang.dijadwalkan_at + SLOT,
            targets=rows,
            catatan=negotiation.notes_of(rows),
        )

    def _draft(self, sessions: Iterable[Sidang]) -> list[BeritaAcara]:
        return berita_acara.draft_many(
            sidang_ids=[one.pk for one in sessions], actor=self.fasilitator
        )

    def _sign(self, rakortek: Rakortek, drafts: list[BeritaAcara]) -> None:
        berita_acara.load_signed(
            rakortek=rakortek,
            berita_acara=drafts,
            first_at={one.pk: one.created_at + timedelta(hours=2) for one in drafts},
            actor=self.superadmin,
        )


def _actor(username: str) -> Actor:
    actor = actor_of(User.objects.get(username=username).pk)
    if actor is None:
        message = f"{username} has no penugasan"
        raise ValueError(message)
    return actor


def _wib(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), clock.WIB)


def _running_moments(day: date) -> Moments:
    return Moments(
        offered=_wib(day - timedelta(days=18), 10),
        proposed=_wib(day - timedelta(days=9), 9),
        decided=_wib(day - timedelta(days=1), 10),
    )
