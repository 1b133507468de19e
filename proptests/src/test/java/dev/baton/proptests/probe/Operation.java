package dev.baton.proptests.probe;

import dev.baton.engine.AccessMode;
import dev.baton.engine.AccessSet;
import dev.baton.engine.Job;
import dev.baton.engine.RefusedException;
import dev.baton.engine.SyncQueue;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a thread is at in a {@link Scene} when it is stopped. */
enum Operation {
    SUBMIT(
            scene -> scene.submit(scene.releaser(), AccessSet.exclusive(scene.a, scene.b, scene.c)),
            scene -> Set.of(),
            scene -> Set.of(scene.a, scene.b, scene.c)),
    SUBMIT_EAGER(
            scene -> scene.submit(
                    scene.eagerClient(), Scene.mixed(Set.of(scene.b), scene.c, scene.e)),
            scene -> Set.of(),
            scene -> Set.of(scene.b, scene.c, scene.e)),
    RELEASE(scene -> scene.owner.release(), scene -> Set.of(scene.owner)),
    RELEASE_ACCESS(scene -> scene.owner.release(scene.b), scene -> Set.of(scene.owner)),
    DOWNGRADE(scene -> scene.owner.downgrade(scene.b), scene -> Set.of(scene.owner)),
    FAIL(
            scene -> scene.owner.fail(new IllegalStateException("as told")),
            scene -> Set.of(scene.owner)),
    CANCEL(scene -> scene.waiting.cancel(), scene -> Set.of(scene.waiting)),
    /** Ends in the notice that an eager job owns what is released. */
    NOTIFY(scene -> scene.first.release(), scene -> Set.of(scene.first, scene.eager)),
    CLOSE_QUEUE(
            scene -> scene.dispatcher.close(scene.c), scene -> Set.of(), scene -> Set.of(scene.c)),
    WATCH(
            scene -> scene.dispatcher.whenReady(scene.b, AccessMode.EXCLUSIVE),
            scene -> Set.of(),
            scene -> Set.of(scene.b)),
    CLOSE_CLIENT(
            scene -> scene.dispatcher.close(scene.clientOfOwner, Duration.ZERO),
            scene -> Set.of(scene.owner));

    private final Consumer<Scene> call;
    private final Function<Scene, Set<Job>> jobs;
    private final Function<Scene, Set<SyncQueue>> newPlaces;

    Operation(Consumer<Scene> call, Function<Scene, Set<Job>> jobs) {
        this(call, jobs, scene -> Set.of());
    }

    Operation(
            Consumer<Scene> call,
            Function<Scene, Set<Job>> jobs,
            Function<Scene, Set<SyncQueue>> newPlaces) {
        this.call = call;
        this.jobs = jobs;
        this.newPlaces = newPlaces;
    }

    /** Does it; one that comes after a closing may be refused. */
    void perform(Scene scene) {
        try {
            call.accept(scene);
        } catch (RefusedException refused) {
            if (!Set.of("S4", "S17").contains(refused.rule())) {
                throw refused;
            }
        }
    }

    /** Whether the thread is at this very job. */
    boolean isAt(Scene scene, Job job) {
        return jobs.apply(scene).contains(job);
    }

    /** The queues in which the thread places a new job. */
    Set<SyncQueue> newPlaces(Scene scene) {
        return newPlaces.apply(scene);
    }
}
