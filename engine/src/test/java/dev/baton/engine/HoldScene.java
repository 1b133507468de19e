package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.fence.Fence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Future;

/** Actors, buffers and what was found, of one case of holding and waiting. */
final class HoldScene implements AutoCloseable {
    static final Duration LONG = Duration.ofMinutes(10);

    /** A client that keeps what it is granted. */
    record Named(String name) implements Client {
        @Override
        public void granted(Job job) {}
    }

    /** What was found, refused or not. */
    final List<String> found = Collections.synchronizedList(new ArrayList<>());

    final Dispatcher dispatcher;
    final SyncQueue x = new SyncQueue("x");
    final SyncQueue y = new SyncQueue("y");
    private final List<Actor> actors = new ArrayList<>();

    HoldScene(HoldAndWait policy) {
        dispatcher = new Dispatcher(null, new VirtualTimers(), finding -> {
            found.add(finding.getMessage());
            policy.found(finding);
        });
    }

    Actor actor(String name) {
        Actor actor = new Actor(name);
        actors.add(actor);
        return actor;
    }

    /** Runs a step of a thread that works for a client. */
    static <T> Callable<T> as(Client client, Callable<T> step) {
        return () -> {
            try (ClientThread declared = ClientThread.of(client)) {
                return step.call();
            }
        };
    }

    Callable<Ownership> acquire(AccessMode mode, SyncQueue queue) {
        return () -> dispatcher.acquire(Queues.set(mode, queue), LONG);
    }

    static Callable<Boolean> await(Fence fence) {
        return () -> fence.await(LONG);
    }

    /** Whether a step that was begun has been refused under S19; not if it still waits, or went well. */
    static boolean isRefused(Future<?> step) {
        if (!step.isDone()) {
            return false;
        }
        try {
            step.get();
            return false;
        } catch (Exception thrown) {
            assertThat(thrown)
                    .cause()
                    .isInstanceOfSatisfying(
                            RefusedException.class,
                            refused -> assertThat(refused.rule()).isEqualTo("S19"));
            return true;
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (Actor actor : actors) {
            actor.close();
        }
        dispatcher.close(Duration.ZERO);
        assertThat(Blocked.all()).isEmpty();
    }
}
