package dev.baton.proptests.sharing;

import dev.baton.proptests.sharing.Setup.Keeping;
import dev.baton.proptests.sharing.Setup.Source;

import net.jqwik.api.RandomGenerator;
import net.jqwik.api.sessions.JqwikSession;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongFunction;
import java.util.function.Predicate;

/**
 * Searches the workloads of {@link SharingLaws} for one in which a byte is wrong, and shrinks it. To be
 * loaded anew with the classes of a broken exporter, and called by types that every loader shares.
 */
public final class Search implements LongFunction<List<String>> {
    private static final int TRIES_MAX = 4_000;

    private final Source source;
    private final Keeping keeping;

    /**
     * In one exporter.
     *
     * @param source the name of its heap in {@link Source}
     * @param keeping the name of its coherency in {@link Keeping}
     */
    public Search(String source, String keeping) {
        this.source = Source.valueOf(source);
        this.keeping = Keeping.valueOf(keeping);
    }

    /** {@return what was wrong, the setup, and the shrunk steps; empty if nothing was found} */
    @Override
    public List<String> apply(long seed) {
        List<String> found = new ArrayList<>();
        JqwikSession.run(() -> {
            RandomGenerator<Workload> generator =
                    Workloads.of(source, keeping).generator(TRIES_MAX);
            Random random = new Random(seed);
            for (int i = 0; i < TRIES_MAX && found.isEmpty(); i++) {
                Workload workload = generator.next(random).value();
                if (wrong(workload) != null) {
                    describe(shrunk(workload), found);
                }
            }
        });
        return List.copyOf(found);
    }

    private static void describe(Workload workload, List<String> found) {
        found.add(String.valueOf(wrong(workload)));
        found.add(workload.setup().toString());
        workload.steps().forEach(step -> found.add(step.toString()));
    }

    /** What a byte was wrong about; null if none was. */
    private static @Nullable String wrong(Workload workload) {
        try {
            new SharingRun(workload).check();
            return null;
        } catch (Throwable failure) {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            String message = String.valueOf(cause.getMessage());
            return message.startsWith(Bytes.WRONG) ? message : null;
        }
    }

    /** Without every step that it fails without, and with the smallest numbers that it fails with. */
    private static Workload shrunk(Workload workload) {
        Predicate<List<Step>> fails = steps -> wrong(new Workload(workload.setup(), steps)) != null;
        List<Step> steps = new ArrayList<>(workload.steps());
        boolean smaller = true;
        while (smaller) {
            smaller = false;
            for (int run = Math.max(1, steps.size() / 2); run > 0; run /= 2) {
                smaller |= without(steps, run, fails);
            }
            smaller |= lowered(steps, fails);
        }
        return new Workload(workload.setup(), List.copyOf(steps));
    }

    private static boolean without(List<Step> steps, int run, Predicate<List<Step>> fails) {
        boolean smaller = false;
        for (int at = 0; at + run <= steps.size(); ) {
            List<Step> fewer = new ArrayList<>(steps);
            fewer.subList(at, at + run).clear();
            if (fails.test(fewer)) {
                steps.subList(at, at + run).clear();
                smaller = true;
            } else {
                at++;
            }
        }
        return smaller;
    }

    private static boolean lowered(List<Step> steps, Predicate<List<Step>> fails) {
        boolean smaller = false;
        for (int at = 0; at < steps.size(); at++) {
            Step old = steps.get(at);
            for (Step lower : lower(old)) {
                List<Step> changed = new ArrayList<>(steps);
                changed.set(at, lower);
                if (!lower.equals(old) && fails.test(changed)) {
                    steps.set(at, lower);
                    smaller = true;
                    break;
                }
            }
        }
        return smaller;
    }

    private static List<Step> lower(Step step) {
        return List.of(
                new Step(step.kind(), 0, step.which(), step.at(), step.length()),
                new Step(step.kind(), step.buffer(), 0, step.at(), step.length()),
                new Step(step.kind(), step.buffer(), step.which(), 0, step.length()),
                new Step(step.kind(), step.buffer(), step.which(), step.at(), 0));
    }
}
