package dev.baton.proptests;

import dev.baton.proptests.ImportWorkload.Advance;
import dev.baton.proptests.ImportWorkload.Export;
import dev.baton.proptests.ImportWorkload.ImportFence;
import dev.baton.proptests.ImportWorkload.ImportPoint;
import dev.baton.proptests.ImportWorkload.Merge;
import dev.baton.proptests.ImportWorkload.Operation;
import dev.baton.proptests.ImportWorkload.Use;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What queues and fences must do, as lists of points: a fence is the points that it waits for. */
final class ImportModel {
    /** A point of a timeline. */
    record Point(int timeline, long at) {}

    private record Imported(boolean exclusive, Set<Point> points) {}

    private final long[] values;
    private final List<List<Imported>> queues = IntStream.range(0, ImportWorkload.QUEUES)
            .<List<Imported>>mapToObj(i -> new ArrayList<>())
            .toList();

    /** Of exports and merges, in order. */
    final List<Set<Point>> fences = new ArrayList<>();

    ImportModel(int timelines) {
        values = new long[timelines];
    }

    void perform(Operation operation) {
        if (operation instanceof ImportPoint it) {
            place(Set.of(new Point(it.timeline() % values.length, it.point())), it.uses());
        } else if (operation instanceof ImportFence it) {
            place(fence(it.fence()), it.uses());
        } else if (operation instanceof Advance it) {
            values[it.timeline() % values.length] += it.points();
        } else if (operation instanceof Export it) {
            fences.add(waitedForBy(it.use()));
        } else if (operation instanceof Merge it) {
            fences.add(pending(it.fences().stream().flatMap(i -> fence(i).stream())));
        }
    }

    private void place(Set<Point> points, List<Use> uses) {
        uses.forEach(use -> queues.get(use.queue()).add(new Imported(use.exclusive(), points)));
    }

    private Set<Point> fence(int index) {
        return fences.isEmpty() ? Set.of() : fences.get(index % fences.size());
    }

    /** A reader waits for the writers before it, a writer for everybody. */
    Set<Point> waitedForBy(Use use) {
        return pending(queues.get(use.queue()).stream()
                .filter(it -> use.exclusive() || it.exclusive())
                .flatMap(it -> it.points().stream()));
    }

    boolean isSignaled(int fence) {
        return pending(fences.get(fence).stream()).isEmpty();
    }

    private Set<Point> pending(Stream<Point> points) {
        return points.filter(point -> point.at() > values[point.timeline()])
                .collect(Collectors.toSet());
    }
}
