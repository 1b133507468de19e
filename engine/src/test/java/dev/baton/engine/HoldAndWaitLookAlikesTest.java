package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** What looks like holding and waiting and cannot deadlock is never found (S19). */
@Tag("S19")
class HoldAndWaitLookAlikesTest {
    private static final Client CAMERA = new HoldScene.Named("camera");
    private static final Client ENCODER = new HoldScene.Named("encoder");
    private static final Duration MOMENT = Duration.ofNanos(1);

    /** One pattern, with the modes owned and wanted. */
    @FunctionalInterface
    private interface Pattern {
        void run(HoldScene scene, AccessMode held, AccessMode wanted) throws Exception;
    }

    private static Stream<DynamicTest> inAllModes(String fact, Pattern pattern) {
        List<AccessMode> modes = List.of(AccessMode.SHARED, AccessMode.EXCLUSIVE);
        return modes.stream()
                .flatMap(held -> modes.stream()
                        .map(wanted -> DynamicTest.dynamicTest(
                                fact + ", " + FenceBehind.inWords(held) + " and "
                                        + FenceBehind.inWords(wanted),
                                () -> {
                                    try (HoldScene scene = new HoldScene(HoldAndWait.REFUSED)) {
                                        assertThatCode(() -> pattern.run(scene, held, wanted))
                                                .doesNotThrowAnyException();
                                        assertThat(scene.found).isEmpty();
                                    }
                                })));
    }

    @TestFactory
    Stream<DynamicTest> tryingForWhatIsFreeWhileOwning() {
        return inAllModes("what is free may be tried for", (scene, held, wanted) -> {
            Actor owner = scene.actor("owner");
            owner.call(scene.acquire(held, scene.x));
            owner.call(() -> scene.dispatcher.acquire(Queues.set(wanted, scene.y), Duration.ZERO));
        });
    }

    @TestFactory
    Stream<DynamicTest> tryingForWhatIsOwnedWhileOwning() {
        return inAllModes("what is owned may be tried for", (scene, held, wanted) -> {
            Actor owner = scene.actor("owner");
            owner.call(scene.acquire(held, scene.x));
            scene.actor("other").call(scene.acquire(AccessMode.EXCLUSIVE, scene.y));
            owner.begin(() -> {
                        try {
                            return scene.dispatcher.acquire(
                                    Queues.set(wanted, scene.y), Duration.ZERO);
                        } catch (TimeoutException notNow) {
                            return null;
                        }
                    })
                    .get();
        });
    }

    @TestFactory
    Stream<DynamicTest> waitingWithNothingOwned() {
        return inAllModes("who owns nothing may wait", (scene, held, wanted) -> {
            Ownership other = scene.actor("other").call(scene.acquire(held, scene.x));
            Future<Ownership> waits = scene.actor("waiter").begin(scene.acquire(wanted, scene.x));
            other.close();
            assertThat(waits.get().job().isGranted()).isTrue();
        });
    }

    @TestFactory
    Stream<DynamicTest> releasingBeforeWaiting() {
        return inAllModes("who has released may wait", (scene, held, wanted) -> {
            Actor actor = scene.actor("actor");
            actor.call(() -> {
                scene.acquire(held, scene.x).call().close();
                return scene.acquire(wanted, scene.y).call();
            });
        });
    }

    @TestFactory
    Stream<DynamicTest> releasingOnAnotherThreadBeforeWaiting() {
        return inAllModes("whose buffer another thread has released may wait", (scene, h, w) -> {
            Actor actor = scene.actor("actor");
            Ownership owned = actor.call(scene.acquire(h, scene.x));
            scene.actor("other").call(() -> {
                owned.close();
                return null;
            });
            actor.call(scene.acquire(w, scene.y));
        });
    }

    @TestFactory
    Stream<DynamicTest> givingAwayBeforeWaiting() {
        return inAllModes("who has given its buffer away may wait", (scene, held, wanted) -> {
            Actor actor = scene.actor("actor");
            Ownership given =
                    actor.call(() -> scene.acquire(held, scene.x).call().detach());
            Future<Ownership> waits = actor.begin(scene.acquire(wanted, scene.x));
            scene.actor("other").call(() -> {
                given.close();
                return null;
            });
            waits.get();
        });
    }

    @TestFactory
    Stream<DynamicTest> losingTheBufferBeforeWaiting() {
        return inAllModes("whose buffer was taken may wait", (scene, held, wanted) -> {
            Actor actor = scene.actor("actor");
            Ownership taken = actor.call(scene.acquire(held, scene.x));
            taken.job().revoke(End.ABANDONED, new IllegalStateException("taken"));
            actor.call(scene.acquire(wanted, scene.x));
        });
    }

    @TestFactory
    Stream<DynamicTest> submittingWhileOwning() {
        return inAllModes("who owns may submit", (scene, held, wanted) -> {
            Actor actor = scene.actor("actor");
            actor.call(scene.acquire(held, scene.x));
            Job behind =
                    actor.call(() -> scene.dispatcher.submit(Queues.set(wanted, scene.x), CAMERA));
            assertThat(behind.outcome()).isNull();
        });
    }

