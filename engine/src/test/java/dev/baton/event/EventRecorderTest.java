package dev.baton.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

final class EventRecorderTest {
    private final EventRecorder recorder = new EventRecorder(4);
    private final List<Object> heard = new ArrayList<>();
    private final EventListener listener = new EventListener() {
        @Override
        public void on(Event event) {
            heard.add(event.job());
        }

        @Override
        public void dropped(long count) {
            heard.add("dropped " + count);
        }
    };

    private void record(long... jobs) {
        for (long job : jobs) {
            recorder.on(new Event.Granted(0, job));
        }
    }

    @Test
    void whatWasRecordedIsPolledInOrderAndOnce() {
        record(1, 2, 3);
        assertThat(recorder.poll(listener)).isEqualTo(3);
        assertThat(recorder.poll(listener)).isZero();
        record(4);
        assertThat(recorder.poll(listener)).isEqualTo(1);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
        assertThat(recorder.dropped()).isZero();
    }

    @Test
    void whatFindsTheRingFullIsDroppedAndCounted() {
        record(1, 2, 3, 4, 5, 6);
        assertThat(recorder.dropped()).isEqualTo(2);
        assertThat(recorder.poll(event -> heard.add(event.job()))).isEqualTo(4);
        assertThat(heard).containsExactly(1L, 2L, 3L, 4L);
    }

    @Test
    void aLossIsToldBeforeAnythingThatCameAfterIt() {
        record(1, 2, 3, 4);
        EventListener losesOneMore = event -> {
            if (event.job() == 1) {
                record(5);
            }
        };
        recorder.poll(losesOneMore.and(listener));
        record(6);
        recorder.poll(listener);
        assertThat(heard).containsExactly(1L, "dropped 1", 2L, 3L, 4L, "dropped 1", 6L);
    }

    @Test
    void anEventOnWhichTheListenerThrowsIsToldAgain() {
        record(1, 2);
        assertThatThrownBy(() -> recorder.poll(event -> {
                    heard.add(event.job());
                    throw new IllegalStateException("enough");
                }))
                .hasMessage("enough");
        assertThat(recorder.poll(listener)).isEqualTo(2);
        assertThat(heard).containsExactly(1L, 1L, 2L);
    }

    @Test
    void eachThreadsEventsKeepTheirOrderAndAreCountedOrHeard() throws InterruptedException {
        EventRecorder wide = new EventRecorder(1 << 10);
        int threads = 3;
        int events = 20_000;
        CountDownLatch running = new CountDownLatch(threads);
        for (int thread = 0; thread < threads; thread++) {
            int job = thread;
            new Thread(() -> {
                        for (int i = 1; i <= events; i++) {
                            wide.on(new Event.Granted(i, job));
                        }
                        running.countDown();
                    })
                    .start();
        }
        long[] last = new long[threads];
        EventListener inOrder = event -> {
            assertThat(event.nanos()).isGreaterThan(last[(int) event.job()]);
            last[(int) event.job()] = event.nanos();
        };
        long count = 0;
        while (running.getCount() > 0) {
            count += wide.poll(inOrder);
        }
        running.await();
        count += wide.poll(inOrder);
        assertThat(count + wide.dropped()).isEqualTo((long) threads * events);
    }
}
