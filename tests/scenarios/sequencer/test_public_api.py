"""The doors of the public port: who gets in, what is refused, and with which status."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from canton.errors import GrpcStatus
from canton.nodes.limits.protection import request_bytes_max
from canton.protocol.sequencing.aggregation import MediatorGroupAggregation
from canton.protocol.sequencing.recipient import MediatorGroup
from canton.protocol.sequencing.submission import AcknowledgeRequest
from canton.sequencer.initialization import from_genesis
from canton.sequencer.protection.protection import ProtectionSettings
from canton.sequencer.services.public.onboarding import onboarding_problem
from canton.sequencer.services.public.public_api import PublicApiSettings
from canton.sequencer.services.public.tokens import TokenSettings
from canton.timestamps import Timestamp, micros
from canton.topology.parameters.dynamic import DynamicSynchronizerParameters
from canton.transport.seam import RpcError
from canton.wire import sequencer_api_pb2 as api
from scenarios.sequencer.deployment import AUTHENTICATION, CONNECT, SEQUENCER, Client, Deployment
from scenarios.sequencer.founding import PARAMETERS, Founding
from simulation.virtual_loop import run

MIB = 1024 * 1024


def in_virtual_time(test: Any) -> Any:
    """Runs a test's coroutine on the virtual-time loop."""

    def wrapped() -> None:
        run(test())

    wrapped.__name__ = test.__name__
    return wrapped


async def logged_in(world: Deployment, sequencer: int = 0) -> Client:
    client = world.client(world.founding.alice, sequencer)
    await client.log_in()
    return client


async def refusal(awaitable: Any) -> RpcError:
    with pytest.raises(RpcError) as caught:
        await awaitable
    return caught.value


@in_virtual_time
async def test_the_handshake_compares_versions() -> None:
    world = Deployment()
    async with world.founded():
        client = world.client(world.founding.alice)

        async def shake(*versions: int, minimum: int = 34, release: str = "3.6.0") -> Any:
            request = api.SequencerConnect.HandshakeRequest(
                client_protocol_versions=versions,
                minimum_protocol_version=minimum,
                client_version=release,
            )
            return await client.channel.unary(CONNECT["Handshake"], request)

        response = await shake(34, 35)
        assert response.server_protocol_version == 35 and response.HasField("success")
        for versions, minimum, release in (((34,), 34, "3"), ((35, 36), 36, "3"), ((35,), 34, "")):
            error = await refusal(shake(*versions, minimum=minimum, release=release))
            assert error.status is GrpcStatus.INVALID_ARGUMENT


@in_virtual_time
async def test_the_sequencer_says_what_it_serves() -> None:
    world = Deployment()
    async with world.founded():
        client = world.client(world.founding.alice, 1)
        answer = await client.channel.unary(
            CONNECT["GetSynchronizerId"], api.SequencerConnect.GetSynchronizerIdRequest()
        )
        assert answer.physical_synchronizer_id == str(world.founding.synchronizer)
        assert answer.sequencer_uid == str(world.founding.sequencers[1].member.uid)
        answer = await client.channel.unary(
            CONNECT["GetSynchronizerParameters"],
            api.SequencerConnect.GetSynchronizerParametersRequest(),
        )
        assert answer.parameters_v1 == PARAMETERS.to_proto()


@in_virtual_time
async def test_calls_without_a_good_token_are_not_authenticated() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice):
        client = await logged_in(world)
        await client.call("GetTime", api.GetTimeRequest())
        good, client.token = client.token, b"x" * 20
        error = await refusal(client.call("GetTime", api.GetTimeRequest()))
        assert error.status is GrpcStatus.UNAUTHENTICATED
        assert error.trailers["autherrorcode"] == "MissingToken"
        client.token = good
        client.synchronizer = type(client.synchronizer)(client.synchronizer.logical, 35, 1)
        error = await refusal(client.call("GetTime", api.GetTimeRequest()))
        assert error.trailers["autherrorcode"] == "NonMatchingSynchronizerId"


