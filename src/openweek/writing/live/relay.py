"""Redis between the live processes: each text that is open here has its channel.

Nothing depends on it. When it is away each process goes on by itself, durably; when it is back,
every open text is read again from the log. What is sent meanwhile is thrown away.
"""

import asyncio
import json
import logging
import secrets
import time
from contextlib import suppress

from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from openweek.writing.live.hub import Hub, end_with
from openweek.writing.live.peers import Peers
from openweek.writing.live.room import Room
from openweek.writing.log.redis import PRESENT_SECONDS, channel, present_key

logger = logging.getLogger(__name__)

ORIGIN_SIZE = 8
BEAT_SECONDS = 3.0
SILENCE_SECONDS = 9.0  # our own beat comes back to us: without it the line is dead
FOLLOW_SECONDS = 2.0
GOODBYE_SECONDS = 1.0
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.1, 3.0
MAX_WAITING_BYTES = 16 << 20


class Relay:
    """Lives in the loop's thread."""

    def __init__(self, url: str, hub: Hub) -> None:
        self._url = url
        self._hub = hub
        self._me = secrets.token_bytes(ORIGIN_SIZE)
        self._base = channel()
        self._peers: dict[str, Peers] = {}
        self._followed: dict[str, asyncio.Event] = {}
        self._heard: PubSub | None = None
        self._waiting: list[tuple[str, bytes]] = []
        self._waiting_bytes = 0
        self._wake = asyncio.Event()
        self._all_told = asyncio.Event()
        self._all_told.set()
        self._shown: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._is_stopping = False

    async def start(self) -> None:
        self._task = asyncio.create_task(self._run())
        self._task.add_done_callback(end_with)

    async def stop(self) -> None:
        """Say goodbye, so that nobody waits for us to be missed."""
        for peers in self._peers.values():
            peers.bye()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_told.wait(), GOODBYE_SECONDS)
        self._is_stopping = True
        # A line that breaks at the same moment can swallow a cancellation.
        while self._task and not self._task.done():
            self._task.cancel()
            await asyncio.wait([self._task], timeout=0.2)

    # --- texts ------------------------------------------------------------------------

    async def follow(self, text_id: str) -> None:
        """What others tell of it is heard when this returns, unless Redis is away."""
        subscribed = self._followed.setdefault(text_id, asyncio.Event())
        if self._heard is None:
            return
        try:
            await self._heard.subscribe(channel(text_id))
            await asyncio.wait_for(subscribed.wait(), FOLLOW_SECONDS)
        except (RedisError, OSError, TimeoutError) as trouble:
            logger.warning("Redis does not take a subscription: %r", trouble)

    def join(self, room: Room) -> Peers:
        """To be called with what :meth:`follow` was called for before it was read."""
        text_id = room.text_id

        def send(message: bytes) -> None:
            self._send(channel(text_id), message)

        peers = self._peers[text_id] = Peers(room, send, self._hub.reread_one)
        peers.hello()
        return peers

    def leave(self, text_id: str) -> None:
        peers = self._peers.pop(text_id, None)
        if peers:
            peers.bye()
        if self._followed.pop(text_id, None) and self._heard is not None:
            self._hub.start_task(self._unfollow(text_id))

    async def _unfollow(self, text_id: str) -> None:
        if self._heard is not None and text_id not in self._followed:
            try:
                await self._heard.unsubscribe(channel(text_id))
            except (RedisError, OSError) as trouble:
                logger.warning("Redis does not end a subscription: %r", trouble)

    def _send(self, name: str, message: bytes) -> None:
        """Thrown away while Redis is away, or too slow: the numbers tell the others."""
        if self._heard is None or self._waiting_bytes > MAX_WAITING_BYTES:
            return
        self._waiting.append((name, self._me + message))
        self._waiting_bytes += len(message)
        self._all_told.clear()
        self._wake.set()

    # --- the line ---------------------------------------------------------------------

    async def _run(self) -> None:
        pause, was_up = FIRST_PAUSE_SECONDS, True
        while not self._is_stopping:
            began = time.monotonic()
            try:
                await self._serve()
            except* (RedisError, OSError, TimeoutError) as trouble:
                if was_up:
                    logger.warning("Redis is away: %r", trouble.exceptions[0])
            was_up = self._heard is not None
            self._heard = None
            lasted = time.monotonic() - began > SILENCE_SECONDS
            pause = (
                FIRST_PAUSE_SECONDS if lasted or was_up else min(pause * 2, LONGEST_PAUSE_SECONDS)
            )
            await asyncio.sleep(pause)

    async def _serve(self) -> None:
        """Until the line breaks."""
        never = Retry(NoBackoff(), 0)
        told = Redis.from_url(
            self._url, socket_timeout=5.0, socket_connect_timeout=3.0, retry=never
        )
        heard = Redis.from_url(self._url, socket_connect_timeout=3.0, retry=never)
        async with told, heard, heard.pubsub() as subscriptions:
            await told.ping()
            await subscriptions.subscribe(self._base, *map(channel, self._followed))
            self._waiting, self._waiting_bytes, self._heard = [], 0, subscriptions
            self._hub.catch_up_words()
            for peers in self._peers.values():
                peers.hello()
            async with asyncio.TaskGroup() as both:
                both.create_task(self._listen(subscriptions))
                both.create_task(self._tell(told))
                both.create_task(self._beat(told))

    async def _listen(self, subscriptions: PubSub) -> None:
        start = len(self._base)
        while True:
            heard = await subscriptions.get_message(timeout=SILENCE_SECONDS)
            if heard is None:
                raise TimeoutError("Redis fell silent")
            text_id = heard["channel"].decode()[start:]
            if heard["type"] == "message":
                self._take(text_id, heard["data"])
            elif heard["type"] == "subscribe" and text_id in self._followed:
                self._followed[text_id].set()

    def _take(self, text_id: str, message: bytes) -> None:
        origin = message[:ORIGIN_SIZE]
        peers = self._peers.get(text_id)
        if peers and origin != self._me:
            peers.take(origin, message[ORIGIN_SIZE:])

    async def _tell(self, client: Redis) -> None:
        """What comes while some is under way goes together next."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            waiting, self._waiting, self._waiting_bytes = self._waiting, [], 0
            pipeline = client.pipeline(transaction=False)
            for name, message in waiting:
                pipeline.publish(name, message)
            await pipeline.execute()
            if not self._waiting:
                self._all_told.set()

    async def _beat(self, client: Redis) -> None:
        while True:
            self._send(self._base, b"")
            for peers in self._peers.values():
                peers.beat()
            await self._say_who_is_present(client)
            await asyncio.sleep(BEAT_SECONDS)

    async def _say_who_is_present(self, client: Redis) -> None:
        present = self._hub.present_in(self._peers)
        pipeline = client.pipeline(transaction=False)
        for text_id in self._shown - present.keys():
            pipeline.hdel(present_key(text_id), self._me.hex())
        for text_id, names in present.items():
            key = present_key(text_id)
            pipeline.hset(key, self._me.hex(), json.dumps([time.time(), names]))
            pipeline.expire(key, int(PRESENT_SECONDS * 2))
        self._shown = set(present)
        await pipeline.execute()
