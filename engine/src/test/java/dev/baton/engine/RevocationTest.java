package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.buffers.BufferException;
import dev.baton.buffers.BufferHandle;
import dev.baton.buffers.CpuMapping;
import dev.baton.buffers.SharedBuffer;
import dev.baton.buffers.heap.SystemHeap;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A late owner's ways to its buffers are taken before these go on (S16, B12). */
@Tag("S16")
@Tag("B12")
class RevocationTest {
    private static final JobOptions HELD = JobOptions.DEFAULT.hold(Duration.ofNanos(100));

    private final Observed observed = new Observed();
    private final Dispatcher dispatcher = observed.dispatcher;
    private final GrantLog log = new GrantLog();
    private final BufferHandle handle = new SystemHeap().allocate("frame", SharedBuffer.PAGE_SIZE);
    private final SyncQueue queue = SyncQueue.of(handle.buffer());
    private final CpuMapping mapping = handle.map(CpuMapping.Access.READ_WRITE);

    @AfterEach
    void lawsHold() {
        observed.assertLawsHold();
        handle.close();
    }

    private Job write(JobOptions options) {
        return dispatcher.submit(AccessSet.exclusive(queue), log, null, options);
    }

    @Test
    void mappingOfALateOwnerIsRevoked() {
        Job job = write(HELD);
        assertThat(job.uses(mapping)).isTrue();
        Job next = write(JobOptions.DEFAULT);
        observed.timers.advanceTo(100);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(next.isGranted()).isTrue();
        assertThatThrownBy(() -> mapping.putByte(0, (byte) 1))
                .isInstanceOf(BufferException.Closed.class);
        next.release();
    }

    @Test
    @Tag("S18")
    void wayThatThrowsAsItIsTakenKeepsNobodyWaiting() throws Exception {
        IllegalStateException thrown = new IllegalStateException("not to be taken");
        Job job = write(HELD);
        job.uses(() -> {
            throw thrown;
        });
        job.uses(mapping);
        Job next = write(JobOptions.DEFAULT);
        List<Throwable> heard = Uncaught.in(() -> observed.timers.advanceTo(100));

        assertThat(heard).containsExactly(thrown);
        assertThat(next.isGranted()).isTrue();
        assertThatThrownBy(() -> mapping.getByte(0)).isInstanceOf(BufferException.Closed.class);
        next.release();
    }

    @Test
    @Tag("S17")
    void closingTheClientRevokesToo() {
        write(JobOptions.DEFAULT).uses(mapping);
        dispatcher.close(log, Duration.ZERO);
        assertThatThrownBy(() -> mapping.getByte(0)).isInstanceOf(BufferException.Closed.class);
    }

    @Test
    void buffersGoOnOnlyWhenTheAccessUnderWayHasEnded() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Job job = write(HELD);
        job.uses(() -> ended);
        Job next = write(JobOptions.DEFAULT);
        observed.timers.advanceTo(100);
        assertThat(next.isGranted()).isFalse();
        assertThat(job.release()).isFalse();
        ended.complete(null);
        assertThat(next.isGranted()).isTrue();
        next.release();
    }

    @Test
    @Tag("S17")
    void closingWaitsForTheAccessUnderWayOfWhomAWatchdogHasFencedOff() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Job job = write(HELD);
        job.uses(() -> ended);
        Job next = dispatcher.submit(AccessSet.exclusive(queue), new GrantLog());
        observed.timers.advanceTo(100);
        dispatcher.close(log, Duration.ZERO);
        assertThat(next.isGranted()).isFalse();
        ended.complete(null);
        assertThat(job.outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(next.isGranted()).isTrue();
        next.release();
    }

    @Test
    void clientThatReleasesKeepsItsMapping() {
        Job job = write(HELD);
        job.uses(mapping);
        job.release();
        mapping.putByte(0, (byte) 1);
        assertThat(mapping.getByte(0)).isEqualTo((byte) 1);
        assertThat(job.uses(mapping)).isFalse();
        assertThatThrownBy(() -> mapping.getByte(0)).isInstanceOf(BufferException.Closed.class);
    }
}
