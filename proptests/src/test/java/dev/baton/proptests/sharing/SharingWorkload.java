package dev.baton.proptests.sharing;

import dev.baton.explore.Failure;
import dev.baton.explore.Failure.Kind;
import dev.baton.sim.Scheduler;

import net.jqwik.api.sessions.JqwikSession;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A workload of {@link SharingLaws} for the searchers and the shrinker of the exploration. */
public final class SharingWorkload implements dev.baton.explore.Workload {
    private static final int TRIES = 1_000;

    private final Workload workload;

    private SharingWorkload(Workload workload) {
        this.workload = workload;
    }

    /** {@return the workload of a seed} */
    public static SharingWorkload draw(long seed) {
        List<Workload> drawn = new ArrayList<>();
        JqwikSession.run(() -> drawn.add(Workloads.ofCorrectExporters()
                .generator(TRIES)
                .next(new Random(seed))
                .value()));
        return new SharingWorkload(drawn.get(0));
    }

    @Override
    public String name() {
        return "sharing";
    }

    /** There is nothing to choose: one thread. */
    @Override
    public Optional<Failure> run(Scheduler scheduler) {
        try {
            new SharingRun(workload).check();
            return Optional.empty();
        } catch (Throwable thrown) {
            String words = String.valueOf(thrown.getMessage()).strip().replaceAll("\\s+", " ");
            String oracle = oracle(thrown, words);
            return Optional.of(new Failure(Kind.LAW, oracle, oracle + ", sharing: " + words, 0));
        }
    }

    /** Bytes as no order could leave them; else an entrance that let something through; else a leak. */
    private static String oracle(Throwable thrown, String words) {
        boolean entrance = Arrays.stream(thrown.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".Refusals"));
        return words.startsWith(Bytes.WRONG) ? "B" : entrance ? "L" : "I";
    }

    @Override
    public List<SharingWorkload> edits() {
        List<SharingWorkload> smaller = new ArrayList<>();
        int count = workload.steps().size();
        for (int run = count / 2; run > 0; run /= 2) {
            for (int at = 0; at + run <= count; at += run) {
                List<Step> fewer = new ArrayList<>(workload.steps());
                fewer.subList(at, at + run).clear();
                smaller.add(
                        new SharingWorkload(new Workload(workload.setup(), List.copyOf(fewer))));
            }
        }
        return smaller;
    }

    @Override
    public Size size() {
        long buffers = workload.steps().stream()
                .map(step -> step.buffer() % SharingRun.BUFFERS)
                .distinct()
                .count();
        return new Size(0, (int) buffers, workload.steps().size(), 0);
    }

    @Override
    public String source() {
        return workload.setup() + "\n  " + workload.steps();
    }

    @Override
    public Picture picture(Scheduler scheduler) {
        throw new UnsupportedOperationException("it is told in words");
    }
}
