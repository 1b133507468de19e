package dev.baton.explore.step;

import dev.baton.explore.Failure;

import java.util.List;
import java.util.Optional;

/** How jobs come to own buffers. Jobs and objects are numbers; one instance serves one execution. */
interface Acquisition {
    /** Names all that a job takes from here on until it has given everything back. */
    void submit(int job, List<Step> set);

    boolean mayTake(int job, int object, boolean shared);

    /** Takes what may be taken. */
    void take(int job, int object, boolean shared);

    /** Gives back once; false if the job does not have it. */
    boolean release(int job, int object);

    /** The job has ended and gives back the rest. */
    void leave(int job);

    boolean holds(int job);

    boolean has(int job, int object);

    /** Whether another job has what this one wants, in a mode that excludes it. */
    boolean isInTheWay(int other, int job, int object, boolean shared);

    /** A fingerprint of who has what, and who came before whom. */
    long state();

    /** What was wrong with the way it went, apart from waiting; at the end, or before. */
    Optional<Failure> judge(boolean atEnd);
}
