package dev.baton.proptests.kit;

import dev.baton.engine.AccessMode;
import dev.baton.engine.EagerClient;
import dev.baton.engine.Ending;
import dev.baton.engine.Job;
import dev.baton.engine.Outcome;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.kit.Call.Manner;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** One job of a run, its client, and what the client knows of it. One thread at a time. */
final class Ticket implements EagerClient {
    final int number;
    final Manner manner;
    private final EngineRun run;

    @Nullable
    Job job;

    /** The set as submitted: by queue, null for those not named. */
    final @Nullable AccessMode[] modes;

    /** How many threads are just ending each access by itself. */
    final int[] giving;

    /** Whether one of them came late: another has ended it, and may still be stopped in that. */
    final boolean[] gone;

    /** How often an end of each was answered with yes, and a downgrade. */
    final int[] givenBack;

    final int[] downgrades;

    /** How many threads are just asking for one. */
    final int[] downgrading;

    private final int[] noticed;
    int told;
    boolean refused;
    private boolean fenced;

    /** What each call that ended the job said it would be. */
    final List<Outcome> claims = new ArrayList<>();

    /** How often the end was told. */
    int endings;

    @Nullable
    Throwable cause;

    /** From when on it owned something, or showed a sign of life. */
    long heldSinceNanos = Long.MAX_VALUE;

    Ticket(EngineRun run, int number, Manner manner, @Nullable AccessMode[] modes) {
        this.run = run;
        this.number = number;
        this.manner = manner;
        this.modes = modes;
        this.giving = new int[modes.length];
        this.gone = new boolean[modes.length];
        this.givenBack = new int[modes.length];
        this.downgrades = new int[modes.length];
        this.downgrading = new int[modes.length];
        this.noticed = new int[modes.length];
    }

    @Override
    public boolean isEager() {
        return manner == Manner.EAGER
                || manner == Manner.WATCHING
                || manner == Manner.EAGER_THROWING;
    }

    @Override
    public String name() {
        return "client " + number;
    }

    @Override
    public @Nullable Executor executor() {
        if (manner == Manner.REJECTING) {
            return task -> {
                throw new RejectedExecutionException("as told");
            };
        }
        return manner == Manner.EXECUTOR ? run.tasks::add : null;
    }

    @Override
    public void onAvailable(Job same, SyncQueue queue) {
        int at = run.numberOf(queue);
        become(same);
        begin();
        if (++noticed[at] > 1) {
            run.alarm(Oracle.G, "notice", this + " was told twice of " + queue);
        } else if (told > 0 || same.outcome() != null && !run.switchesAnywhere()) {
            run.alarm(Oracle.G, "notice after", this + " was told of " + queue + " too late");
        }
        if (!isTaken(same)) {
            run.owners.enter(this, at);
        }
        if (manner == Manner.EAGER) {
            run.deeds.releaseOne(this, at);
        } else if (manner == Manner.EAGER_THROWING) {
            run.owners.leave(this);
            throw thrown();
        }
    }

    @Override
    public void granted(Job same) {
        become(same);
        begin();
        boolean taken = isTaken(same);
        if (++told > 1) { // from here to the entry there is no shared access
            run.alarm(Oracle.G, "grant", this + " was granted twice");
        } else if (taken && !run.switchesAnywhere()) {
            run.alarm(Oracle.G, "grant after", this + " was granted after its end");
        }
        if (!taken) {
            run.owners.enterAll(this);
        }
        switch (manner) {
            case AT_ONCE -> run.deeds.release(this);
            case AGAIN -> {
                run.again(this);
                run.deeds.release(this);
            }
            case THROWING -> {
                run.owners.leave(this);
                throw thrown();
            }
            default -> {}
        }
    }

    private RuntimeException thrown() {
        IllegalStateException what = new IllegalStateException("thrown as told");
        cause = what;
        return what;
    }

    /** The job may arrive before submit returns it, and then is the same. */
    void become(Job same) {
        if (job != null && job != same) {
            run.alarm(Oracle.A, "identity", this + " is granted another job");
        }
        job = same;
    }

    /** The clock is a shared access: a callback that is stopped there may be overtaken by its end. */
    private void begin() {
        boolean later = manner == Manner.INBOX || manner == Manner.EXECUTOR; // than its grant
        if (!run.switchesAnywhere() && !later) {
            heldSinceNanos = Math.min(heldSinceNanos, run.timers.nowNanos());
        }
    }

    /** Whether this callback comes late: it was on its way as the job was taken, or ended. */
    private boolean isTaken(Job same) {
        return same.outcome() != null || fenced; // asked last: it may be cancelled in that look
    }

    /** The client itself gives the job up and works on none of its buffers any more. */
    void withdraw() {
        fenced = true;
    }

    @Override
    public void fenceOff(Job same) {
        fenced = true;
        run.owners.leave(this);
    }

    void ended(Ending ending) {
        endings++;
    }

    /** Whether an access was ended by itself, or is just being. */
    boolean isGivenBack(int queue) {
        return giving[queue] > 0 || givenBack[queue] > 0;
    }

    /** Whether every access was ended by itself, and there are some. */
    boolean isGivenBack() {
        int given = 0;
        for (int i = 0; i < modes.length; i++) {
            if (modes[i] != null && modes[i] != AccessMode.UNORDERED) {
                if (!isGivenBack(i)) {
                    return false;
                }
                given++;
            }
        }
        return given > 0;
    }

    @Override
    public String toString() {
        return "job " + number;
    }
}
