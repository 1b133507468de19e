package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.baton.fence.Fence;
import dev.baton.fence.FenceSource;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A deadline reaches the clients that hold what a job waits for (S11). */
@Tag("S11")
class DeadlineHintTest {
    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final List<String> hints = new ArrayList<>();

    @AfterEach
    void lawsHold() {
        dispatcher.close(Duration.ZERO);
        observed.assertLawsHold();
    }

    /** A client that writes down the hints it gets. */
    private Client client(String name) {
        return new Client() {
            @Override
            public void granted(Job job) {}

            @Override
            public void deadlineHinted(Job job, long nanos) {
                hints.add(name + " " + nanos);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    private Job write(String name, SyncQueue... queues) {
        return dispatcher.submit(AccessSet.exclusive(queues), client(name));
    }

    private Job read(String name, SyncQueue queue) {
        return dispatcher.submit(AccessSet.shared(queue), client(name));
    }

    private Job hurried(AccessSet set, long deadlineNanos) {
        JobOptions options = JobOptions.DEFAULT.deadline(deadlineNanos);
        return dispatcher.submit(set, client("display"), null, options);
    }

    @Test
    void ownerOfWhatAJobWaitsForHearsItsDeadline() {
        Job gpu = write("gpu", a);
        hurried(AccessSet.shared(a), 900);
        assertThat(hints).containsExactly("gpu 900");
        assertThat(gpu.deadlineNanos()).isEqualTo(900);
    }

    @Test
    void onlyAnEarlierOneIsPassedOn() {
        write("gpu", a);
        hurried(AccessSet.shared(a), 900);
        hurried(AccessSet.shared(a), 950);
        hurried(AccessSet.shared(a), 800);
        assertThat(hints).containsExactly("gpu 900", "gpu 800");
    }

    @Test
    void itGoesThroughJobsThatWaitThemselves() {
        write("camera", b);
        write("gpu", a);
        Job between = write("encoder", a, b);
        hurried(AccessSet.exclusive(a), 700);
        assertThat(hints).containsExactlyInAnyOrder("gpu 700", "camera 700");
        assertThat(between.deadlineNanos()).isEqualTo(700);
    }

    @Test
    void readerHurriesNoReaderAndWriterHurriesThemAll() {
        write("gpu", b);
        read("one", a);
        read("two", a);
        hurried(AccessSet.shared(a), 600);
        assertThat(hints).isEmpty();
        hurried(AccessSet.exclusive(a), 600);
        assertThat(hints).containsExactlyInAnyOrder("one 600", "two 600");
    }

    @Test
    void readerThatWaitsItselfIsNotHurriedByOneBehindIt() {
        write("gpu", a);
        Job between = read("between", a);
        hurried(AccessSet.shared(a), 600);
        assertThat(hints).containsExactly("gpu 600");
        assertThat(between.deadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatIsOverIsPassedBy() {
        write("gpu", a);
        write("cancelled", a).cancel();
        hurried(AccessSet.exclusive(a), 500);
        assertThat(hints).containsExactly("gpu 500");
    }

    @Test
    void foreignWorkAndGatesHearItByTheirFences() {
        FenceSource camera = new FenceSource("camera", nanos -> hints.add("camera " + nanos));
        FenceSource gate = new FenceSource("gate", nanos -> hints.add("gate " + nanos));
        dispatcher.importFence(AccessSet.exclusive(a), camera.fence(), Duration.ofSeconds(1));
        JobOptions gated = JobOptions.DEFAULT
                .deadline(400)
                .gate(Gate.holdingPlace(gate.fence(), Duration.ofSeconds(1)));
        dispatcher.submit(AccessSet.shared(a), client("display"), null, gated);
        assertThat(hints).containsExactlyInAnyOrder("camera 400", "gate 400");
    }

    @Test
    @Tag("S10")
    void hintOnAnExportedFenceReachesWhoeverIsQueuedBeforeIt() {
        write("gpu", a);
        Fence fence = dispatcher.exportFence(a, AccessMode.SHARED);
        write("later", a);
        fence.hintDeadline(300);
        assertThat(hints).containsExactly("gpu 300");
    }

    @Test
    @Tag("S14")
    void hintOnAnOutFenceReachesItsJobAndThoseBefore() {
        Job gpu = write("gpu", a);
        JobOptions fenced = JobOptions.DEFAULT.withOutFence();
        Job job = dispatcher.submit(AccessSet.exclusive(a), client("encoder"), null, fenced);
        job.outFence().hintDeadline(200);
        assertThat(hints).containsExactly("gpu 200");
        gpu.release();
        assertThat(job.deadlineNanos()).isEqualTo(200);
        job.outFence().hintDeadline(100);
        assertThat(hints).containsExactly("gpu 200", "encoder 100");
    }

    @Test
    void clientOnAnExecutorHearsItToo() {
        dispatcher.submit(AccessSet.exclusive(a), Client.on(Runnable::run, client("gpu")));
        hurried(AccessSet.shared(a), 900);
        assertThat(hints).containsExactly("gpu 900");
    }

    @Test
    @Tag("S18")
    void hintThatThrowsHarmsNobody() {
        FenceSource one = new FenceSource("one", nanos -> {
            throw new IllegalStateException("cannot hurry");
        });
        FenceSource two = new FenceSource("two", nanos -> hints.add("two " + nanos));
        JobOptions gated = JobOptions.DEFAULT
                .deadline(400)
                .gate(Gate.beforePlacing(one.fence()))
                .gate(Gate.beforePlacing(two.fence()));
        List<Throwable> unheard = Uncaught.in(() -> assertThatCode(() ->
                        dispatcher.submit(AccessSet.shared(a), client("display"), null, gated))
                .doesNotThrowAnyException());
        assertThat(unheard)
                .singleElement()
                .extracting(Throwable::getMessage)
                .isEqualTo("cannot hurry");
        assertThat(hints).containsExactly("two 400");
    }

    @Test
    void longRunOfReadersIsHurriedInPart() {
        for (int i = 0; i < DeadlineHint.PLACES_MAX + 100; i++) {
            read("reader", a);
        }
        hurried(AccessSet.exclusive(a), 100);
        assertThat(hints).hasSize(DeadlineHint.PLACES_MAX);
    }
}
