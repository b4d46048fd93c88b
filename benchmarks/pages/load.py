"""A load client for pages: so many connections kept open, for so many seconds.

    python benchmarks/pages/load.py http://127.0.0.1:8000/le-preau/semaine/ --connections 8

It speaks HTTP/1.1 to an address of this machine and prints JSON, so that any server can be
measured in the same run, by the same client.
"""

import argparse
import asyncio
import json
import time
from dataclasses import asdict, dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Measured:
    url: str
    requests: int
    per_second: float
    p50_ms: float
    p99_ms: float
    body_bytes: int
    statuses: dict[int, int]


async def _one(
    host: str, port: int, request: bytes, until: float, seen: list[tuple[float, int, int]]
) -> None:
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        status = int(head[9:12])
        size = await _body(reader, head.lower())
        seen.append((time.perf_counter() - begun, status, size))
    writer.close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> int:
    if b"content-length:" in head:
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        return length
    total = 0
    while size := int(await reader.readuntil(b"\r\n"), 16):
        total += size
        await reader.readexactly(size + 2)
    await reader.readexactly(2)
    return total


async def measure(
    url: str, *, connections: int, seconds: float, language: str = "fr", cookie: str = ""
) -> Measured:
    """Every connection asks again as soon as it is answered."""
    parts = urlsplit(url)
    request = (
        f"GET {parts.path or '/'}{'?' + parts.query if parts.query else ''} HTTP/1.1\r\n"
        f"Host: {parts.netloc}\r\nAccept-Language: {language}\r\nAccept: text/html\r\n"
        + (f"Cookie: {cookie}\r\n" if cookie else "")
        + "\r\n"
    ).encode()
    seen: list[tuple[float, int, int]] = []
    begun = time.perf_counter()
    until = begun + seconds
    host, port = parts.hostname or "127.0.0.1", parts.port or 80
    await asyncio.gather(*[_one(host, port, request, until, seen) for _ in range(connections)])
    took = time.perf_counter() - begun
    times = sorted(each for each, _, _ in seen)
    statuses: dict[int, int] = {}
    for _, status, _ in seen:
        statuses[status] = statuses.get(status, 0) + 1
    return Measured(
        url=url,
        requests=len(seen),
        per_second=round(len(seen) / took, 1),
        p50_ms=round(times[len(times) // 2] * 1000, 2),
        p99_ms=round(times[int(len(times) * 0.99)] * 1000, 2),
        body_bytes=seen[-1][2],
        statuses=statuses,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("--connections", type=int, default=8)
    parser.add_argument("--seconds", type=float, default=5)
    said = parser.parse_args()
    measured = asyncio.run(measure(said.url, connections=said.connections, seconds=said.seconds))
    print(json.dumps(asdict(measured), indent=1))


if __name__ == "__main__":
    main()
