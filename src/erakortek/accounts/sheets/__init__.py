"""What an office keeps of its tier as workbooks: people with their penugasan, and offices."""

from erakortek.accounts.sheets.offices import INSTANSI_DAERAH
from erakortek.accounts.sheets.people import AKUN

SHEETS = (AKUN, INSTANSI_DAERAH)

__all__ = ["AKUN", "INSTANSI_DAERAH", "SHEETS"]
