package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * What clients do with their jobs, and what the calls must answer. Where threads switch between calls
 * only, the answer follows from the job's state before; elsewhere only what it claims is kept.
 */
final class Deeds {
    private final EngineRun run;

    /** Calls that came too late. */
    long late;

    Deeds(EngineRun run) {
        this.run = run;
    }

    void release(Ticket ticket) {
        run.owners.leave(ticket);
        end(ticket, Outcome.COMPLETED, Job::release);
    }

    void fail(Ticket ticket) {
        run.owners.leave(ticket);
        RuntimeException reason = new IllegalStateException("failed as told");
        if (end(ticket, Outcome.FAILED, job -> job.fail(reason))) {
            ticket.cause = reason;
        }
    }

    private boolean end(Ticket ticket, Outcome outcome, Predicate<Job> call) {
        Job job = ticket.job;
        if (job == null) {
            return false;
        }
        boolean granted = job.isGranted();
        boolean over = job.outcome() != null;
        Boolean won = unlessRefused(() -> call.test(job));
        if (Boolean.TRUE.equals(won)) {
            ticket.claims.add(outcome);
        } else if (won != null) {
            late++;
        }
        if (!run.switchesAnywhere()) {
            Boolean due = granted ? Boolean.TRUE : over ? Boolean.FALSE : null;
            boolean emptied = ticket.isGivenBack(); // its end may be on its way
            if (!Objects.equals(won, due) && !emptied) {
                run.alarm(
                        over ? Oracle.F : Oracle.A,
                        "answer",
                        "the end of " + ticket + " was answered " + won + ", not " + due);
            }
        }
        return Boolean.TRUE.equals(won);
    }

    void cancel(Ticket ticket) {
        Job job = ticket.job;
        if (job == null) {
            return;
        }
        boolean foreign = job.isForeign(); // its fence may have failed, and then it goes on
        boolean waiting = job.outcome() == null && !job.isGranted();
        if (ticket.manner == Call.Manner.WATCHING) {
            run.owners.leave(ticket);
            ticket.withdraw(); // it may be told of more, and touches none
        }
        boolean won = job.cancel();
        if (won) {
            ticket.claims.add(Outcome.CANCELLED);
        }
        if (won != waiting && !run.switchesAnywhere() && !foreign) {
            run.alarm(Oracle.A, "cancel", "the cancel of " + ticket + " was answered " + won);
        }
    }

    void releaseOne(Ticket ticket, int queue) {
        Job job = ticket.job;
        if (job == null || ticket.modes[queue] == null) {
            return;
        }
        boolean owned = run.owners.owns(ticket, queue);
        ticket.giving[queue]++;
        run.owners.leave(ticket, queue);
        Boolean won = unlessRefused(() -> job.release(run.queues.get(queue)));
        ticket.giving[queue]--;
        late += Boolean.FALSE.equals(won) ? 1 : 0;
        ticket.gone[queue] |= Boolean.FALSE.equals(won);
        ticket.givenBack[queue] += Boolean.TRUE.equals(won) ? 1 : 0;
        if (won == null && owned && !run.switchesAnywhere()) {
            run.alarm(Oracle.A, "refused", "the end of queue " + queue + " of " + ticket);
        } else if (Boolean.TRUE.equals(won) && ticket.givenBack[queue] > 1) {
            run.alarm(Oracle.F, "twice", ticket + " has ended queue " + queue + " twice");
        }
    }

    void downgrade(Ticket ticket, int queue) {
        Job job = ticket.job;
        AccessMode mode = ticket.modes[queue];
        if (job == null || mode == null) {
            return;
        }
        boolean owned = run.owners.owns(ticket, queue);
        if (mode == AccessMode.EXCLUSIVE) {
            run.owners.share(ticket, queue);
            ticket.modes[queue] = AccessMode.SHARED;
        }
        ticket.downgrading[queue]++;
        Boolean won = unlessRefused(() -> job.downgrade(run.queues.get(queue)));
        boolean last = --ticket.downgrading[queue] == 0; // of two that ask at once one may have won
        boolean wonByNobody = !Boolean.TRUE.equals(won) && ticket.downgrades[queue] == 0;
        if (wonByNobody && last && ticket.modes[queue] != mode && !owned) {
            ticket.modes[queue] = mode;
        }
        if (Boolean.TRUE.equals(won) && ++ticket.downgrades[queue] > 1) {
            run.alarm(Oracle.F, "downgrade", ticket + " was made a reader twice");
        }
    }

    /** Null if it was refused under S5. */
    static @Nullable Boolean unlessRefused(BooleanSupplier call) {
        try {
            return call.getAsBoolean();
        } catch (RefusedException early) {
            return null;
        }
    }
}
