package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.Snapshot.Kind;
import dev.baton.event.EventStream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/** Why a job waits, in every way that one can, as one sentence for each wait. */
class ExplainTest extends ExplainBench {
    @Test
    @Tag("S2")
    void whoWaitsInAQueueIsToldForWhomAndForWhomThatWaits() {
        advanceMillis(1);
        writes(a);
        advanceMillis(2);
        writes(a, b);
        Job last = dispatcher.submit(AccessSet.shared(b), crtc);
        assertThat(text(last)).isEqualTo("""
                job 3 (crtc) waits.
                job 3 (crtc) waits for queue b (shared) behind job 2 (gpu), since 3.000 ms; this ends \
                when that has ended or released it.
                job 2 (gpu) waits for queue a (exclusive) behind job 1 (gpu), since 3.000 ms; this ends \
                when that has ended or released it.
                job 1 (gpu) is owned by gpu, since 1.000 ms; this ends when that releases it.
                """);
    }

    @Test
    @Tag("S2")
    void writerIsToldOfEveryReaderAheadAndReaderOfTheWriterOnly() {
        Job writer = writes(a);
        Job first = dispatcher.submit(AccessSet.shared(a), crtc);
        Job second = dispatcher.submit(AccessSet.shared(a), crtc);
        Job last = writes(a);
        assertThat(holdersOf(second)).containsExactly(writer);
        writer.release();
        assertThat(holdersOf(last)).containsExactlyInAnyOrder(first, second);
        first.release();
        assertThat(holdersOf(last)).containsExactly(second);
    }

    private List<Job> holdersOf(Job waiter) {
        return dispatcher.explain(waiter).links().stream()
                .filter(link -> link.kind() == Kind.QUEUE && link.waiter().job() == waiter)
                .map(link -> link.holder().job())
                .toList();
    }

    @Test
    @Tag("S16")
    void waitWithAnExpiryNamesItAndAHoldItsWatchdog() {
        Job owner = submit(AccessSet.exclusive(a), gpu, JobOptions.DEFAULT.hold(LONG));
        advanceMillis(1);
        Job waiter = submit(AccessSet.exclusive(a), crtc, JobOptions.DEFAULT.expiry(7_000_000));
        assertThat(text(waiter))
                .contains("released it, or with its expiry at 7.000 ms.")
                .contains("when that releases it, or with its hold watchdog at 50.000 ms.");
        assertThat(dispatcher.explain(waiter).links())
                .extracting(Snapshot.Link::untilNanos)
                .containsExactly(7_000_000L, 50_000_000L);
        owner.progress();
        assertThat(text(owner)).contains("watchdog at 51.000 ms.");
    }

    @Test
    @Tag("S8")
    void notBeforeIsTold() {
        Job job = submit(AccessSet.exclusive(a), gpu, JobOptions.DEFAULT.notBefore(5_000_000));
        assertThat(text(job))
                .contains("job 1 (gpu) is not granted before 5.000 ms, since 0.000 ms;"
                        + " this ends at that time.");
        advanceMillis(5);
        assertThat(text(job)).startsWith("job 1 (gpu) is granted.\n");
    }

    @Test
    @Tag("S8")
    void whoCarriesNoTimeIsNotSaidToWaitForOneWhereNoTimeIsKnown() {
        Dispatcher timeless = new Dispatcher(new EventStream(() -> 0, event -> {}));
        timeless.submit(AccessSet.exclusive(a), gpu);
        Job waiter = timeless.submit(AccessSet.exclusive(a), crtc);
        assertThat(timeless.explain(waiter).links())
                .extracting(Snapshot.Link::kind)
                .containsExactly(Kind.QUEUE, Kind.OWNER);
    }

    @Test
    @Tag("S20")
    void openEndedJobEndsByTheNextOfItsSuccession() {
        Succession head = new Succession("the next flip of head 0");
        Job shown = flip(head, a);
        shown.release(head.queue());
        Job render = writes(a);
        assertThat(text(render))
                .contains(
                        "job 2 (gpu) waits for queue a (exclusive) behind the end of job 1 (crtc)")
                .contains("the end of job 1 (crtc) comes with the next flip of head 0;"
                        + " this ends when that is granted.");
        writes(b);
        Job next = flip(head, b);
        assertThat(text(render))
                .contains(
                        "the end of job 1 (crtc) comes with the next flip of head 0, job 4 (crtc)")
                .contains("job 4 (crtc) waits for queue b (shared) behind job 3 (gpu)");
        assertThat(text(next)).contains("the end of job 4 (crtc) comes after the grant of job 4");
        next.cancel();
        assertThat(text(render))
                .contains("the end of job 1 (crtc) comes with the next flip of head 0;");
    }

    @Test
    @Tag("S20")
    void openEndedJobWhoseSuccessorHasLatchedIsDueFromItsClient() {
        Succession head = new Succession("the next flip of head 0");
        Job shown = flip(head, a);
        Job next = flip(head, b);
        assertThat(dispatcher.snapshot().cycle())
                .as("its turn is no wait for its end")
                .isEmpty();
        shown.release(head.queue());
        assertThat(next.isGranted()).isTrue();
        assertThat(text(writes(a)))
                .contains("the end of job 1 (crtc) is due from the owner of job 1 (crtc)");
    }

