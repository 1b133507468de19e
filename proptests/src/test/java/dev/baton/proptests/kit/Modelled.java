package dev.baton.proptests.kit;

import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.proptests.SequentialModel;
import dev.baton.proptests.Workload;
import dev.baton.proptests.kit.Call.Manner;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The sequential model beside the engine, for programs that it knows all of. */
final class Modelled {
    private static final Map<Manner, Workload.Manner> MANNERS = Map.of(
            Manner.KEEPING, Workload.Manner.KEEPING,
            Manner.AT_ONCE, Workload.Manner.AT_ONCE,
            Manner.EAGER, Workload.Manner.EAGER);

    private final EngineRun run;
    private final SequentialModel model;
    private final Map<Integer, SequentialModel.Job> jobs = new HashMap<>();

    Modelled(EngineRun run) {
        this.run = run;
        this.model = new SequentialModel(run.queues.size());
    }

    static boolean canBe(Program program) {
        boolean spoils = program.calls()
                .anyMatch(it ->
                        it instanceof Call.Submit submit && submit.onPoison() != PoisonPolicy.RUN);
        return !program.atAccesses() && program.calls().allMatch(call -> canBe(call, spoils));
    }

    private static boolean canBe(Call call, boolean spoils) {
        if (call instanceof Call.Submit it) {
            Call.Extras more = it.extras();
            boolean onlyExpires = more.count() == (more.expiry() > 0 ? 1 : 0);
            boolean eager = it.manner() == Manner.EAGER;
            return MANNERS.containsKey(it.manner())
                    && onlyExpires
                    && (!eager || !spoils && more.expiry() == 0);
        }
        if (call instanceof Call.Do it) {
            return Set.of(Call.Deed.RELEASE, Call.Deed.FAIL, Call.Deed.CANCEL).contains(it.deed());
        }
        // Whether a grant finds a buffer poisoned depends on which of two grants comes first.
        return call instanceof Call.DoOne && !spoils
                || call instanceof Call.Advance
                || call instanceof Call.Run;
    }

    void perform(Call call) {
        if (call instanceof Call.Submit it) {
            submit(it);
        } else if (call instanceof Call.Advance it) {
            model.advance(it.ticks());
        } else if (call instanceof Call.Do it && jobs.containsKey(it.job())) {
            Outcome outcome = switch (it.deed()) {
                case RELEASE -> Outcome.COMPLETED;
                case FAIL -> Outcome.FAILED;
                default -> Outcome.CANCELLED;
            };
            model.end(jobs.get(it.job()), outcome);
        } else if (call instanceof Call.DoOne it && jobs.containsKey(it.job())) {
            if (it.downgrade()) {
                model.downgrade(jobs.get(it.job()), it.queue());
            } else {
                model.endOne(jobs.get(it.job()), it.queue());
            }
        }
    }

    private void submit(Call.Submit it) {
        if (jobs.containsKey(it.job())) {
            return;
        }
        List<Workload.Wish> wishes = it.wishes().stream()
                .map(wish -> new Workload.Wish(wish.queue() % run.queues.size(), wish.mode()))
                .toList();
        Workload.Manner manner = MANNERS.get(it.manner());
        model.submit(
                new Workload.Submit(wishes, manner, it.onPoison(), it.extras().expiry(), 0));
        jobs.put(it.job(), model.jobs.get(model.jobs.size() - 1));
    }

    /** Every job is as the contract says. */
    void compare() {
        jobs.forEach((number, expected) -> {
            Ticket ticket = run.tickets.get(number);
            Job job = ticket == null ? null : ticket.job;
            if (ticket == null || job == null) {
                return;
            }
            boolean granted = expected.granted && expected.outcome == null;
            if (job.outcome() != expected.outcome) {
                Oracle oracle = job.outcome() == null ? Oracle.E : Oracle.A;
                String what = job.outcome() + ", and not " + expected.outcome;
                run.alarm(oracle, "model: end", ticket + " is " + what);
            } else if (job.isGranted() != granted) {
                run.alarm(
                        granted ? Oracle.E : Oracle.C,
                        "model: grant",
                        ticket + (granted ? " is not granted" : " is granted too early"));
            } else if (ticket.told > 0 != expected.told) {
                run.alarm(
                        expected.told ? Oracle.E : Oracle.G,
                        "model: told",
                        ticket + " was told " + ticket.told + " times");
            }
        });
    }
}
