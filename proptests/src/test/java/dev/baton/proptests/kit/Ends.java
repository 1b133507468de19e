package dev.baton.proptests.kit;

import dev.baton.engine.CancelReason;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.PoisonPolicy;
import dev.baton.fence.FenceSource;
import dev.baton.proptests.kit.Call.Extras;
import dev.baton.proptests.kit.Call.Manner;

import java.util.HashMap;
import java.util.Map;

/** What a job's end must be, from what was asked of it and what the calls have claimed. */
final class Ends {
    private final EngineRun run;
    private final Map<Integer, Call.Submit> submits = new HashMap<>();
    private final Map<Integer, Long> submitted = new HashMap<>();

    Ends(EngineRun run) {
        this.run = run;
        run.program.calls().forEach(call -> {
            if (call instanceof Call.Submit it) {
                submits.putIfAbsent(it.job(), it);
            }
        });
    }

    private Extras extrasOf(Ticket ticket) {
        Call.Submit it = submits.get(ticket.number);
        return it == null ? Extras.NONE : it.extras();
    }

    /** Where the clock stands still between calls, times are exact. */
    void judgeTimes(Ticket ticket, long now) {
        Job job = ticket.job;
        Extras extras = extrasOf(ticket);
        if (job == null || extras.count() == 0 || run.switchesAnywhere()) {
            return;
        }
        long since = submitted.computeIfAbsent(ticket.number, number -> now);
        boolean over = job.outcome() != null;
        boolean waits = !over && !job.isGranted();
        if (extras.expiry() > 0 && now >= since + extras.expiry() && waits) {
            run.alarm(Oracle.J, "expiry", ticket + " waits beyond its expiry");
        }
        if (extras.notBefore() > 0 && now < since + extras.notBefore() && job.isGranted()) {
            run.alarm(Oracle.J, "not before", ticket + " is granted too early");
        }
        long until = ticket.heldSinceNanos + extras.hold();
        if (extras.hold() > 0 && ticket.heldSinceNanos < Long.MAX_VALUE && now >= until && !over) {
            run.alarm(Oracle.J, "hold", ticket + " is held beyond its limit");
        }
        if (over) {
            judgeTimedEnd(ticket, extras, now, since);
        }
    }

    private void judgeTimedEnd(Ticket ticket, Extras extras, long now, long since) {
        Ending ending = ticket.job == null ? null : ticket.job.ending();
        if (ending == null) {
            return;
        }
        boolean expired = ending.reason() == CancelReason.EXPIRED;
        if (expired && (extras.expiry() == 0 || now < since + extras.expiry() || ticket.told > 0)) {
            run.alarm(Oracle.J, "expired", ticket + " expired at " + now);
        }
        boolean timedOut = ending.outcome() == Outcome.TIMED_OUT;
        boolean byHold = extras.hold() > 0
                && now
                        >= extras.hold()
                                + (ticket.heldSinceNanos < Long.MAX_VALUE
                                        ? ticket.heldSinceNanos
                                        : since);
        boolean byGate = extras.holding() > 0 && now >= since + extras.holding();
        if (timedOut && !byHold && !byGate) {
            run.alarm(Oracle.J, "timed out", ticket + " timed out at " + now);
        }
    }

    void judge(Ticket ticket, boolean closed) {
        Job job = ticket.job;
        if (job == null || ticket.refused) {
            if (!ticket.refused) {
                run.alarm(Oracle.A, "no job", ticket + " came to nothing");
            }
            return;
        }
        Outcome outcome = job.outcome();
        if (outcome == null) {
            run.alarm(Oracle.E, "waits", ticket + " has not ended though nothing is ahead of it");
        } else if (ticket.claims.size() > 1) {
            run.alarm(Oracle.A, "two ends", ticket + " was ended by " + ticket.claims);
        } else if (ticket.endings != 1) {
            run.alarm(
                    ticket.endings == 0 ? Oracle.E : Oracle.G,
                    "ending",
                    "the end of " + ticket + " was told " + ticket.endings + " times");
        } else if (!ticket.claims.isEmpty() && ticket.claims.get(0) != outcome) {
            run.alarm(Oracle.A, "claimed", ticket + " is " + outcome + ", not " + ticket.claims);
        } else if (ticket.claims.isEmpty() && !mayEndBy(ticket, outcome, closed)) {
            run.alarm(
                    outcome == Outcome.FAILED ? Oracle.K : Oracle.A,
                    "unasked",
                    ticket + " is " + outcome + " and nobody asked for that: " + job.cause());
        } else {
            judgeMore(ticket, job, outcome);
        }
    }

