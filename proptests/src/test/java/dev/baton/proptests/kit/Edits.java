package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.proptests.kit.Call.Extras;
import dev.baton.proptests.kit.Call.Manner;
import dev.baton.proptests.kit.Call.Wish;
import dev.baton.proptests.probe.Turns.Freeze;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** What is smaller by one thing: a job, a thread, two queues in one, a call, a wish, an extra. */
final class Edits {
    private Edits() {}

    static Stream<Program> of(Program program) {
        Set<Program> smaller = new LinkedHashSet<>();
        jobs(program).forEach(job -> smaller.add(without(program, job)));
        for (int i = 0; i < program.threads().size(); i++) {
            List<List<Call>> fewer = new ArrayList<>(program.threads());
            fewer.remove(i);
            if (program.freeze().thread() < 0 && !fewer.isEmpty()) {
                smaller.add(program.with(program.prologue(), List.copyOf(fewer)));
            }
        }
        for (int from = 1; from < program.queues(); from++) {
            smaller.add(merged(program, from, from - 1));
            smaller.add(merged(program, from, 0));
        }
        for (int i = 0; i < program.calls().count(); i++) {
            smaller.add(program.without(i));
        }
        simpler(program, smaller);
        smaller.remove(program);
        return smaller.stream();
    }

    private static void simpler(Program program, Set<Program> smaller) {
        if (program.freeze().thread() >= 0) {
            smaller.add(program.with(Freeze.NOBODY));
        }
        List<Call> calls = program.calls().toList();
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i) instanceof Call.Submit submit) {
                for (Call simple : simpler(submit)) {
                    smaller.add(replaced(program, calls.get(i), simple));
                }
            }
        }
    }

    private static List<Call> simpler(Call.Submit submit) {
        List<Call> simpler = new ArrayList<>();
        for (int i = 0; i < submit.wishes().size() && submit.wishes().size() > 1; i++) {
            List<Wish> fewer = new ArrayList<>(submit.wishes());
            fewer.remove(i);
            simpler.add(submit.with(List.copyOf(fewer)));
        }
        Extras had = submit.extras();
        simpler.add(submit.with(Extras.NONE));
        simpler.add(submit.with(new Extras(
                0, had.notBefore(), had.hold(), had.gate(), had.holding(), had.outFence())));
        simpler.add(submit.with(new Extras(
                had.expiry(), 0, had.hold(), had.gate(), had.holding(), had.outFence())));
        simpler.add(submit.with(new Extras(
                had.expiry(), had.notBefore(), 0, had.gate(), had.holding(), had.outFence())));
        simpler.add(submit.with(
                new Extras(had.expiry(), had.notBefore(), had.hold(), 0, 0, had.outFence())));
        simpler.add(submit.with(new Extras(
                had.expiry(), had.notBefore(), had.hold(), had.gate(), had.holding(), false)));
        simpler.add(submit.with(Manner.KEEPING));
        return simpler;
    }

    private static Set<Integer> jobs(Program program) {
        Set<Integer> jobs = new TreeSet<>();
        program.calls().forEach(call -> {
            if (call instanceof Call.Submit it) {
                jobs.add(it.job());
            } else if (call instanceof Call.Import it) {
                jobs.add(it.job());
            }
        });
        return jobs;
    }

    private static Program without(Program program, int job) {
        return kept(program, call -> isAbout(call, job) ? null : call);
    }

    private static boolean isAbout(Call call, int job) {
        return call instanceof Call.Submit submit && submit.job() == job
                || call instanceof Call.Import foreign && foreign.job() == job
                || call instanceof Call.Do deed && deed.job() == job
                || call instanceof Call.DoOne deed && deed.job() == job;
    }

    private static Program replaced(Program program, Call old, Call simple) {
        return kept(program, call -> call == old ? simple : call);
    }

    /** Two queues in one: only so does a ring of many jobs become a shorter one. */
    private static Program merged(Program program, int from, int to) {
        UnaryOperator<Call> rename = call -> {
            if (call instanceof Call.Submit it) {
                return it.with(renamed(it.wishes(), from, to));
            } else if (call instanceof Call.Import it) {
                return new Call.Import(
                        it.job(), renamed(it.wishes(), from, to), it.fence(), it.timeout());
            } else if (call instanceof Call.DoOne it) {
                return new Call.DoOne(it.downgrade(), it.job(), renamed(it.queue(), from, to));
            } else if (call instanceof Call.Ask it) {
                return new Call.Ask(it.fence(), renamed(it.queue(), from, to), it.mode());
            } else if (call instanceof Call.CloseQueue it) {
                return new Call.CloseQueue(renamed(it.queue(), from, to));
            } else if (call instanceof Call.Burst it) {
                return new Call.Burst(renamed(it.queue(), from, to), it.count());
            } else if (call instanceof Call.Try it) {
                return new Call.Try(renamed(it.queue(), from, to), it.mode());
            }
            return call;
        };
        Program renamed = kept(program, rename);
        return new Program(
                program.queues() - 1,
                program.observed(),
                renamed.prologue(),
                renamed.threads(),
                program.freeze(),
                program.atAccesses());
    }

    private static List<Wish> renamed(List<Wish> wishes, int from, int to) {
        List<Wish> renamed = new ArrayList<>();
        Set<Integer> seen = new HashSet<>();
        Set<Integer> before = new HashSet<>();
        for (Wish wish : wishes) {
            int queue = renamed(wish.queue(), from, to);
            boolean twice = !before.add(wish.queue());
            if (seen.add(queue) || twice) {
                renamed.add(new Wish(queue, wish.mode()));
            } else if (wish.mode() == AccessMode.EXCLUSIVE) {
                renamed.replaceAll(it -> it.queue() == queue ? new Wish(queue, wish.mode()) : it);
            }
        }
        return List.copyOf(renamed);
    }

    private static int renamed(int queue, int from, int to) {
        return queue == from ? to : queue > from ? queue - 1 : queue;
    }

    private static Program kept(Program program, UnaryOperator<Call> edit) {
        return program.with(
                edited(program.prologue(), edit),
                program.threads().stream().map(it -> edited(it, edit)).toList());
    }

    private static List<Call> edited(List<Call> calls, UnaryOperator<Call> edit) {
        return calls.stream().map(edit).filter(java.util.Objects::nonNull).toList();
    }
}
