package dev.baton.explore.step;

import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.law.WaitForGraph;
import dev.baton.law.WaitForGraph.Wait;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Who waits for whom at the end of an execution in which not all jobs have ended. */
final class Waits {
    /** In the drawing. */
    private static final String NOBODY = "nobody";

    private final Machine machine;
    private final List<Runner> stuck;
    private final WaitForGraph<String> graph = new WaitForGraph<>();

    /** What jobs wait for that nobody will ever do. */
    private final List<String> hopeless = new ArrayList<>();

    private final Set<String> hopelessKinds = new TreeSet<>();

    Waits(Machine machine, List<Runner> stuck) {
        this.machine = machine;
        this.stuck = stuck;
        stuck.forEach(this::add);
    }

    WaitForGraph<String> graph() {
        return graph;
    }

    Failure failure(long hash) {
        List<Wait<String>> cycle = graph.cycle();
        if (cycle.isEmpty()) {
            String words = String.join("; ", hopeless);
            return new Failure(Kind.DEADLOCK, "hopeless " + hopelessKinds, words, hash);
        }
        Set<String> kinds = new TreeSet<>();
        cycle.forEach(wait -> kinds.add(kind(wait.reason())));
        return new Failure(Kind.DEADLOCK, "cycle " + kinds, WaitForGraph.inWords(cycle), hash);
    }

    /** A reason begins "waits for a kind". */
    private static String kind(String reason) {
        return reason.split(" ", 4)[2];
    }

    private void add(Runner waiter) {
        Instruction next = waiter.next();
        String name = next.step.objects().get(0);
        switch (next.op) {
            case TAKE, TAKE_SHARED -> {
                boolean upgrade = machine.acquisition.has(waiter.job(), next.object);
                held(waiter, (upgrade ? "upgrade of " : "buffer ") + name, next.object);
            }
            case LOCK -> held(waiter, "lock " + name, next.object);
            case WAIT -> {
                if (waiter.isAsleep()) {
                    awaited(waiter, "signal " + name, List.of(Op.SIGNAL, Op.SIGNAL_ALL));
                } else {
                    held(waiter, "lock " + next.step.objects().get(1), next.other);
                }
            }
            case PUT -> awaited(waiter, "room in " + name, List.of(Op.GET));
            case GET -> awaited(waiter, "items in " + name, List.of(Op.PUT));
            default ->
                awaited(
                        waiter,
                        "value " + next.step.comparison(),
                        List.of(Op.SET, Op.ADD, Op.COPY));
        }
    }

    private void held(Runner waiter, String what, int object) {
        boolean shared = waiter.next().op == Op.TAKE_SHARED;
        for (Runner other : stuck) {
            if (machine.acquisition.isInTheWay(other.job(), waiter.job(), object, shared)) {
                graph.add(waiter.name, "waits for " + what + " held by", other.name);
            }
        }
    }

    /** Waits for whoever has not got to a step that would help. */
    private void awaited(Runner waiter, String what, List<Op> helping) {
        int object = waiter.next().object;
        boolean hope = false;
        for (Runner other : stuck) {
            if (other != waiter && other.comesTo(helping, object)) {
                hope = true;
                graph.add(waiter.name, "waits for " + what + " from", other.name);
            }
        }
        if (!hope) {
            graph.add(waiter.name, "waits for " + what + " from", NOBODY);
            hopelessKinds.add(what.split(" ", 2)[0]);
            hopeless.add(waiter.name + " waits for " + what + ", and nobody is left to give it");
        }
    }
}