@in_virtual_time
async def test_a_nonce_stays_until_it_is_signed_and_is_good_once() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice):
        client = world.client(world.founding.alice)
        challenge = api.SequencerAuthentication.ChallengeRequest(
            member=str(client.node.member), member_protocol_versions=[35], client_version="3"
        )
        first = await client.channel.unary(AUTHENTICATION["Challenge"], challenge)
        again = await client.channel.unary(AUTHENTICATION["Challenge"], challenge)
        assert first.nonce == again.nonce and len(first.nonce) == 20
        wrong = api.SequencerAuthentication.AuthenticateRequest(
            member=str(client.node.member),
            nonce=first.nonce,
            signature=_foreign_signature(world.founding),
        )
        error = await refusal(client.channel.unary(AUTHENTICATION["Authenticate"], wrong))
        assert error.message == "Bad authentication request"
        await client.log_in()
        error = await refusal(client.channel.unary(AUTHENTICATION["Authenticate"], wrong))
        assert error.status is GrpcStatus.UNAUTHENTICATED
        await world.clock.sleep(1)
        third = await client.channel.unary(AUTHENTICATION["Challenge"], challenge)
        await world.clock.sleep(61)
        fourth = await client.channel.unary(AUTHENTICATION["Challenge"], challenge)
        assert len({first.nonce, third.nonce, fourth.nonce}) == 3


def _foreign_signature(founding: Founding) -> Any:
    return founding.bob.identity()[0].signatures[0].signature.to_proto()


@in_virtual_time
async def test_strangers_are_not_challenged() -> None:
    world = Deployment()
    async with world.founded():
        error = await refusal(world.client(world.founding.alice).log_in())
        assert error.status is GrpcStatus.PERMISSION_DENIED


@in_virtual_time
async def test_logging_out_ends_the_subscriptions() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice) as (first, _), asyncio.TaskGroup() as group:
        client = await logged_in(world)
        reader = group.create_task(refusal(client.read(1)))
        await world.clock.sleep(1)
        assert first.api.subscriptions.members == (client.node.member,)
        request = api.SequencerAuthentication.LogoutRequest(token=client.token)
        await client.channel.unary(AUTHENTICATION["Logout"], request)
        assert (await reader).status is GrpcStatus.UNAVAILABLE
        assert first.api.subscriptions.members == ()
        assert (await refusal(client.read(1))).status is GrpcStatus.UNAUTHENTICATED


@in_virtual_time
async def test_a_subscription_ends_with_its_token() -> None:
    tokens = TokenSettings(token_lifetime=micros(seconds=30))
    world = Deployment(settings=PublicApiSettings(tokens=tokens))
    async with world.founded(world.founding.alice):
        client = await logged_in(world)
        started = world.clock.now()
        error = await refusal(client.read(1))
        assert error.status is GrpcStatus.UNAVAILABLE
        assert 29_000_000 < world.clock.now() - started < 31_000_000


@in_virtual_time
async def test_one_subscription_too_many_ends_the_oldest() -> None:
    world = Deployment(settings=PublicApiSettings(subscriptions_per_member_max=2))
    async with world.founded(world.founding.alice), asyncio.TaskGroup() as group:
        client = await logged_in(world)
        oldest = group.create_task(refusal(client.read(1)))
        others = []
        for _ in range(2):
            await world.clock.sleep(1)
            others.append(group.create_task(client.read(1)))
        assert "Too many" in (await oldest).message
        await client.send(client.request("m1", b""))
        for other in others:
            assert len(await other) == 1


@in_virtual_time
async def test_members_act_for_themselves_only() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice, world.founding.bob):
        client = await logged_in(world)
        bob = world.client(world.founding.bob)
        foreign = world.founding.bob.signed(bob.request("m", b""))
        error = await refusal(
            client.call("SendAsync", api.SendAsyncRequest(signed_submission_request=foreign))
        )
        assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_REFUSED"
        stream = client.channel.stream(
            SEQUENCER["Subscribe"],
            api.SubscriptionRequest(member=str(bob.node.member)),
            metadata=client.headers,
        )
        assert (await refusal(anext(stream))).status is GrpcStatus.PERMISSION_DENIED
        acknowledgement = AcknowledgeRequest(bob.node.member, Timestamp(1))
        error = await refusal(
            client.call(
                "AcknowledgeSigned",
                api.AcknowledgeSignedRequest(
                    signed_acknowledge_request=bob.node.signed(acknowledgement)
                ),
            )
        )
        assert error.status is GrpcStatus.PERMISSION_DENIED


