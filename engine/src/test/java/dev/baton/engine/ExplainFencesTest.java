package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.Snapshot.Kind;
import dev.baton.fence.FenceSource;
import dev.baton.fence.SyncFile;
import dev.baton.law.WaitForGraph;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Why a job waits for a fence, and for whom that waits. */
class ExplainFencesTest extends ExplainBench {
    private List<Job> holdersOf(Job waiter) {
        return dispatcher.explain(waiter).links().stream()
                .filter(link -> link.kind() == Kind.QUEUE && link.waiter().job() == waiter)
                .map(link -> link.holder().job())
                .toList();
    }

    @Test
    @Tag("S9")
    void gateBeforePlacingIsAFenceThatItTakesNoPlaceBefore() {
        FenceSource decoded = new FenceSource("decoded");
        Job job = submit(
                AccessSet.exclusive(a),
                gpu,
                JobOptions.DEFAULT.gate(Gate.beforePlacing(decoded.fence())));
        assertThat(text(job)).isEqualTo("""
                job 1 (gpu) waits for its gates and has no place yet.
                job 1 (gpu) takes no place before fence decoded, since 0.000 ms; this ends when that \
                signals.
                """);
        decoded.signal();
        assertThat(text(job)).startsWith("job 1 (gpu) is granted.\n");
    }

    @Test
    @Tag("S9")
    void gateThatHoldsThePlaceIsToldWithItsTimeout() {
        advanceMillis(1);
        FenceSource decoded = new FenceSource("decoded");
        Job job = submit(
                AccessSet.exclusive(a),
                gpu,
                JobOptions.DEFAULT.gate(Gate.holdingPlace(decoded.fence(), LONG)));
        assertThat(text(job))
                .contains("job 1 (gpu) holds its place for fence decoded, since 1.000 ms;"
                        + " this ends when that signals, or with its timeout at 51.000 ms.");
        decoded.signal();
        assertThat(text(job)).startsWith("job 1 (gpu) is granted.\n");
    }

    @Test
    @Tag("S10")
    void foreignWorkStandsForItsFence() {
        FenceSource camera = new FenceSource("camera");
        writes(a);
        Job foreign = dispatcher.importFence(AccessSet.exclusive(a), camera.fence(), LONG);
        Job behind = writes(a);
        assertThat(text(behind)).contains("""
                job 2 (camera) stands for fence camera, since 0.000 ms; this ends when that signals, \
                or with its timeout at 50.000 ms.
                """);
        assertThat(holdersOf(foreign)).isEmpty();
        camera.fail(new IllegalStateException("torn"));
        assertThat(holdersOf(foreign)).as("its turn, to poison").hasSize(1);
    }

    @Test
    void outFenceOfAJobLeadsToThatJob() {
        Job producer = submit(AccessSet.exclusive(a), gpu, JobOptions.DEFAULT.withOutFence());
        Job consumer = submit(
                AccessSet.exclusive(b),
                crtc,
                JobOptions.DEFAULT.gate(Gate.beforePlacing(producer.outFence())));
        assertThat(text(consumer)).contains("""
                fence job 1 signals with job 1 (gpu); this ends when that ends.
                job 1 (gpu) is owned by gpu, since 0.000 ms; this ends when that releases it.
                """);
    }

    @Test
    @Tag("S9")
    void mergedFenceLeadsToItsMembersOnce() {
        Job producer = submit(AccessSet.exclusive(a), gpu, JobOptions.DEFAULT.withOutFence());
        FenceSource camera = new FenceSource("camera");
        Gate gate = Gate.beforePlacing(SyncFile.merge(producer.outFence(), camera.fence()));
        Job consumer = submit(AccessSet.exclusive(b), crtc, JobOptions.DEFAULT.gate(gate));
        submit(AccessSet.exclusive(b), crtc, JobOptions.DEFAULT.gate(gate));
        assertThat(dispatcher.explain(consumer).links())
                .extracting(Snapshot.Link::kind)
                .containsExactly(Kind.GATE, Kind.FENCE, Kind.FENCE, Kind.FENCE, Kind.OWNER);
        producer.release();
        assertThat(dispatcher.explain(consumer).links())
                .extracting(Snapshot.Link::kind)
                .containsExactly(Kind.GATE, Kind.FENCE);
    }

    @Test
    @Tag("S9")
    void fenceOfAnotherDispatchersJobEndsTheExplanation() {
        JobOptions fenced = JobOptions.DEFAULT.withOutFence();
        Job other = new Dispatcher().submit(AccessSet.exclusive(a), gpu, null, fenced);
        Gate gate = Gate.beforePlacing(other.outFence());
        Job consumer = submit(AccessSet.exclusive(b), crtc, JobOptions.DEFAULT.gate(gate));
        assertThat(dispatcher.explain(consumer).links())
                .extracting(Snapshot.Link::kind)
                .containsExactly(Kind.GATE, Kind.FENCE);
        assertThat(dispatcher.snapshot().jobs()).hasSize(1);
    }

    @Test
    @Tag("S10")
    void exportedFenceLeadsToThoseAheadOfIt() {
        Job writer = writes(a);
        Gate gate = Gate.beforePlacing(dispatcher.exportFence(a, AccessMode.SHARED));
        Job consumer = submit(AccessSet.exclusive(b), crtc, JobOptions.DEFAULT.gate(gate));
        assertThat(dispatcher.explain(consumer).links())
                .extracting(Snapshot.Link::kind)
                .containsExactly(Kind.GATE, Kind.FENCE, Kind.QUEUE, Kind.OWNER);
        writer.release();
        assertThat(consumer.isGranted()).isTrue();
    }

    @Test
    @Tag("S9")
    void cycleThroughAGateIsFoundUntilItsTimeout() {
        FenceSource unused = new FenceSource("unused");
        Job behind = submit(
                AccessSet.exclusive(b),
                gpu,
                JobOptions.DEFAULT.withOutFence().gate(Gate.beforePlacing(unused.fence())));
        Gate gate = Gate.holdingPlace(behind.outFence(), LONG);
        Job ahead = submit(AccessSet.exclusive(b), crtc, JobOptions.DEFAULT.gate(gate));
        assertThat(dispatcher.snapshot().cycle()).isEmpty();
        unused.signal();
        assertThat(WaitForGraph.inWords(dispatcher.snapshot().cycle()))
                .contains("job 1 (gpu) waits for queue b (exclusive) behind job 2 (crtc)")
                .contains("which holds its place for fence job 1, which signals with job 1 (gpu)");
        observed.timers.advance(LONG);
        assertThat(dispatcher.snapshot().cycle()).isEmpty();
        assertThat(ahead.outcome()).isEqualTo(Outcome.TIMED_OUT);
    }
}
