package dev.baton.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Client;
import dev.baton.engine.Dispatcher;
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
import java.util.Comparator;
import java.util.List;

/** What is read back from a flight recording of a few jobs. */
@Tag("S13")
class JfrListenerTest {
    private record Named(String name) implements Client {
        @Override
        public void granted(Job job) {}
    }

    private final SyncQueue a = new SyncQueue("a");
    private final SyncQueue b = new SyncQueue("b");
    private final Client gpu = new Named("gpu");
    private final Client cpu = new Named("cpu");

    @TempDir
    private Path directory;

    private List<RecordedEvent> events(Recording recording) throws IOException {
        Path file = directory.resolve("baton.jfr");
        recording.dump(file);
        return RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getEventType().getName().startsWith("dev.baton."))
                .sorted(Comparator.comparing(RecordedEvent::getEndTime))
                .toList();
    }

    private static String words(RecordedEvent event) {
        StringBuilder words = new StringBuilder(event.getEventType().getName().substring(10));
        for (String field : List.of("job", "client", "queue", "accesses", "outcome", "reason")) {
            if (event.hasField(field) && !event.getValue(field).toString().isEmpty()) {
                words.append(' ').append((Object) event.getValue(field));
            }
        }
        return words.toString();
    }

    private static List<String> words(List<RecordedEvent> events) {
        return events.stream().map(JfrListenerTest::words).toList();
    }

    @Test
    void everyTransitionIsRecorded() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            Dispatcher dispatcher = new Dispatcher(JfrListener.observer(), null);
            Job writer = dispatcher.submit(AccessSet.exclusive(a, b), gpu);
            Job reader = dispatcher.submit(AccessSet.shared(a), cpu);
            Job late = dispatcher.submit(AccessSet.exclusive(b), cpu);
            writer.downgrade(a);
            writer.release(a);
            late.cancel();
            writer.fail(new IllegalStateException("hung"));
            reader.release();
            dispatcher.close(a);
            assertThat(words(events(recording)))
                    .containsExactlyInAnyOrder(
                            "JobSubmitted 1 gpu a exclusive, b exclusive",
                            "AccessAvailable 1 gpu a",
                            "AccessAvailable 1 gpu b",
                            "JobGranted 1 gpu",
                            "JobSubmitted 2 cpu a shared",
                            "JobSubmitted 3 cpu b exclusive",
                            "AccessDowngraded 1 gpu a",
                            "AccessAvailable 2 cpu a",
                            "JobGranted 2 cpu",
                            "AccessReleased 1 gpu a",
                            "JobEnded 3 cpu CANCELLED CALLER",
                            "JobEnded 1 gpu FAILED java.lang.IllegalStateException: hung",
                            "JobEnded 2 cpu COMPLETED",
                            "JobSubmitted 4 closing a exclusive",
                            "AccessAvailable 4 closing a",
                            "JobGranted 4 closing",
                            "JobEnded 4 closing COMPLETED");
        }
    }

    @Test
    void durationsAreTheWaitAndTheTimeOwned() throws Exception {
        try (Recording recording = new Recording()) {
            recording.start();
            Dispatcher dispatcher = new Dispatcher(JfrListener.observer(), null);
            Job owner = dispatcher.submit(AccessSet.exclusive(a), gpu);
            Job waiter = dispatcher.submit(AccessSet.exclusive(a), cpu);
            owner.release();
            waiter.release();
            List<RecordedEvent> events = events(recording);
            RecordedEvent submitted = event(events, "JobSubmitted 2 cpu a exclusive");
            RecordedEvent ended = event(events, "JobEnded 1 gpu COMPLETED");
            RecordedEvent granted = event(events, "JobGranted 2 cpu");
            assertThat(granted.getStartTime())
                    .isBetween(submitted.getStartTime(), ended.getEndTime());
            assertThat(granted.getEndTime()).isAfterOrEqualTo(ended.getEndTime());
            assertThat(granted.getDuration()).isGreaterThan(Duration.ZERO);
            RecordedEvent released = event(events, "JobEnded 2 cpu COMPLETED");
            assertThat(released.getStartTime()).isAfterOrEqualTo(granted.getEndTime());
            assertThat(released.getDuration()).isGreaterThan(Duration.ZERO);
            assertThat(released.getBoolean("granted")).isTrue();
            assertThat(events)
                    .allMatch(event -> event.getThread().getJavaThreadId()
                            == Thread.currentThread().getId());
        }
    }

    private static RecordedEvent event(List<RecordedEvent> events, String words) {
        return events.stream()
                .filter(event -> words(event).equals(words))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void withoutARecordingThereIsNoObserver() {
        assertThat(JfrListener.observer()).isNull();
        try (Recording recording = new Recording()) {
            recording.start();
            assertThat(JfrListener.observer()).isNotNull();
        }
        assertThat(JfrListener.observer()).isNull();
    }

    @Test
    void recordingWithoutItsEventsHasNoObserver() {
        try (Recording recording = new Recording()) {
            for (String event : List.of(
                    "JobSubmitted",
                    "JobHandedOver",
                    "JobGranted",
                    "JobEnded",
                    "AccessAvailable",
                    "AccessReleased",
                    "AccessDowngraded")) {
                recording.disable("dev.baton." + event);
            }
            recording.start();
            assertThat(JfrListener.observer()).isNull();
        }
    }

    @Test
    void listenerIsThereForARecordingThatStartsLater() throws Exception {
        Dispatcher dispatcher = new Dispatcher(new EventStream(() -> 0, new JfrListener()));
        Job before = dispatcher.submit(AccessSet.exclusive(a), gpu);
        try (Recording recording = new Recording()) {
            recording.start();
            Job within = dispatcher.submit(AccessSet.exclusive(a), cpu);
            before.release();
            within.release();
            assertThat(words(events(recording)))
                    .containsExactlyInAnyOrder(
                            "JobSubmitted 2 cpu a exclusive",
                            "AccessAvailable 2 cpu a",
                            "JobGranted 2 cpu",
                            "JobEnded 2 cpu COMPLETED");
        }
    }
}
