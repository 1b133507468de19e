package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** Clients in a ring, each of which owns a buffer and blocks for its neighbour's (S19). */
@Tag("S19")
class HoldAndWaitRingsTest {
    private static final int[] SIZES = {1, 2, 3, 5, 8};
    private static final List<AccessMode> MODES = List.of(AccessMode.SHARED, AccessMode.EXCLUSIVE);

    /** Who owns, and who blocks. */
    private enum Identity {
        THE_THREAD,
        A_SECOND_THREAD_OF_THE_CLIENT,
        A_THREAD_OF_A_CLIENT_WITH_A_JOB
    }

    /** One client of a ring: a thread that has acquired, and one that is about to block. */
    private record Member(Actor blocks, Client client) {
        <T> Callable<T> as(Callable<T> step) {
            return client == null ? step : HoldScene.as(client, step);
        }
    }

    private static Stream<List<AccessMode>> modes() {
        return MODES.stream().flatMap(held -> MODES.stream().map(wanted -> List.of(held, wanted)));
    }

    private static boolean conflict(List<AccessMode> modes) {
        return modes.contains(AccessMode.EXCLUSIVE);
    }

    private static String modesInWords(List<AccessMode> modes) {
        return (modes.get(0) + " owned and " + modes.get(1) + " wanted").toLowerCase(Locale.ROOT);
    }

    private static DynamicTest named(String fact, Executable test) {
        return DynamicTest.dynamicTest(fact, test);
    }

