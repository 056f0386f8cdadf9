"""The server of examples: what it leaves behind when it ends."""

from __future__ import annotations

import asyncio
from typing import Any

from civiscope.examples.server import ExampleServer, whole_page


def test_connections_that_are_kept_open_end_with_the_server_and_nothing_is_printed() -> None:
    noted: list[dict[str, Any]] = []

    async def ask() -> bytes:
        asyncio.get_running_loop().set_exception_handler(lambda _, context: noted.append(context))
        async with ExampleServer() as server:
            server.put("/one", whole_page("<p>Bins</p>"))
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(b"GET /one HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n" % server.port)
            answer = await reader.readuntil(b"</html>")
        # The server has hung up; what its connection came to is told to the loop by now.
        try:
            await reader.read()
        except ConnectionError:
            pass
        finally:
            writer.close()
        return answer

    assert b"200 OK" in asyncio.run(ask())
    assert noted == []
