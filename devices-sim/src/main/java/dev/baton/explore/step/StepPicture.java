package dev.baton.explore.step;

import dev.baton.law.WaitForGraph;
import dev.baton.sim.Scheduler;
import dev.baton.trace.Timeline;
import dev.baton.trace.Timeline.Lane;
import dev.baton.trace.Timeline.Look;
import dev.baton.trace.Timeline.Slice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Draws an execution: a lane for each job, a slice for each step, and who came behind whom. */
final class StepPicture implements Scheduler {
    /** How wide a step is drawn: a tick of the axis. */
    static final long STEP_NANOS = 10_000_000;

    private final Scheduler scheduler;
    private final Map<String, List<Slice>> lanes = new LinkedHashMap<>();
    private final WaitForGraph<String> orders = new WaitForGraph<>();

    /** Who came last to each object. */
    private final Map<Integer, String> last = new HashMap<>();

    private int steps;

    StepPicture(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    @Override
    public boolean newExecution() {
        return scheduler.newExecution();
    }

    @Override
    public int nextTask(List<? extends Task> ready) {
        int place = scheduler.nextTask(ready);
        Runner runner = (Runner) ready.get(place);
        add(runner, steps, steps + 1, Look.SOLID);
        follow(runner);
        steps++;
        return place;
    }

    @Override
    public long nextNumber(long bound) {
        return scheduler.nextNumber(bound);
    }

    private void follow(Runner runner) {
        Instruction next = runner.next();
        String before = next.object < 0 ? runner.name : last.put(next.object, runner.name);
        if (before != null && !before.equals(runner.name)) {
            String object = next.step.objects().get(0);
            orders.add(runner.name, "comes to " + object + " after", before);
        }
    }

    /** Who came to what after whom, in DOT. */
    String orders() {
        return orders.toDot();
    }

    private void add(Runner runner, int from, int to, Look look) {
        String text = (look == Look.WRONG ? "waits: " : "") + runner.next().step;
        lanes.computeIfAbsent(runner.name, name -> new ArrayList<>())
                .add(new Slice(from * STEP_NANOS, to * STEP_NANOS, text, runner.job(), look));
    }

    Timeline.Run run(String title, Machine machine) {
        List<Lane> drawn = new ArrayList<>();
        for (Runner runner : machine.runners()) {
            if (!runner.hasEnded()) {
                add(runner, steps, steps + 2, Look.WRONG);
            }
            drawn.add(new Lane(runner.name, lanes.getOrDefault(runner.name, List.of())));
        }
        return new Timeline.Run(title, drawn, List.of());
    }
}