    private void judgeMore(Ticket ticket, Job job, Outcome outcome) {
        boolean caused = outcome == Outcome.FAILED || outcome == Outcome.ABANDONED;
        boolean claimed = !ticket.claims.isEmpty();
        if (caused && job.cause() == null) {
            run.alarm(Oracle.K, "cause", ticket + " is " + outcome + " without a cause");
        } else if (outcome == Outcome.FAILED
                && claimed
                && job.cause() != ticket.cause
                && !run.hasClosed()) { // a closing names the thread that was stopped in it
            run.alarm(Oracle.K, "cause", ticket + " failed by " + job.cause());
        } else if (outcome == Outcome.COMPLETED
                && throwsAlways(ticket)
                && !claimed
                && !ticket.isGivenBack()) { // by another thread, before it has thrown
            run.alarm(Oracle.K, "swallowed", ticket + " has thrown and is " + outcome);
        }
        Extras extras = extrasOf(ticket);
        if (extras.outFence() && !job.outFence().isSignaled()) {
            run.alarm(Oracle.E, "out fence", "the fence of " + ticket + " is pending");
        } else if (extras.outFence()
                && outcome == Outcome.COMPLETED != (job.outFence().error() == null)) {
            run.alarm(Oracle.K, "out fence", "the fence of " + ticket + ", which is " + outcome);
        }
        boolean strict = !run.switchesAnywhere() && ticket.told > 0;
        if (strict && isSpoilt(ticket)) {
            run.alarm(Oracle.K, "gate error", ticket + " ran behind a gate that had failed");
        }
        if (job.client() != null
                || job.attachment() != null
                || !job.accesses().accesses().isEmpty()) {
            run.alarm(Oracle.I, "ended job", ticket + " is over and keeps what it had");
        }
    }

    /** A gate has failed, and it was not to run behind that. */
    private boolean isSpoilt(Ticket ticket) {
        Call.Submit it = submits.get(ticket.number);
        FenceSource gate = run.fences.get(extrasOf(ticket).gate());
        return it != null
                && it.onPoison() != PoisonPolicy.RUN
                && gate != null
                && gate.fence().error() != null;
    }

    private static boolean throwsAlways(Ticket ticket) {
        return ticket.cause != null
                && (ticket.manner == Manner.THROWING || ticket.manner == Manner.EAGER_THROWING);
    }

    private boolean mayEndBy(Ticket ticket, Outcome outcome, boolean closed) {
        Call.Submit it = submits.get(ticket.number);
        Extras extras = extrasOf(ticket);
        boolean foreign = it == null && ticket.manner == Manner.KEEPING;
        PoisonPolicy policy = it == null ? PoisonPolicy.RUN : it.onPoison();
        return switch (outcome) {
            case COMPLETED -> foreign || ticket.isGivenBack();
            case FAILED ->
                foreign
                        || throwsAlways(ticket)
                        || ticket.manner == Manner.REJECTING
                        || ticket.manner == Manner.INBOX // it was full
                        || policy == PoisonPolicy.FAIL;
            case TIMED_OUT -> foreign || extras.hold() > 0 || extras.holding() > 0;
            case CANCELLED -> closed || extras.expiry() > 0 || policy == PoisonPolicy.SKIP;
            case ABANDONED -> closed;
        };
    }
}