    @TestFactory
    Stream<DynamicTest> otherThreadsWaitWhileThisOneOwns() {
        return inAllModes("another thread may wait", (scene, held, wanted) -> {
            Ownership own = scene.actor("owner").call(scene.acquire(held, scene.x));
            scene.actor("owner of y").call(scene.acquire(held, scene.y));
            Future<Ownership> waits = scene.actor("waiter").begin(scene.acquire(wanted, scene.x));
            own.close();
            waits.get();
        });
    }

    @TestFactory
    Stream<DynamicTest> otherClientsOwnWhileThisOneWaits() {
        return inAllModes("a thread of another client may wait", (scene, held, wanted) -> {
            scene.actor("camera").call(HoldScene.as(CAMERA, scene.acquire(held, scene.y)));
            Job camera = scene.dispatcher.submit(Queues.set(held, scene.x), CAMERA);
            Future<Ownership> waits = scene.actor("encoder")
                    .begin(HoldScene.as(ENCODER, scene.acquire(wanted, scene.x)));
            camera.release();
            waits.get();
        });
    }

    @TestFactory
    Stream<DynamicTest> onesOwnJobInAQueueIsNotOwned() {
        return inAllModes("who has submitted and owns nothing may wait", (scene, held, wanted) -> {
            Ownership first =
                    scene.actor("first").call(scene.acquire(AccessMode.EXCLUSIVE, scene.x));
            Actor actor = scene.actor("camera");
            Job queued =
                    actor.call(() -> scene.dispatcher.submit(Queues.set(held, scene.x), CAMERA));
            Future<Ownership> waits = actor.begin(scene.acquire(wanted, scene.x));
            first.close();
            queued.release();
            waits.get();
        });
    }

    @TestFactory
    Stream<DynamicTest> setsOfNothingAndJobsOfNothing() {
        return inAllModes("nothing may be owned and acquired", (scene, held, wanted) -> {
            Actor actor = scene.actor("actor");
            actor.call(() -> scene.dispatcher.acquire(AccessSet.empty(), HoldScene.LONG));
            actor.call(scene.acquire(held, scene.x));
            actor.call(() -> scene.dispatcher.acquire(AccessSet.empty(), HoldScene.LONG));
        });
    }

    @TestFactory
    Stream<DynamicTest> nobodyLooksUnlessAsked() {
        return inAllModes("whoever is unchecked may wait", (scene, held, wanted) -> {
            Dispatcher unchecked = new Dispatcher(null, null, HoldAndWait.UNCHECKED);
            Actor actor = scene.actor("actor");
            actor.call(() -> unchecked.acquire(Queues.set(held, scene.x), HoldScene.LONG));
            actor.call(() -> unchecked.acquire(Queues.set(wanted, scene.y), HoldScene.LONG));
            actor.begin(HoldScene.await(unchecked.exportFence(scene.x, AccessMode.EXCLUSIVE)));
            assertThat(HoldAndWait.UNCHECKED).isNotNull();
        });
    }

    @TestFactory
    Stream<DynamicTest> chainsOfWaitsWithoutReturn() {
        return Stream.of(FenceBehind.values())
                .flatMap(way ->
                        inAllModes("a chain through fences ends (" + way + ")", (s, h, w) -> {
                            SyncQueue[] buffers = Queues.of(4);
                            List<Actor> chain = new ArrayList<>();
                            for (SyncQueue buffer : buffers) {
                                Actor actor = s.actor("owner of " + buffer);
                                actor.call(s.acquire(h, buffer));
                                chain.add(actor);
                            }
                            for (int i = buffers.length - 2; i >= 0; i--) {
                                Fence fence = way.of(s.dispatcher, buffers[i + 1], w);
                                chain.get(i).begin(HoldScene.await(fence));
                            }
                        }));
    }

    @TestFactory
    Stream<DynamicTest> fencesThatDoNotLeadToOnesOwnBuffer() {
        return Stream.of(FenceBehind.values())
                .flatMap(way ->
                        inAllModes("a fence of others may be awaited: " + way, (s, h, w) -> {
                            Actor owner = s.actor("owner");
                            owner.call(s.acquire(h, s.x));
                            s.dispatcher.submit(Queues.set(h, s.y), CAMERA);
                            Fence fence = way.of(s.dispatcher, s.y, w);
                            owner.begin(() -> fence.await(MOMENT)).get();
                        }));
    }

    @TestFactory
    Stream<DynamicTest> firstOfSeveralFences() {
        return inAllModes("the first of several fences may be awaited", (scene, held, wanted) -> {
            Actor owner = scene.actor("owner");
            owner.call(scene.acquire(held, scene.x));
            Fence own = FenceBehind.OUT_FENCE.of(scene.dispatcher, scene.x, wanted);
            FenceSource other = new FenceSource("other");
            Future<Boolean> waits =
                    owner.begin(HoldScene.await(Fence.anyOf(List.of(own, other.fence()))));
            other.signal();
            assertThat(waits.get()).isTrue();
        });
    }
}