@in_virtual_time
async def test_what_cannot_be_sequenced_is_refused_at_once() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice, world.founding.bob):
        client = await logged_in(world)
        bob, mediators = world.founding.bob.member, MediatorGroup(0)
        stranger = world.founding.owner.member
        late = client.request("late", b"")
        for code, request in (
            ("SEQUENCER_UNKNOWN_RECIPIENTS", client.request("m", b"x", stranger)),
            (
                "SEQUENCER_SUBMISSION_REQUEST_REFUSED",
                client.request("m", b"x", mediators, world.founding.mediator.member),
            ),
            ("SEQUENCER_SUBMISSION_REQUEST_MALFORMED", client.request("m", b"", bob)),
            (
                "SEQUENCER_SUBMISSION_REQUEST_MALFORMED",
                client.request("m", b"x", bob, aggregation_rule=MediatorGroupAggregation(0)),
            ),
        ):
            assert (await refusal(client.send(request))).code_id == code
        await world.clock.sleep(61)
        assert (await refusal(client.send(late))).code_id == "MAX_SEQUENCING_TIME_EXCEEDED"
        garbage = api.SendAsyncRequest(signed_submission_request=b"garbage")
        error = await refusal(client.call("SendAsync", garbage))
        assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_MALFORMED"
        assert error.status is GrpcStatus.INVALID_ARGUMENT


@in_virtual_time
async def test_requests_above_the_size_of_the_synchronizer_are_refused() -> None:
    world = Deployment()
    parameters = DynamicSynchronizerParameters(max_request_size=2000)
    rows = world.founding.genesis(world.founding.alice, parameters=parameters)
    async with world.running(world.founding.sequencers[0]) as served:
        await served.runtime.initialize(from_genesis(rows, PARAMETERS))
        client = await logged_in(world)
        await client.send(client.request("small", b"x" * 10, client.node.member))
        # Compresses well, so that the request itself is small.
        big = client.request("big", b"x" * 3000, client.node.member)
        error = await refusal(client.send(big))
        assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_MALFORMED"


@pytest.mark.parametrize(("allowed", "is_taken"), [(1000, False), (4000, True)])
def test_the_operator_can_override_the_size_of_requests(allowed: int, is_taken: bool) -> None:
    async def scenario() -> None:
        world = Deployment(protection=ProtectionSettings(request_bytes_max=allowed))
        parameters = DynamicSynchronizerParameters(max_request_size=2000)
        rows = world.founding.genesis(world.founding.alice, parameters=parameters)
        async with world.running(world.founding.sequencers[0]) as served:
            await served.runtime.initialize(from_genesis(rows, PARAMETERS))
            client = await logged_in(world)
            sending = client.send(client.request("big", b"x" * 3000, client.node.member))
            if is_taken:
                await sending
            else:
                error = await refusal(sending)
                assert error.code_id == "SEQUENCER_SUBMISSION_REQUEST_MALFORMED"
                assert "The limit is 1000 bytes." in error.message

    run(scenario())


@pytest.mark.parametrize(("allowed_mib", "expected_mib"), [(1, 10), (30, 30)])
def test_messages_may_be_as_large_as_the_requests_of_the_synchronizer(
    allowed_mib: int, expected_mib: int
) -> None:
    async def scenario() -> None:
        world = Deployment()
        parameters = DynamicSynchronizerParameters(max_request_size=allowed_mib * MIB)
        rows = world.founding.genesis(world.founding.alice, parameters=parameters)
        async with world.running(world.founding.sequencers[0]) as served:
            assert request_bytes_max(served.runtime) == 10 * MIB
            await served.runtime.initialize(from_genesis(rows, PARAMETERS))
            assert request_bytes_max(served.runtime) == expected_mib * MIB

    run(scenario())


