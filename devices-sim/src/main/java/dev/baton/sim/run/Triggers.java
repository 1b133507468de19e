package dev.baton.sim.run;

import dev.baton.sim.Loop;
import dev.baton.sim.scenario.Trigger;

import java.util.Collection;

/** Makes streams submit: by time, or when another one has. */
final class Triggers {
    private final Room room;

    Triggers(Room room) {
        this.room = room;
    }

    void wire(Collection<Stream> streams) {
        for (Stream stream : streams) {
            wire(stream, streams);
        }
    }

    private void wire(Stream stream, Collection<Stream> all) {
        Trigger trigger = stream.spec().trigger();
        if (trigger instanceof Trigger.Every every) {
            tick(stream, every, 0);
        } else if (trigger instanceof Trigger.With with) {
            room.stream(with.job()).whenSubmitted((iteration, nanos) -> stream.submit(iteration));
        } else if (trigger instanceof Trigger.After after) {
            room.stream(after.job()).whenDone((iteration, nanos) -> stream.submit(iteration));
        } else if (trigger instanceof Trigger.Next next) {
            goRound(stream, next);
        } else if (trigger instanceof Trigger.Frame frame) {
            all.stream()
                    .filter(filler -> filler.spec().on().equals(frame.device()))
                    .forEach(filler ->
                            filler.whenDone((iteration, nanos) -> stream.submit(iteration)));
        }
    }

    private void tick(Stream stream, Trigger.Every every, long number) {
        Loop conductor = room.conductor();
        long nanos = every.offsetNanos() + number * every.periodNanos();
        conductor.at(nanos, stream.spec().name() + " tick", () -> {
            stream.submit(number);
            if (room.isOpen() && number + 1 < stream.spec().countMax()) {
                tick(stream, every, number + 1);
            }
        });
    }

    /** The first few at once, then one more whenever one is done. */
    private void goRound(Stream stream, Trigger.Next next) {
        long[] number = {next.ahead()};
        room.stream(next.job()).whenDone((iteration, nanos) -> stream.submit(number[0]++));
        room.conductor().at(0, stream.spec().name() + " starts", () -> {
            for (int i = 0; i < next.ahead(); i++) {
                stream.submit(i);
            }
        });
    }
}
