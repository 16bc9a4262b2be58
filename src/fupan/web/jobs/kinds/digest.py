"""The digest 通知摘要: each morning the unread notices by mail, to those who asked for it; each notice in one mail only."""

from __future__ import annotations

import logging
from datetime import time
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone

from fupan.web.accounts.models import User
from fupan.web.company import house
from fupan.web.jobs.job import job
from fupan.web.notices.models import Notice
from fupan.web.rights.holding import may_act

MOST = 50
_MONDAY = 0
_log = logging.getLogger("fupan.notices")


@job(
    "digest", "通知摘要", "Digest of notices", why="each account's own notices, to its own address", nightly=time(7, 30)
)
def send_digests() -> str:
    """Mail what is unread and was in no mail yet: daily, or on Mondays; how many mails."""
    if not settings.FUPAN.mail:
        return "no mail is set up"
    here = house()
    wanted = ["daily", "weekly"] if timezone.localdate().weekday() == _MONDAY else ["daily"]
    sent = failed = 0
    for user in User.objects.filter(is_active=True, wish__digest__in=wanted).exclude(email="").order_by("pk"):
        if may_act(user, here.directory, here.today) and (done := _send(user, here.workspace.name)) is not None:
            sent, failed = sent + done, failed + (not done)
    return f"{sent} mails" + (f", {failed} failed" if failed else "")


def _send(user: User, company: str) -> bool | None:
    """Claim, then send: a worker that dies in between leaves notices unmailed, never mailed twice. None: nothing is new."""
    new = list(Notice.objects.filter(user=user, read_at=None, mailed_at=None)[:MOST])
    if not new:
        return None
    claimed = [n.pk for n in new]
    Notice.objects.filter(pk__in=claimed).update(mailed_at=timezone.now())
    english = user.language.startswith("en")
    lines = "\n".join(f"{timezone.localtime(n.at):%Y-%m-%d %H:%M}  {n.en if english else n.zh}" for n in new)
    subject = f"[fupan] {company}: {len(new)} notices" if english else f"[fupan] {company}：{len(new)} 条通知"
    try:
        if send_mail(subject, f"{lines}\n", None, [user.email]) == 1:
            return True
    except (OSError, SMTPException) as wrong:
        _log.warning("the digest of account %d could not be sent: %s", user.pk, wrong)
    Notice.objects.filter(pk__in=claimed).update(mailed_at=None)
    return False
