"""One target from address to verdict: hops, turns, repeats. All that waits, waits here; all that decides is pure."""

import asyncio
import socket
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pycurl

from quality.checker import pages
from quality.checker.address import Address, BadAddress, parse
from quality.checker.fetch.curl import Curl, look_up
from quality.checker.fetch.hop import Answer, Hop
from quality.checker.fetch.spool import Scratch, Spool
from quality.checker.filename import file_name
from quality.checker.job import Job
from quality.checker.judge import by_status, judge
from quality.checker.ladder import Shape, again
from quality.checker.options import Options
from quality.checker.turns import Turns
from quality.checker.types import Body, Examined, Fetched, Target, Verdict
from quality.checker.workers import Workers

BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36"
MEDIA_TYPES = {
    "CSV": "text/csv",
    "JSON": "application/json",
    "GEOJSON": "application/geo+json, application/json;q=0.9",
    "XML": "application/xml, text/xml;q=0.9",
    "KML": "application/vnd.google-earth.kml+xml",
    "HTML": "text/html",
}
PAGE = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@dataclass(slots=True)
class Health:
    """What this run has seen of our own network."""

    names_resolve: bool = False

    def blame(self, error: Exception) -> str:
        """A resolver that does not answer is our fault, until it has answered for somebody else."""
        ours = isinstance(error, socket.gaierror) and error.errno == socket.EAI_AGAIN and not self.names_resolve
        return "checker_fault" if ours else "dns_failure"


@dataclass(frozen=True, slots=True)
class Tools:
    """What all checks of a run share."""

    options: Options
    turns: Turns
    curl: Curl
    workers: Workers
    scratch: Scratch
    health: Health


