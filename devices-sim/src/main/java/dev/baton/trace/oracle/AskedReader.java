package dev.baton.trace.oracle;

import dev.baton.trace.oracle.AskedScenario.Step;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;

/** Reads the body of a scenario of kind A, B or C: operations, an observation after each. */
final class AskedReader {
    private static final String OBSERVATION = "obs";

    private final char kind;
    private final int number;
    private final Declared declared;
    private final List<Step> steps = new ArrayList<>();

    /** Not observed yet. */
    private @Nullable Operation operation;

    private String said = "";
    private long saidLine;

    /** From the words behind the scenario's number and exporter. */
    AskedReader(char kind, int number, Words words) throws DamagedAnswersException {
        this.kind = kind;
        this.number = number;
        boolean tries = kind == AskedScenario.TRY_LOCK;
        int buffers = words.count("buffers", 1, Limits.BUFFERS_MAX);
        int jobs = tries ? 0 : words.count("jobs", 0, Limits.JOBS_MAX);
        int timelines = tries ? 0 : words.count("timelines", 1, Limits.TIMELINES_MAX);
        if (!tries) {
            // What the word says of contexts, the timelines' numbers say again.
            words.either("private", "shared");
            this.operation = new Operation.Begin();
        }
        words.end();
        this.declared = new Declared(buffers, jobs, timelines);
    }

    void line(Words words) throws DamagedAnswersException {
        String word = words.next("an operation");
        if (word.equals(OBSERVATION)) {
            observation(words);
        } else if (operation != null) {
            throw words.damage(Words.quoted(word) + " stands where 'obs' belongs");
        } else if (steps.size() == Limits.OPERATIONS_MAX) {
            throw words.damage("more than " + Limits.OPERATIONS_MAX + " operations");
        } else {
            said = "";
            saidLine = words.line();
            operation = operation(word, words);
            words.end();
        }
    }

    AskedScenario end(long line) throws DamagedAnswersException {
        if (operation != null) {
            throw new DamagedAnswersException(line, "the last operation was not observed");
        }
        return new AskedScenario(kind, number, declared.buffers, declared.jobs, List.copyOf(steps));
    }

    private Operation operation(String word, Words words) throws DamagedAnswersException {
        return switch (kind + word) {
            case "Asubmit", "Bsubmit" -> submit(words);
            case "Aexport", "Bexport" -> export(words);
            case "Amerge", "Bmerge" -> merge(words);
            case "Ainc" -> advance(words);
            case "Bdone" -> new Operation.Done(declared.endedJob(words));
            case "Cattach" -> attach(words);
            case "Csignal" -> signal(words);
            default -> throw words.damage(Words.quoted(word) + " is no operation of kind " + kind);
        };
    }

    /** As {@code submit j0 t0.1 b0:R b1:W in n=1 [stub:1]}. */
    private Operation submit(Words words) throws DamagedAnswersException {
        int job = declared.newJob(words);
        String[] point = words.next("a point of a timeline").split("\\.", -1);
        if (point.length != 2) {
            throw words.damage(
                    Words.quoted(String.join(".", point)) + " is no point, such as t0.1");
        }
        int timeline = words.indexOf(point[0], 't', declared.timelines);
        long at = words.within(point[1], "point", 1, Limits.POINT_MAX);
        List<Use> uses = words.uses(declared.buffers);
        if (kind == AskedScenario.IN_FENCES) {
            words.expect("in");
            words.foreignList();
        }
        return new Operation.Submit(job, timeline, at, uses);
    }

    private Operation export(Words words) throws DamagedAnswersException {
        declared.newSyncFile(words);
        Use use = words.use(declared.buffers, " ");
        words.foreignList();
        return new Operation.Export(use);
    }

    private Operation merge(Words words) throws DamagedAnswersException {
        declared.newSyncFile(words);
        List<Integer> syncFiles = new ArrayList<>();
        do {
            syncFiles.add(declared.syncFile(words));
        } while (words.nextIs('x') && syncFiles.size() < Limits.MERGED_MAX);
        words.foreignList();
        return new Operation.Merge(syncFiles);
    }

    private Operation advance(Words words) throws DamagedAnswersException {
        return new Operation.Advance(words.index('t', declared.timelines), declared.points(words));
    }

    /** As {@code attach b0 W ok f1}, or {@code attach b0 W EBUSY}. */
    private Operation attach(Words words) throws DamagedAnswersException {
        Use use = words.use(declared.buffers, " ");
        boolean ok = words.either(TryLock.OK, TryLock.BUSY);
        said = ok ? TryLock.OK : TryLock.BUSY;
        if (ok) {
            declared.newFence(words);
        }
        return new Operation.Attach(use, ok);
    }

    private Operation signal(Words words) throws DamagedAnswersException {
        int fence = declared.signaledFence(words);
        words.expect("ok");
        return new Operation.Signal(fence);
    }

    /** As {@code obs p 10 00 x 0 1 in 1 - f 0 -}; its shape is checked, and the text is kept. */
    private void observation(Words words) throws DamagedAnswersException {
        if (operation == null) {
            throw words.damage("an observation before the operation");
        }
        words.expect("p");
        for (int i = 0; i < declared.buffers; i++) {
            words.digits(2);
        }
        if (kind != AskedScenario.TRY_LOCK) {
            digits("x", declared.syncFiles(), i -> true, words);
            if (kind == AskedScenario.IN_FENCES) {
                digits("in", declared.jobs, declared::isSubmitted, words);
            }
            digits("f", declared.jobs, declared::isSubmitted, words);
        }
        words.end();
        steps.add(new Step(operation, said, saidLine, words.text(), words.line()));
        operation = null;
    }

    private static void digits(String group, int count, IntPredicate known, Words words)
            throws DamagedAnswersException {
        words.expect(group);
        for (int i = 0; i < count; i++) {
            if (known.test(i)) {
                words.digits(1);
            } else {
                words.expect("-");
            }
        }
    }
}
