"""All that goes on beside the requests, by name; docs/operations.md says what each is for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lur.features.incidents import proposals, telling
from lur.features.reports import nightly
from lur.features.reports import service as reports
from lur.features.schedules import sending
from lur.web import calendar_keeper, health, judging, watching
from lur.web.desks import desks
from lur.web.rooms import helping, quality, webhook
from lur.web.upkeep import Work

if TYPE_CHECKING:
    from lur.web.services import Services

BEGUN_AGAIN_S = 2.0
"""After this pause what goes on for ever by itself is begun again."""


def works_of(services: Services) -> tuple[Work, ...]:
    """Steps that are taken again and again, and what goes on for ever by itself."""
    return (*_steps(services), *_loops(services))


def _steps(services: Services) -> tuple[Work, ...]:
    figures, incidents, beating = services.figures, services.incidents, services.desks.desks
    mails, hooks = services.mailing.sending, services.webhooks
    return (
        Work(name="health", step=services.health.look, every_s=health.LOOK_EVERY_S),
        Work(name="desks", step=beating.beat, every_s=desks.BEAT_S),
        Work(name="watching", step=services.watching.look, every_s=watching.LOOK_EVERY_S),
        Work(name="calendar", step=services.calendar.apply, every_s=calendar_keeper.LOOK_EVERY_S),
        Work(name="helping", step=services.helping.settle_all, every_s=helping.LOOK_EVERY_S),
        Work(name="sampling", step=services.quality.draw_due, every_s=quality.LOOK_EVERY_S),
        Work(
            name="reports", step=figures.reports.step, every_s=reports.LOOK_EVERY_S, wake=figures.reports.wake
        ),
        Work(name="nightly_check", step=figures.checks.look, every_s=nightly.LOOK_EVERY_S),
        Work(name="solved", step=figures.judging.judge_all, every_s=judging.LOOK_EVERY_S),
        Work(name="report_mails", step=mails.look, every_s=sending.LOOK_EVERY_S, wake=mails.hurry),
        Work(name="webhooks", step=hooks.step, every_s=webhook.LOOK_EVERY_S, wake=hooks.delivering.wake),
        Work(
            name="incidents",
            step=incidents.telling.look,
            every_s=telling.LOOK_EVERY_S,
            wake=incidents.telling.wake,
        ),
        Work(name="surges", step=incidents.storm.look_and_learn, every_s=proposals.LOOK_EVERY_S),
    )


def _loops(services: Services) -> tuple[Work, ...]:
    public = services.public
    loops = {
        "live_page": services.push.keep_flushing,
        "contacts": services.contacts.keep_up,
        "place_pages": public.live.keep_pushing,
        "places": public.places.keep_up,
        "places_forgotten": public.places.keep_forgetting,
        "settings_history": services.office.keep,
        "desks_remembered": services.desks.desks.remembered.keep_saving,
    }
    return tuple(Work(name=name, step=loop, every_s=BEGUN_AGAIN_S) for name, loop in loops.items())