@in_virtual_time
async def test_acknowledgements_within_a_window_are_ordered_once() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice) as (first, _):
        client = await logged_in(world)
        await client.send(client.request("m1", b""))
        await world.clock.sleep(1)
        times = [first.sequencer.loop.block.last_time]
        height = first.sequencer.loop.block.height
        for _ in range(3):
            await client.acknowledge(times[0])
        await world.clock.sleep(1)
        assert first.sequencer.loop.block.height == height + 1
        assert first.sequencer.loop.membership.acknowledged_by(client.node.member) == times[0]
        await world.clock.sleep(46)
        await client.acknowledge(times[0])
        await world.clock.sleep(1)
        assert first.sequencer.loop.block.height == height + 2


@in_virtual_time
async def test_a_disabled_member_may_neither_call_nor_read() -> None:
    world = Deployment()
    async with world.founded(world.founding.alice) as (first, _):
        client = await logged_in(world)
        first.sequencer.loop.membership.set_enabled(client.node.member, False)
        error = await refusal(client.call("GetTime", api.GetTimeRequest()))
        assert error.trailers["autherrorcode"] == "MemberAccessDisabled"
        assert (await refusal(client.log_in())).status is GrpcStatus.PERMISSION_DENIED
        # The other sequencer is not concerned.
        await logged_in(world, 1)


@in_virtual_time
async def test_events_from_before_a_member_was_registered_are_not_there() -> None:
    world = Deployment()
    async with world.founded():
        client = world.client(world.founding.alice)
        await client.onboard(world.founding)
        await world.clock.sleep(2)
        await client.log_in()
        error = await refusal(client.read(1, from_time=5))
        assert error.status is GrpcStatus.FAILED_PRECONDITION
        assert "EventsUnavailableForTimestamp" in error.message


@in_virtual_time
async def test_a_newcomer_gets_the_topology_up_to_its_admission_and_its_hash() -> None:
    world = Deployment()
    async with world.founded():
        alice, bob = (world.client(one) for one in (world.founding.alice, world.founding.bob))
        for client in (alice, bob):
            await client.onboard(world.founding)
            await world.clock.sleep(2)
        await alice.log_in()
        sizes, hashes = [], []
        for client in (alice, bob):
            request = api.DownloadTopologyStateForInitRequest(member=str(client.node.member))
            stream = alice.channel.stream(
                SEQUENCER["DownloadTopologyStateForInit"], request, metadata=alice.headers
            )
            sizes.append(sum([len(piece.topology_transactions.items) async for piece in stream]))
            answer = await alice.call(
                "DownloadTopologyStateForInitHash",
                api.DownloadTopologyStateForInitHashRequest(member=str(client.node.member)),
            )
            hashes.append(answer.topology_state_hash)
        genesis = len(world.founding.genesis())
        assert sizes == [genesis + 3, genesis + 6]
        assert len(set(hashes)) == 2


@pytest.mark.parametrize(
    ("case", "problem"),
    [
        ("good", None),
        ("foreign", "unexpected"),
        ("twice", "Exactly one OwnerToKeyMapping"),
        ("incomplete", "Missing mappings"),
        ("proposal", "proposals"),
        ("many", "Too many"),
    ],
)
def test_onboarding_transactions_are_few_complete_final_and_the_participants_own(
    case: str, problem: str | None
) -> None:
    founding = Founding()
    alice, bob = founding.alice, founding.bob
    own = alice.onboarding(founding.logical)
    transactions = {
        "good": own,
        "foreign": [*own, bob.identity()[0]],
        "twice": [*own, bob.identity()[1]],
        "incomplete": own[1:],
        "proposal": [own[0].as_proposal(True), *own[1:]],
        "many": [*own, *own, *own],
    }[case]
    found = onboarding_problem(alice.member, transactions)
    assert (found is None) == (problem is None)
    assert problem is None or problem in str(found)
