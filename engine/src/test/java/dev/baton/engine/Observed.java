package dev.baton.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.event.Event;
import dev.baton.event.EventStream;
import dev.baton.law.Laws;

import java.util.ArrayList;
import java.util.List;

/** A dispatcher whose jobs are told to the laws, on one thread. */
final class Observed {
    final VirtualTimers timers = new VirtualTimers();
    final List<Event> events = new ArrayList<>();
    private final Laws laws = Laws.all();
    final Dispatcher dispatcher = new Dispatcher(
            new EventStream(timers::nowNanos, event -> {
                events.add(event);
                laws.on(event);
            }),
            timers);

    /** All laws hold, also if nothing comes any more. */
    void assertLawsHold() {
        laws.quiescent();
        assertThat(laws.violations()).isEmpty();
    }

    /** The kinds of all events of one job, in order. */
    List<String> kindsOf(Job job) {
        return events.stream()
                .filter(event -> event.job() == job.id())
                .map(event -> event.getClass().getSimpleName())
                .toList();
    }
}
