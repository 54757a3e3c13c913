"""The ASGI application: every route behind the guard, every error made into a ``Problem``."""

from __future__ import annotations

from litestar import Litestar
from litestar.datastructures import State
from litestar.middleware import DefineMiddleware

from lur.web import pages, problems
from lur.web.office.around import AroundOffice
from lur.web.openapi import openapi_config
from lur.web.permissions import guard
from lur.web.public import routes as public_routes
from lur.web.routes import (
    account_routes,
    act_routes,
    agent_routes,
    answer_routes,
    assist_routes,
    branding_routes,
    calendar_routes,
    calibration_routes,
    colleague_routes,
    company_routes,
    contact_routes,
    customer_routes,
    desk_routes,
    figure_routes,
    flow_routes,
    guide_routes,
    incident_routes,
    live_routes,
    offer_routes,
    own_account_routes,
    phrase_routes,
    prompt_routes,
    quality_routes,
    rating_routes,
    refusal_routes,
    report_routes,
    sampling_routes,
    schedule_routes,
    settings_routes,
    setup_routes,
    sign_on_routes,
    statement_routes,
    talk_routes,
    token_routes,
    trail_routes,
    webhook_routes,
    wrap_up_routes,
)
from lur.web.security import Authentication, add_headers, cut_off
from lur.web.services import Services

BODY_LIMIT_BYTES = 256 * 1024

ROUTES = (
    *account_routes.HANDLERS,
    *own_account_routes.HANDLERS,
    *sign_on_routes.HANDLERS,
    *act_routes.HANDLERS,
    *agent_routes.HANDLERS,
    *answer_routes.HANDLERS,
    *assist_routes.HANDLERS,
    *calendar_routes.HANDLERS,
    *calibration_routes.HANDLERS,
    *colleague_routes.HANDLERS,
    *company_routes.HANDLERS,
    *contact_routes.HANDLERS,
    *customer_routes.HANDLERS,
    *desk_routes.HANDLERS,
    *flow_routes.HANDLERS,
    *offer_routes.HANDLERS,
    *phrase_routes.HANDLERS,
    *quality_routes.HANDLERS,
    *sampling_routes.HANDLERS,
    *statement_routes.HANDLERS,
    *talk_routes.HANDLERS,
    *token_routes.HANDLERS,
    *webhook_routes.HANDLERS,
    *trail_routes.HANDLERS,
    *figure_routes.HANDLERS,
    *report_routes.HANDLERS,
    *rating_routes.HANDLERS,
    *schedule_routes.HANDLERS,
    *branding_routes.HANDLERS,
    *guide_routes.HANDLERS,
    *prompt_routes.HANDLERS,
    *settings_routes.HANDLERS,
    *setup_routes.HANDLERS,
    *refusal_routes.HANDLERS,
    *wrap_up_routes.HANDLERS,
    *incident_routes.HANDLERS,
    *live_routes.HANDLERS,
    *public_routes.HANDLERS,
    *pages.HANDLERS,
)


def create_app(services: Services) -> Litestar:
    """The application around ``services`` (from ``lur.web.services.open_services``), which the caller
    closes."""
    return Litestar(
        route_handlers=ROUTES,
        guards=[guard],
        middleware=[DefineMiddleware(Authentication), AroundOffice()],
        exception_handlers=problems.HANDLERS,
        before_send=[add_headers, cut_off],
        request_max_body_size=BODY_LIMIT_BYTES,
        openapi_config=openapi_config(),
        state=State({"services": services}),
        logging_config=None,
        debug=False,
    )
