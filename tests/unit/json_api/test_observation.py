"""Requests and frames are counted by their endpoint."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import Any

from canton.clock import SeededRandomness
from canton.json_api.api import JsonApi
from canton.json_api.exchange import Incoming
from canton.telemetry.metric import Metric
from canton.transport.seam import Call, Services, table_of
from canton.wire import ledger_service_pb2 as wire
from unit.daml_lf.textual import library_of

SERVICES = wire.DESCRIPTOR.services_by_name


class Counted:
    """Metrics that a test reads: what was added or observed, by exposed name and labels."""

    def __init__(self) -> None:
        self.values: defaultdict[tuple[str, str], list[float]] = defaultdict(list)

    def instrument(self, metric: Metric, **labels: str) -> Any:
        assert set(labels) == set(metric.labels)
        told = ",".join(labels[name] for name in metric.labels)
        found = self.values[metric.exposed_name, told]
        return SimpleNamespace(add=lambda amount=1: found.append(amount), observe=found.append)


async def status(request: wire.GetPackageStatusRequest, call: Call) -> Any:
    return wire.GetPackageStatusResponse()


async def completions(request: wire.GetCompletionsRequest, call: Call) -> Any:
    yield wire.CompletionStreamResponse()


def api_with(metrics: Counted) -> JsonApi:
    services = Services(
        table_of(SERVICES["PackageService"], {"GetPackageStatus": status}),
        table_of(SERVICES["CommandCompletionService"], {"GetCompletions": completions}),
    )
    ledger: Any = SimpleNamespace(packages=SimpleNamespace(library=library_of()))
    return JsonApi(services, ledger, SeededRandomness("json"), "3.6.0", metrics=metrics)


async def test_a_request_is_counted_under_the_path_of_its_endpoint() -> None:
    metrics = Counted()
    api = api_with(metrics)
    for package in ("a", "b"):
        await api.answer(Incoming("GET", f"/v2/packages/{package}/status"))
    await api.answer(Incoming("GET", "/v2/anything"))
    path = "/v2/packages/{package-id}/status"
    assert metrics.values["daml_http_requests", f"GET,{path},json_api"] == [1, 1]
    assert metrics.values["daml_http_requests", "GET,unknown,json_api"] == [1]
    durations = metrics.values["daml_http_requests_duration_seconds", f"GET,{path},json_api,200"]
    assert len(durations) == 2 and all(each >= 0 for each in durations)
    sizes = metrics.values["daml_http_responses_payload_bytes", f"GET,{path},json_api,200"]
    assert sizes == [len(b'{"packageStatus":"PACKAGE_STATUS_UNSPECIFIED"}')] * 2


async def test_frames_of_websockets_are_counted() -> None:
    metrics = Counted()
    api = api_with(metrics)
    path = "/v2/commands/command-completions"
    endpoint = api.streaming_endpoint(path)
    assert endpoint is not None
    frames = [each async for each in api.stream(endpoint, Incoming("GET", path), "{}")]
    assert metrics.values["daml_http_websocket_messages_received_bytes", f"{path},json_api"] == [2]
    sent = metrics.values["daml_http_websocket_messages_sent_bytes", f"{path},json_api"]
    assert sent == [len(each) for each in frames] != []
