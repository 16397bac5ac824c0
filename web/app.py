"""The application factory."""

from threading import Thread

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from shared.log import set_up_logs
from shared.settings import Settings, load_settings
from web.api import api
from web.batches.api import batches
from web.compressing import compress_answers
from web.first_numberfigure import first_numberfigure
from web.forms import forms
from web.health import ask_store, health
from web.intake import FORM_OVERHEAD
from web.interpreter import spare_the_interpreter
from web.leaving import leave_politely
from web.metrics import metrics
from web.openapi import openapi
from web.orphan import end_with_parent
from web.ownership import ownership
from web.pages import pages
from web.parts import Parts, build_parts, install_parts
from web.problems import install_error_handlers
from web.receiving import bound_what_is_received
from web.security import install_security
from web.status import status


def create_app(settings: Settings, parts: Parts | None = None) -> Flask:
    """Create the app; tests may bring parts of their own."""
    app = Flask("web")
    # A picture may come as base64, which takes four bytes for three. The picture's own size is checked later.
    app.config["MAX_CONTENT_LENGTH"] = settings.max_upload_bytes * 4 // 3 + FORM_OVERHEAD
    # Blocks leave no empty lines in the pages.
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    install_parts(app, parts or build_parts(settings))
    install_error_handlers(app)
    install_security(app)
    compress_answers(app)
    # What may wait in Redis may also be on its way there.
    bound_what_is_received(app, settings.max_pending_bytes)
    for blueprint in (pages, forms, api, ownership, batches, first_numberfigure, health, openapi, metrics, status):
        app.register_blueprint(blueprint)
    if proxies := settings.trusted_proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, proxies, proxies, proxies)  # type: ignore[method-assign]
    return app


def create_from_environment() -> Flask:
    """Create the app as a server process does."""
    settings = load_settings()
    set_up_logs(settings, "web")
    end_with_parent()
    parts = build_parts(settings)
    app = create_app(settings, parts)
    # The first visitor need not wait until the store is connected, perhaps just when one of its nodes is away.
    Thread(target=ask_store, args=[parts], name="store-first", daemon=True).start()
    leave_politely(app, parts.waiting.release_all)
    spare_the_interpreter()
    return app
