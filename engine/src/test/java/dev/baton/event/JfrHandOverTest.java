package dev.baton.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.HardwareClient;
import dev.baton.engine.HardwareDomain;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;

import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a flight recording has of jobs that hardware orders itself. */
@Tag("S12")
class JfrHandOverTest {
    private record Ring(String name, HardwareDomain<Job> domain) implements HardwareClient<Job> {
        @Override
        public Job handOver(Job job, List<Job> waits) {
            return job;
        }
    }

    private final HardwareDomain<Job> domain = new HardwareDomain<>("soc");
    private final Client ring = new Ring("ring", domain);
    private final SyncQueue a = new SyncQueue("a");

    @TempDir
    private Path directory;

    /** By the job, and the kind, of which each is told once. */
    private Map<String, RecordedEvent> events(Recording recording) throws IOException {
        Path file = directory.resolve("baton.jfr");
        recording.dump(file);
        Map<String, RecordedEvent> events = new HashMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            String kind = event.getEventType().getName().replace("dev.baton.", "");
            if (kind.startsWith("Job")) {
                assertThat(events.put(kind + event.getLong("job"), event)).isNull();
            }
        }
        return events;
    }

    @Test
    void durationIsTheWaitInHardwareUntilTheGrant() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            Dispatcher dispatcher = new Dispatcher(JfrListener.observer(), null);
            Job render = dispatcher.submit(AccessSet.exclusive(a), ring);
            Job flip = dispatcher.submit(AccessSet.shared(a), ring);
            render.release();
            flip.release();
            Map<String, RecordedEvent> events = events(recording);
            RecordedEvent early = events.get("JobHandedOver2");
            assertThat(early.getString("domain")).isEqualTo("soc");
            assertThat(early.getString("client")).isEqualTo("ring");
            assertThat(early.getStartTime()).isBefore(events.get("JobEnded1").getEndTime());
            assertThat(early.getEndTime())
                    .isAfterOrEqualTo(events.get("JobGranted2").getEndTime());
            assertThat(early.getDuration()).isGreaterThan(Duration.ZERO);
            assertThat(events.get("JobHandedOver1").getDuration())
                    .as("handed over at the grant")
                    .isLessThanOrEqualTo(Duration.between(
                            events.get("JobGranted1").getEndTime(),
                            events.get("JobHandedOver1").getEndTime()));
        }
    }

    @Test
    void whoIsNeverGrantedIsToldOfAtItsEnd() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            Dispatcher dispatcher = new Dispatcher(JfrListener.observer(), null);
            dispatcher.submit(AccessSet.exclusive(a), ring);
            Job flip = dispatcher.submit(AccessSet.shared(a), ring);
            assertThat(domain.cancel(flip)).isTrue();
            assertThat(events(recording))
                    .containsKeys("JobHandedOver2", "JobEnded2")
                    .doesNotContainKey("JobGranted2");
        }
    }
}
