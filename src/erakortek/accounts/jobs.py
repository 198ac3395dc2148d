"""Every night: what is kept of sign-ins only while it serves."""

from procrastinate.contrib.django import app

from erakortek.accounts.sessions import forget_ended


@app.periodic(cron="30 18 * * *")  # 01.30 WIB
@app.task(name="accounts.forget_ended_sessions", queueing_lock="accounts.forget_ended_sessions")
def forget_ended_sessions(timestamp: int) -> None:  # noqa: ARG001 -- what periodic tasks get
    """Addresses and browsers of sessions that are over; harmless when repeated."""
    forget_ended()
