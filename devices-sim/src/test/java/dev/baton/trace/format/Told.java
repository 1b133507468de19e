package dev.baton.trace.format;

import dev.baton.trace.text.FtraceEvent;

import java.util.ArrayList;
import java.util.List;

/** Keeps what a trace is told. */
final class Told implements TraceSink {
    final List<Slice> slices = new ArrayList<>();
    final List<HandOver> handOvers = new ArrayList<>();
    final List<Event> events = new ArrayList<>();

    record Slice(Lane lane, long fromNanos, long toNanos, String name) {}

    record HandOver(Lane from, long fromNanos, Lane to, long toNanos, String name) {}

    /** All of an event but its line. */
    record Event(String comm, int task, int cpu, long nanos, String name, String payload) {}

    @Override
    public void slice(Lane lane, long fromNanos, long toNanos, String name) {
        slices.add(new Slice(lane, fromNanos, toNanos, name));
    }

    @Override
    public void handOver(Lane from, long fromNanos, Lane to, long toNanos, String name) {
        handOvers.add(new HandOver(from, fromNanos, to, toNanos, name));
    }

    @Override
    public void ftrace(FtraceEvent event) {
        events.add(new Event(
                event.comm(),
                event.task(),
                event.cpu(),
                event.nanos(),
                event.name(),
                event.payload()));
    }

    long count(String name) {
        return events.stream().filter(event -> event.name.equals(name)).count();
    }

    @Override
    public void close() {}
}
