package dev.baton.proptests.probe;

import org.jspecify.annotations.Nullable;

/**
 * One thread of a run that goes on only when it is told to, for as many shared accesses as it is
 * told to. The controlling thread and the actors never run at the same time.
 */
final class Actor implements Probe.Watch {
    /** Far beyond what any operation of a test needs: who gets here waits for somebody else. */
    static final int ACCESSES_MAX = 20_000;

    /**
     * Of accesses at one place in the code, one right after the other, so many are told apart. The
     * rest is a thread that spins: where it is stopped then makes no difference.
     */
    private static final int REPEATS_MAX = 2;

    /** Unwinds a thread that stays frozen for ever, so that it does not stay in memory as well. */
    private static final class Abandoned extends Error {
        private static final long serialVersionUID = 1L;

        Abandoned() {
            super("frozen for ever", null, false, false);
        }
    }

    /** What kills a thread: it unwinds through whatever wants to see it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1L;

        Killed() {
            super("killed", null, false, false);
        }
    }

    private final String name;
    private final @Nullable Worker worker;

    // Handed to and fro with the worker.
    private long allowance;
    private boolean stopsAtReads = true;
    private int stops;
    private int accesses;
    private String lastSite = "";
    private int repeats;
    private boolean abandoned;
    private boolean toBeKilled;
    private boolean killed;
    private boolean finished;
    private @Nullable Throwable thrown;

    /** An actor on a thread of its own, which has not begun. */
    Actor(String name, Runnable body) {
        this.name = name;
        this.worker = Worker.with(() -> perform(body));
    }

    private Actor() {
        this.name = "alone";
        this.worker = null;
        this.allowance = Long.MAX_VALUE;
    }

    /** Does something on the calling thread, when no other runs: bounded, never stopped. */
    static void alone(Runnable body) {
        Actor actor = new Actor();
        actor.perform(body);
        actor.rethrow();
    }

    private void perform(Runnable body) {
        Probe.bind(this);
        try {
            if (!abandoned) {
                body.run();
            }
        } catch (Throwable what) {
            keep(what);
        } finally {
            Probe.bind(null);
            finished = true;
        }
    }

    /** What is thrown to unwind an abandoned or killed thread means nothing. */
    private void keep(Throwable what) {
        if (thrown == null && !abandoned && !(what instanceof Killed)) {
            thrown = what;
        }
    }

    /** On an actor's thread, of what the engine has nobody to tell of. */
    static void unheard(Throwable thrown) {
        if (Probe.bound() instanceof Actor actor) {
            actor.keep(thrown);
        }
    }

    /**
     * From now on it stops where it would write, not where it would read: to whoever is never to hear
     * of the thread again, that makes no difference.
     */
    void stopAtWritesOnly() {
        stopsAtReads = false;
    }

    @Override
    public void reached(String site) {
        repeats = site.equals(lastSite) ? repeats + 1 : 0;
        lastSite = site;
        if (repeats < REPEATS_MAX && !abandoned) {
            if (allowance == 0) {
                ProbingLoader.stoppedAt(Actor.class, site);
                worker.stop();
            }
            allowance--;
            stops++;
        }
        goOn();
    }

    @Override
    public void reads(String site) {
        if (stopsAtReads) {
            reached(site);
        } else {
            lastSite = site;
            goOn();
        }
    }

    private void goOn() {
        if (abandoned) {
            throw new Abandoned();
        }
        if (toBeKilled) {
            toBeKilled = false;
            killed = true;
            throw new Killed();
        }
        if (++accesses > ACCESSES_MAX) {
            AssertionError spinning =
                    new AssertionError("waits for another thread: " + accesses + " accesses");
            keep(spinning); // whoever may catch it on its way
            throw spinning;
        }
    }

    /**
     * Lets the thread go on up to its next shared access but {@code more}, or to its end.
     *
     * @return whether it has ended
     */
    boolean proceed(long more) {
        if (!finished) {
            allowance = more;
            worker.proceed();
        }
        return finished;
    }

    /** Lets a stopped thread die: its next shared access throws, and what catches that may run. */
    void kill() {
        if (!finished) {
            toBeKilled = true;
            proceed(Long.MAX_VALUE);
        }
    }

    /** At how many accesses it could have been stopped so far. */
    int stops() {
        return stops;
    }

    /** Frees the thread; one that was stopped or killed is unwound, and not used again. */
    void dismiss() {
        if (finished && thrown == null && !killed) {
            worker.reuse();
            return;
        }
        if (!finished) {
            abandoned = true;
            worker.proceed();
        }
        worker.dismiss();
    }

    /** Throws what the thread has thrown. */
    void rethrow() {
        if (thrown != null) {
            throw new AssertionError(name + ": " + thrown, thrown);
        }
    }
}
