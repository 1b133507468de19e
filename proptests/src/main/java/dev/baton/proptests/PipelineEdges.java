package dev.baton.proptests;

import static dev.baton.proptests.BatonArbitraries.all;
import static dev.baton.proptests.BatonArbitraries.reads;
import static dev.baton.proptests.BatonArbitraries.writes;

import dev.baton.engine.AccessMode;
import dev.baton.proptests.PlannedJob.Times;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Pipelines with which schedulers of buffers go wrong. */
final class PipelineEdges {
    private static final long WORK_NANOS = 1_000_000;

    private PipelineEdges() {}

    static List<Pipeline> of(int buffers) {
        Wish last = writes(buffers - 1);
        return Stream.<List<PlannedJob>>of(
                        List.of(job(List.of())),
                        List.of(job(List.of(writes(0))), job(List.of(writes(0)))),
                        List.of(job(List.of(writes(0), last)), job(List.of(last, writes(0)))),
                        ring(buffers),
                        allOfAll(buffers),
                        amongWriters(reads(0), writes(0)),
                        amongWriters(writes(0), reads(0)),
                        List.of(
                                job(List.of(writes(0), reads(0))),
                                job(List.of(reads(0), writes(0)))),
                        expiring(WORK_NANOS),
                        expiring(WORK_NANOS + 1),
                        timeless(buffers))
                .map(jobs -> new Pipeline(buffers, jobs))
                .toList();
    }

    private static PlannedJob job(List<Wish> wishes) {
        return new PlannedJob(wishes, Times.taking(WORK_NANOS));
    }

    /** Job i takes buffers i and i + 1: taken one by one, each may hold what the one before wants. */
    private static List<PlannedJob> ring(int buffers) {
        return IntStream.range(0, buffers)
                .mapToObj(i -> job(List.of(writes(i), writes((i + 1) % buffers))))
                .toList();
    }

    private static List<PlannedJob> allOfAll(int buffers) {
        return List.of(
                job(all(buffers, AccessMode.EXCLUSIVE)),
                job(all(buffers, AccessMode.SHARED)),
                job(all(buffers, AccessMode.EXCLUSIVE)));
    }

    private static List<PlannedJob> amongWriters(Wish one, Wish others) {
        return List.of(
                job(List.of(others)),
                job(List.of(others)),
                job(List.of(one)),
                job(List.of(others)));
    }

    /** The second could be granted at the end of the first, and expires then or a moment later. */
    private static List<PlannedJob> expiring(long expiresNanos) {
        return List.of(
                job(List.of(writes(0))),
                new PlannedJob(List.of(writes(0)), new Times(0, WORK_NANOS, 0, expiresNanos)));
    }

    /** Each is released inside its grant. */
    private static List<PlannedJob> timeless(int buffers) {
        return IntStream.range(0, buffers)
                .mapToObj(i -> new PlannedJob(List.of(writes(0), reads(i)), Times.taking(0)))
                .toList();
    }
}