    @TestFactory
    Stream<DynamicTest> ringsOfAcquiresAreRefusedAtTheFirst() {
        return rings((size, modes, identity) -> named(
                FenceBehind.inWords(identity) + " is refused first in a ring of " + size + ", "
                        + modesInWords(modes),
                () -> {
                    try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
                        SyncQueue[] buffers = Queues.of(size);
                        List<Member> ring = ring(scene, identity, buffers, modes.get(0));
                        assertThat(ring).allSatisfy(member -> {
                            SyncQueue next = buffers[(ring.indexOf(member) + 1) % size];
                            Place tail = next.tailAcquire();
                            assertThat(HoldScene.isRefused(member.blocks.begin(
                                            member.as(scene.acquire(modes.get(1), next)))))
                                    .isTrue();
                            assertThat(next.tailAcquire()).isSameAs(tail);
                        });
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> ringsOfAcquiresAreReportedWithTheCycle() {
        return rings((size, modes, identity) -> named(
                FenceBehind.inWords(identity) + " is reported last in a ring of " + size + ", "
                        + modesInWords(modes)
                        + (conflict(modes) ? " with the cycle" : " without a cycle"),
                () -> {
                    try (HoldScene scene = new HoldScene(finding -> {})) {
                        SyncQueue[] buffers = Queues.of(size);
                        List<Member> ring = ring(scene, identity, buffers, modes.get(0));
                        List<Future<Ownership>> blocked = new ArrayList<>();
                        for (Member member : ring) {
                            SyncQueue next = buffers[(ring.indexOf(member) + 1) % size];
                            blocked.add(member.blocks.begin(
                                    member.as(scene.acquire(modes.get(1), next))));
                        }
                        assertThat(blocked).allMatch(step -> step.isDone() != conflict(modes));
                        assertThat(scene.found).hasSize(size);
                        String words = scene.found.get(size - 1);
                        if (!conflict(modes)) {
                            assertThat(words).contains("would wait for ever");
                        } else if (size < 8) { // which are too many words
                            assertThat(words.split("which is owned by", -1)).hasSize(size + 1);
                        } else {
                            assertThat(words).contains("more such waits");
                        }
                    }
                }));
    }

    @TestFactory
    Stream<DynamicTest> ringsThroughFencesAreRefusedAtTheLast() {
        return Stream.of(FenceBehind.values())
                .flatMap(way -> modes().flatMap(modes -> Stream.of(1, 2, 3, 5)
                        .map(size -> named(
                                "the last of " + size + " that wait through fences (" + way
                                        + ") is "
                                        + (conflict(modes) ? "refused" : "not refused") + ", "
                                        + modesInWords(modes),
                                () -> throughFences(way, modes, size)))));
    }

    /**
     * Each is in {@code Blocked.ALL} before it looks, and stays there until the other has looked: it
     * goes on only by the release of the other, which follows what that is told. So whoever came into
     * ALL last sees the other's wait, whether that job has no place yet, is just taking it, or stands.
     */
    @Test
    void ofTwoThatBlockAtOnceOneIsToldOfTheCycle() throws Exception {
        try (Race race = new Race(2)) {
            for (int round = 0; round < Race.ROUNDS; round++) {
                List<String> found = new CopyOnWriteArrayList<>();
                AtomicInteger told = new AtomicInteger();
                Dispatcher dispatcher = new Dispatcher(null, null, finding -> {
                    found.add(finding.getMessage());
                    if (told.incrementAndGet() == 2) {
                        throw finding; // so that the first can go on
                    }
                });
                SyncQueue[] buffers = Queues.of(2);
                CyclicBarrier bothOwn = new CyclicBarrier(2);
                race.run(
                        () -> ownAndBlock(dispatcher, buffers[0], buffers[1], bothOwn),
                        () -> ownAndBlock(dispatcher, buffers[1], buffers[0], bothOwn));
                assertThat(found)
                        .as("round %d", round)
                        .hasSize(2)
                        .anySatisfy(words ->
                                assertThat(words.split("which is owned by", -1)).hasSize(3));
            }
        }
    }

    @Test
    void ringIsInTheSnapshotUntilOneOfThemGivesUp() throws Exception {
        try (HoldScene scene = new HoldScene(finding -> {})) {
            Actor camera = scene.actor("camera");
            Actor display = scene.actor("display");
            Job filled =
                    camera.call(scene.acquire(AccessMode.EXCLUSIVE, scene.x)).job();
            Job shown =
                    display.call(scene.acquire(AccessMode.EXCLUSIVE, scene.y)).job();
            camera.begin(scene.acquire(AccessMode.EXCLUSIVE, scene.y));
            assertThat(scene.dispatcher.snapshot().cycle()).isEmpty();
            display.begin(scene.acquire(AccessMode.EXCLUSIVE, scene.x));
            assertThat(scene.dispatcher.snapshot().cycle()).hasSize(6);
            for (Job owned : List.of(filled, shown)) {
                assertThat(scene.dispatcher.explain(owned).describe())
                        .containsPattern("job #\\d \\(camera\\) is owned by camera;")
                        .containsPattern("camera is blocked for job #\\d \\(camera\\);")
                        .containsPattern("job #\\d \\(display\\) is owned by display;")
                        .containsPattern("display is blocked for job #\\d \\(display\\);");
            }
            camera.close();
            assertThat(scene.dispatcher.snapshot().cycle()).isEmpty();
        }
    }

    @Test
    void waitForAFenceOfOnesOwnBufferIsInTheSnapshot() throws Exception {
        try (HoldScene scene = new HoldScene(finding -> {})) {
            Actor camera = scene.actor("camera");
            camera.call(scene.acquire(AccessMode.EXCLUSIVE, scene.x));
            camera.begin(HoldScene.await(
                    FenceBehind.values()[0].of(scene.dispatcher, scene.x, AccessMode.EXCLUSIVE)));
            assertThat(scene.dispatcher.snapshot().cycle()).isNotEmpty();
        }
    }

    private static boolean ownAndBlock(
            Dispatcher dispatcher, SyncQueue owned, SyncQueue wanted, CyclicBarrier bothOwn)
            throws Exception {
        try (Ownership first = dispatcher.acquire(AccessSet.exclusive(owned), HoldScene.LONG)) {
            bothOwn.await();
            dispatcher.acquire(AccessSet.exclusive(wanted), HoldScene.LONG).close();
            return first.job().isGranted();
        } catch (RefusedException refused) {
            return false;
        }
    }

    private static void throughFences(FenceBehind way, List<AccessMode> modes, int size)
            throws Exception {
        try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
            SyncQueue[] buffers = Queues.of(size);
            List<Member> ring = ring(scene, Identity.THE_THREAD, buffers, modes.get(0));
            for (int i = 0; i < size; i++) {
                Future<Boolean> step = ring.get(i)
                        .blocks
                        .begin(HoldScene.await(
                                way.of(scene.dispatcher, buffers[(i + 1) % size], modes.get(1))));
                assertThat(HoldScene.isRefused(step)).isEqualTo(conflict(modes) && i == size - 1);
            }
            assertThat(scene.found).hasSize(conflict(modes) ? 1 : 0);
        }
    }

    @FunctionalInterface
    private interface RingCase {
        DynamicTest of(int size, List<AccessMode> modes, Identity identity);
    }

    private static Stream<DynamicTest> rings(RingCase each) {
        List<DynamicTest> cases = new ArrayList<>();
        for (int size : SIZES) {
            modes().forEach(modes -> {
                for (Identity identity : Identity.values()) {
                    cases.add(each.of(size, modes, identity));
                }
            });
        }
        return cases.stream();
    }

    private static List<Member> ring(
            HoldScene scene, Identity identity, SyncQueue[] buffers, AccessMode held) {
        List<Member> ring = new ArrayList<>();
        for (SyncQueue buffer : buffers) {
            String name = "owner of " + buffer;
            Client client = identity == Identity.THE_THREAD ? null : new HoldScene.Named(name);
            Member member = new Member(scene.actor(name), client);
            switch (identity) {
                case THE_THREAD -> member.blocks.call(scene.acquire(held, buffer));
                case A_SECOND_THREAD_OF_THE_CLIENT ->
                    scene.actor("first of " + name).call(member.as(scene.acquire(held, buffer)));
                case A_THREAD_OF_A_CLIENT_WITH_A_JOB ->
                    scene.dispatcher.submit(Queues.set(held, buffer), client);
            }
            ring.add(member);
        }
        return ring;
    }
}
