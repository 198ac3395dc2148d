"""What a line of the log may tell: never the secret of a link that still opens an account."""

import logging
import re

# As ``accounts.urls`` spells its address; whoever reads the log must not be able to follow it.
SECRET = re.compile(r"(/aktivasi/)[^/\s?#\"']+")


class LineFormatter(logging.Formatter):
    """Masks the finished line, so that what stands in a traceback is masked, too."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1…", super().format(record))