class Check:
    """A run through the stages. It starts with a turn on its host in hand, and ends with none."""

    def __init__(self, target: Target, address: Address, tools: Tools) -> None:
        self._target = target
        self._address = address
        self._tools = tools
        self._body: Body | None = None
        """What the last hop brought, where it is to be judged: the bytes, or the file where they are too many."""
        self._turn = address.turn
        self._left = tools.options.limits.total
        """Seconds that servers and waits may still take: dripping cannot stretch it, our own queues do not eat it."""
        self._busy = 0.0
        """Seconds that the servers took in this attempt."""
        self._shape = Shape()
        self._seen: dict[str, list[str]] = {}
        self._hops: list[str] = []
        self._easy: pycurl.Curl = tools.curl.borrow()

    async def run(self) -> Verdict:
        try:
            tries = 0
            while True:
                verdict = await self._attempt()
                options = self._tools.options
                step = again(verdict, self._shape, tries, options.backoff, options.patience, datetime.now(UTC))
                if step is None or step.wait >= self._left:
                    return verdict
                await self._wait(step.wait, hold_host=step.hold_host)
                tries += step.shape == self._shape or step.wait > 0
                self._shape = step.shape
        finally:
            self._drop_turn()
            self._tools.curl.give_back(self._easy)
            self._drop_body()

    async def _wait(self, seconds: float, *, hold_host: bool) -> None:
        if hold_host and self._last_turn:
            self._tools.turns.pause(self._last_turn, seconds)
        self._drop_turn()
        if seconds:
            self._left -= seconds
            await asyncio.sleep(seconds)

    async def _attempt(self) -> Verdict:
        """All hops, the body's own "go there" included, then the content."""
        self._seen.clear()
        self._hops.clear()
        self._busy = 0.0
        address = self._address
        while True:
            fetched, address = await self._follow(address)
            if not self._tools.workers.crowded:  # else what is fetched would pile up faster than it is judged
                self._drop_turn()
            if self._body is None:
                return judge(self._target, fetched)
            if fetched.unchanged and (glance := pages.glance(self._body)) is not None:
                return replace(judge(self._target, fetched, glance), content=None)
            examined = await self._examine(fetched, self._body)
            onward = self._onward(fetched, examined, address)
            if onward is None:
                return judge(self._target, fetched, examined)
            self._hops.append(onward.url)
            address = onward

    def _onward(self, fetched: Fetched, examined: Examined, address: Address) -> Address | None:
        """Where a page that only says "go there" leads; None for one that goes nowhere new."""
        where = examined.page.refresh
        if _says_nothing(examined):  # a file that comes with a "go there" is the file, and that is for whoever asked
            where = fetched.headers.get("refresh", "").partition("=")[2].strip(" \"'") or where
        if not where or len(self._hops) >= self._tools.options.limits.redirects:
            return None
        try:
            onward = parse(where, address)
        except BadAddress:
            return None
        return onward if onward.url not in self._seen else None

    async def _examine(self, fetched: Fetched, body: Body) -> Examined:
        name, today = file_name(fetched), datetime.now(UTC).date()
        said = self._target.declared
        job = Job(body, (said.format, said.encoding, said.fields), name, today)
        return await self._tools.workers.examine(fetched.sha256, job, self._tools.options.limits.total)

    async def _follow(self, address: Address) -> tuple[Fetched, Address]:
        """From hop to hop until something is not a redirect."""
        while True:
            if (fault := self._loops(address)) is not None:
                return self._fetched(fault, address), address
            self._drop_body()
            spool = Spool(self._tools.scratch, self._tools.options.limits)
            try:
                answer = await self._hop(address, spool)
                onward = self._next(answer, address)
            except BadAddress as error:
                spool.discard()
                return self._fetched(error.reason, address, detail=error.detail), address
            if onward is None:
                return self._concluded(answer, address, spool), address
            spool.discard()
            self._hops.append(onward.url)
            address = onward

    def _loops(self, address: Address) -> str | None:
        """The same address with the same cookies again is a loop; with new cookies it is a door that asks for one."""
        cookies = self._easy.getinfo(pycurl.INFO_COOKIELIST) if address.url in self._seen else []
        if address.url in self._seen and self._seen[address.url] == cookies:
            return "redirect_loop"
        if self._hops:
            self._seen[address.url] = self._easy.getinfo(pycurl.INFO_COOKIELIST)
        else:
            self._seen[address.url] = []
        if len(self._hops) > self._tools.options.limits.redirects:
            return "redirect_loop" if len(set(self._hops)) < len(self._hops) // 2 else "too_many_redirects"
        return None

    async def _hop(self, address: Address, spool: Spool) -> Answer:
        """One request, in its own host's turn. Raises BadAddress where the guard says no."""
        await self._take_turn(address.turn)
        began = time.monotonic()
        try:
            try:
                addresses = await look_up(address, self._tools.options)
                self._tools.health.names_resolve |= not address.literal
            except (OSError, UnicodeError) as error:
                return Answer(reason=self._tools.health.blame(error), detail=str(error))
            left = self._left - (time.monotonic() - began)
            if left <= 0:
                return Answer(reason="timeout", detail="deadline")
            hop = Hop(address, spool, self._tools.options.limits)
            return await self._tools.curl.perform(self._easy, hop, addresses, self._headers(), left)
        finally:
            took = time.monotonic() - began
            self._busy += took
            self._left -= took

    def _next(self, answer: Answer, address: Address) -> Address | None:
        if answer.reason or not answer.location or not 300 <= (answer.status or 0) < 400 or answer.status == 304:
            return None
        return parse(answer.location, address)

    def _headers(self) -> list[str]:
        """The request's own lines. A name and a contact are in every shape of it."""
        shape, target, agent = self._shape, self._target, self._tools.options.user_agent
        wanted = MEDIA_TYPES.get(target.declared.format.strip().upper(), "")
        accept = PAGE if shape.browser and not wanted else f"{wanted}, */*;q=0.8" if wanted else "*/*"
        lines = [
            f"User-Agent: {BROWSER} {agent.removeprefix('Mozilla/5.0 ')}" if shape.browser else f"User-Agent: {agent}",
            f"Accept: {accept}",
            "Accept-Language: zh-TW,zh;q=0.9,en;q=0.6",
            "Accept-Encoding: identity" if shape.browser else "Accept-Encoding: gzip, deflate",
        ]
        if shape.browser:  # some give a file only to those who come from a page of theirs
            lines.append(f"Referer: {self._address.origin}/")
        if shape.conditional and target.etag:
            lines.append(f"If-None-Match: {_one_line(target.etag)}")
        if shape.conditional and target.last_modified:
            lines.append(f"If-Modified-Since: {_one_line(target.last_modified)}")
        if shape.past_caches:
            lines += ["Cache-Control: no-cache", "Pragma: no-cache"]
        return lines

    def _concluded(self, answer: Answer, address: Address, spool: Spool) -> Fetched:
        asked = self._shape.conditional and (self._target.etag or self._target.last_modified)
        reason = answer.reason or by_status(answer.status, answer.headers.get("retry-after", ""))
        reason = reason or ("redirected" if self._hops else "ok")
        if reason not in {"ok", "redirected"} or answer.status == 304:
            spool.discard()
            same = answer.status == 304 and bool(asked) and not answer.reason
            return self._fetched(reason, address, answer=answer, unchanged=same, bytes=spool.size)
        if not spool.size:
            spool.discard()
            return self._fetched("throttled" if answer.status == 202 else "empty", address, answer=answer)
        self._body, digest = spool.finish()
        same = bool(digest) and digest == self._target.sha256.lower()
        return self._fetched(reason, address, answer=answer, unchanged=same, bytes=spool.size, sha256=digest)

    def _fetched(
        self, reason: str, address: Address, *, answer: Answer | None = None, detail: str = "", **more: Any
    ) -> Fetched:
        answer = answer or Answer()
        return Fetched(
            reason,
            final_url=address.url,
            redirects=tuple(self._hops),
            http_status=answer.status,
            headers=answer.headers,
            elapsed_ms=round(self._busy * 1000),
            detail=detail or answer.detail,
            **more,
        )

    async def _take_turn(self, turn: str) -> None:
        if turn != self._turn:
            self._drop_turn()
            await self._tools.turns.take(turn)
            self._turn = turn
        self._last_turn = turn

    _last_turn = ""

    def _drop_body(self) -> None:
        if isinstance(self._body, Path):
            self._tools.scratch.give_back(self._body)
        self._body = None

    def _drop_turn(self) -> None:
        if self._turn:
            self._tools.turns.give_back(self._turn)
            self._turn = ""


def _says_nothing(examined: Examined) -> bool:
    """Whether a body is a page or a word, no file of its own."""
    content = examined.content
    return content is None or (content.format in {"HTML", "TXT", "CSV"} and not content.rows)


def _one_line(value: str) -> str:
    """A stored header value must not bring a header of its own."""
    return " ".join(value.split())[:1000]
