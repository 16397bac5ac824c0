"""What a browser's pages complain of while a test uses them: any complaint fails the test."""

import re
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError

INNER_SCHEMES = ("data:", "blob:", "about:")


@dataclass
class Watch:
    """Notes errors and warnings in the console (CSP violations are such), uncaught errors, and foreign requests."""

    complaints: list[str] = field(default_factory=list)
    _tolerated: list[re.Pattern[str]] = field(default_factory=list)

    def follow(self, context: BrowserContext, origin: str) -> None:
        """Listen to all pages of a context, which are to ask nobody but `origin`."""

        def note_request(request: Request) -> None:
            if not request.url.startswith((f"{origin}/", *INNER_SCHEMES)):
                self.complaints.append(f"a request to another host: {request.url}")

        def note_message(message: ConsoleMessage) -> None:
            if message.type in {"error", "warning"}:
                self.complaints.append(f"{message.text} ({message.location.get('url')})")

        def note_error(error: WebError) -> None:
            self.complaints.append(f"uncaught: {error.error}")

        context.on("request", note_request)
        context.on("console", note_message)
        context.on("weberror", note_error)

    def tolerate(self, pattern: str) -> None:
        """Let complaints pass in which a pattern is found: what a test provokes, such as a server that is away."""
        self._tolerated.append(re.compile(pattern))

    def check(self) -> None:
        """Fail where anything was complained of."""
        left = [each for each in self.complaints if not any(pattern.search(each) for pattern in self._tolerated)]
        assert not left, left