    private Job flip(Succession head, SyncQueue buffer) {
        AccessSet set =
                AccessSet.builder().exclusive(head.queue()).shared(buffer).build();
        return submit(set, crtc, JobOptions.DEFAULT.openEnded(head));
    }

    @Test
    @Tag("S13")
    void endedJobIsToldByItsEnding() {
        Job done = writes(a);
        done.release();
        Job failed = writes(a);
        failed.fail(new IllegalStateException("hung"));
        writes(b);
        Job cancelled = writes(b);
        cancelled.cancel();
        assertThat(text(done)).isEqualTo("job 1 ended COMPLETED.\n");
        assertThat(text(failed))
                .isEqualTo("job 2 ended FAILED, by java.lang.IllegalStateException: hung.\n");
        assertThat(text(cancelled)).isEqualTo("job 4 ended CANCELLED, CALLER.\n");
        assertThat(dispatcher.explain(done).links()).isEmpty();
    }

    @Test
    void jobWithoutPlaceIsFoundToo() {
        AccessSet unordered = Queues.set(AccessMode.UNORDERED, a);
        assertThat(text(dispatcher.submit(unordered, gpu)))
                .startsWith("job 1 (gpu) is granted.\njob 1 (gpu) is owned by gpu");
    }

    @Test
    void jobIsToldFromItsOwnGrantAndFromItsFencingOff() {
        List<String> told = new ArrayList<>();
        Client nosy = new Client() {
            @Override
            public void granted(Job job) {
                told.add(text(job));
            }

            @Override
            public void fenceOff(Job job) {
                told.add(text(job));
            }
        };
        Job[] waiting = new Job[1];
        Gate gate = Gate.beforePlacing(dispatcher.exportFence(b, AccessMode.SHARED));
        submit(AccessSet.exclusive(a), nosy, JobOptions.DEFAULT.hold(LONG).gate(gate));
        waiting[0] = writes(a);
        observed.timers.advance(LONG);
        assertThat(told)
                .containsExactly(
                        "job 1 (client) is granted.\njob 1 (client) is owned by"
                                + " client, since 0.000 ms; this ends when that releases it,"
                                + " or with its hold watchdog at 50.000 ms.\n",
                        "job 1 (client) is being ended.\njob 1 (client) is being ended"
                                + " by the thread that ends it, since 0.000 ms; this ends when that"
                                + " goes on.\n");
        assertThat(waiting[0].isGranted()).isTrue();
    }

    @Test
    void withoutTimersTimesAreUnknownAndLeftOut() {
        Dispatcher timeless = new Dispatcher(new EventStream(() -> 0, event -> {}));
        timeless.submit(AccessSet.exclusive(a), gpu);
        Job job = timeless.submit(AccessSet.exclusive(a), crtc);
        assertThat(timeless.explain(job).describe())
                .contains(
                        "job 2 (crtc) waits for queue a (exclusive) behind job 1 (gpu); this ends");
        assertThat(timeless.snapshot().nanos()).isEqualTo(Snapshot.UNKNOWN_NANOS);
    }

    @Test
    void jobsWithoutIdsAreNumbered() {
        Dispatcher bare = new Dispatcher();
        bare.submit(AccessSet.exclusive(a), gpu);
        Job job = bare.submit(AccessSet.exclusive(a), gpu);
        assertThat(bare.explain(job).describe())
                .contains("job #2 (gpu) waits for queue a (exclusive) behind job #1 (gpu); this");
    }

    @Test
    void longExplanationsAreCutInWordsOnly() {
        Job last = writes(a);
        for (int i = 0; i < 150; i++) {
            last = writes(a);
        }
        Explanation explanation = dispatcher.explain(last);
        assertThat(explanation.links()).hasSize(151);
        assertThat(explanation.describe().lines()).hasSize(102);
        assertThat(explanation.describe()).endsWith("And 51 more such waits.\n");
    }

    @Test
    void jobOfAnotherDispatcherIsRefused() {
        Job job = new Dispatcher().submit(AccessSet.exclusive(a), gpu);
        assertThatThrownBy(() -> dispatcher.explain(job))
                .isInstanceOf(RefusedException.class)
                .hasMessageContaining("S1")
                .hasMessageContaining("another dispatcher's");
    }

    @Test
    void theGraphIsDrawn() {
        writes(a);
        Job job = dispatcher.submit(AccessSet.shared(a), crtc);
        assertThat(dispatcher.explain(job).toDot()).isEqualTo("""
                digraph waits {
                  n0 [label="job 2 (crtc)"];
                  n1 [label="job 1 (gpu)"];
                  n2 [label="gpu"];
                  n0 -> n1 [label="waits for queue a (shared) behind"];
                  n1 -> n2 [label="is owned by"];
                }
                """);
    }
}
