package dev.baton.engine;

import dev.baton.engine.Snapshot.Kind;
import dev.baton.engine.Snapshot.Phase;
import dev.baton.engine.Survey.Wait;
import dev.baton.fence.Fence;
import dev.baton.fence.SyncFile;

import org.jspecify.annotations.Nullable;

import java.util.function.BooleanSupplier;

/** What one job waits for beside what is ahead of it in its queues, as part of a survey. */
final class WaitsBeside {
    private final Survey survey;
    private final Job job;
    private final @Nullable Particulars particulars;

    WaitsBeside(Survey survey, Job job) {
        this.survey = survey;
        this.job = job;
        this.particulars = job.particulars();
    }

    static Phase phase(Job job) {
        Particulars its = job.particulars();
        if (job.isEnding()) {
            return Phase.ENDING;
        } else if (isUnderWay(job)) {
            return Phase.FOREIGN;
        } else if (job.isGranted()) {
            return Phase.GRANTED;
        } else if (its != null && its.deferral != null && !its.deferral.isPlacing()) {
            return Phase.GATED;
        }
        Phase waiting = handedTo(job) == null ? Phase.WAITING : Phase.HANDED_OVER;
        return job.isInSubmit() ? Phase.IN_SUBMIT : waiting;
    }

    /** In the hands of whose hardware it is (S12). */
    static @Nullable HardwareDomain<?> handedTo(Job job) {
        HandOver hand = job.handOver();
        return hand != null && hand.isHanded() ? hand.domain : null;
    }

    /** Whether it is foreign work that has not failed: that waits for no turn. */
    static boolean isUnderWay(Job job) {
        return job.client() instanceof ForeignWork work && !work.hasFailed();
    }

    static long expiryNanos(Job job) {
        long nanos = job.options().expiryNanos();
        return nanos == Long.MAX_VALUE ? Snapshot.UNKNOWN_NANOS : nanos;
    }

    void read(Phase phase) {
        switch (phase) {
            case ENDING -> survey.add(Wait.of(Kind.END, job, "the thread that ends it"));
            case IN_SUBMIT -> survey.add(Wait.of(Kind.SUBMIT, job, "its thread"));
            case GRANTED -> owner(job.client());
            case GATED -> {
                for (Gate gate : job.options().gates()) {
                    if (!gate.holdsPlace()) {
                        fence(Kind.GATE, gate.fence(), expiryNanos(job));
                    }
                }
            }
            case FOREIGN, WAITING, HANDED_OVER -> placed(phase == Phase.FOREIGN);
        }
        Succession succession = job.options().endedBy();
        if (succession != null && phase != Phase.ENDING) {
            openEnd(succession, phase == Phase.GRANTED);
        }
    }

    /** The client, or who is blocked for it: that waits itself. */
    private void owner(@Nullable Client client) {
        boolean blocked = false;
        for (Blocked each : Blocked.all()) {
            if (each.isWaiting() && each.owns(job)) {
                blocked = true;
                ownedBy(each);
                blocked(each);
            }
        }
        if (client != null && !blocked) { // not over meanwhile
            ownedBy(client);
        }
    }

    private void ownedBy(Object owner) {
        HoldWatchdog watchdog = particulars == null ? null : particulars.watchdog;
        survey.add(new Wait(
                Kind.OWNER,
                job,
                "",
                owner,
                watchdog == null ? Snapshot.UNKNOWN_NANOS : watchdog.dueNanos(),
                () -> !job.isOver()));
    }

    private void blocked(Blocked who) {
        if (!survey.isNew(who)) {
            return;
        }
        survey.add(new Wait(
                Kind.BLOCKED, who, "", who.target, Snapshot.UNKNOWN_NANOS, who::isWaiting));
        if (who.target instanceof Fence fence) {
            follow(fence);
        }
    }

    private void placed(boolean foreign) {
        if (particulars == null) {
            return;
        }
        for (FenceWait wait : particulars.waits) {
            fence(foreign ? Kind.FOREIGN : Kind.HELD_GATE, wait.fence, wait.dueNanos);
        }
        long nanos = job.options().notBeforeNanos();
        if (nanos > 0 && survey.startNanos < nanos) {
            survey.add(Wait.of(Kind.TIME, job, Snapshot.millis(nanos)));
        }
    }

    private void fence(Kind kind, Fence fence, long untilNanos) {
        survey.add(new Wait(
                kind, job, "", fence, untilNanos, () -> !job.isOver() && !fence.isSignaled()));
        follow(fence);
    }

    /** What a fence waits for: its members, a job's end. What signals others nobody knows. */
    private void follow(Fence fence) {
        if (!survey.isNew(fence)) {
            return;
        }
        if (fence instanceof SyncFile merged) {
            for (Fence member : merged.members()) {
                signalsWith(fence, member, () -> !member.isSignaled());
                follow(member);
            }
        }
        Job of = fence instanceof JobFence its ? its.job() : null;
        if (of != null) {
            if (of.dispatcher() == job.dispatcher()) { // another's queues are not looked at
                survey.meet(of);
            }
            signalsWith(fence, survey.end(of), () -> !of.isOver());
        }
    }

    private void signalsWith(Fence fence, Object holder, BooleanSupplier pending) {
        survey.add(new Wait(
                Kind.FENCE,
                fence,
                "",
                holder,
                Snapshot.UNKNOWN_NANOS,
                () -> pending.getAsBoolean() && !fence.isSignaled()));
    }

    private void openEnd(Succession succession, boolean granted) {
        Job named = particulars == null ? null : particulars.succeededBy;
        Job next = named == null || named.outcome() == Outcome.CANCELLED ? null : named;
        if (next != null && !next.isWaiting()) {
            survey.add(new Wait(
                    Kind.DUE,
                    survey.end(job),
                    "",
                    job,
                    Snapshot.UNKNOWN_NANOS,
                    () -> !job.isOver()));
            return;
        }
        survey.add(new Wait(
                Kind.OPEN_END,
                survey.end(job),
                next == null ? "" : succession + ",",
                next == null ? succession : next,
                Snapshot.UNKNOWN_NANOS,
                () -> !job.isOver()
                        && particulars != null
                        && particulars.succeededBy == named
                        && (next == null || next.isWaiting())));
        if (!granted) {
            survey.add(new Wait(
                    Kind.UNGRANTED,
                    survey.end(job),
                    "",
                    job,
                    Snapshot.UNKNOWN_NANOS,
                    job::isWaiting));
        }
    }
}
