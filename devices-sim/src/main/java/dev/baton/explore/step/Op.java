package dev.baton.explore.step;

/** What a step does. */
enum Op {
    /** Waits until nobody else has the buffer, and has it. */
    TAKE("take"),
    /** As {@link #TAKE}, beside others that only read. */
    TAKE_SHARED("takeShared"),
    RELEASE("release"),
    /** As {@link #TAKE}, called otherwise. */
    LOCK("lock"),
    UNLOCK("unlock"),
    /** Something that concerns nobody else. */
    WORK("work"),
    /** Gives a lock back, sleeps until signalled, and takes the lock again. */
    WAIT("waitFor"),
    /** Wakes who has slept longest; lost if nobody sleeps. */
    SIGNAL("signal"),
    SIGNAL_ALL("signalAll"),
    /** Waits while the queue is full. */
    PUT("put"),
    /** Waits while the queue is empty. */
    GET("get"),
    SET("set"),
    /** In one step; what reads and then writes in two is copied to a variable of the job's own. */
    ADD("add"),
    COPY("copy"),
    /** Waits until a comparison holds. */
    AWAIT("await"),
    /** The execution fails if a comparison does not hold. */
    EXPECT("expect"),
    /** Skips steps if a comparison does not hold. */
    WHEN("when"),
    /** Names to the dispatcher all that is taken until all is given back; never written down. */
    SUBMIT("submit");

    /** The method of {@link JobBuilder}. */
    final String word;

    Op(String word) {
        this.word = word;
    }

    boolean isTake() {
        return this == TAKE || this == TAKE_SHARED || this == LOCK;
    }

    /** Whether it waits for what another job does, beside taking. */
    boolean waits() {
        return this == WAIT || this == PUT || this == GET || this == AWAIT;
    }

    boolean isRelease() {
        return this == RELEASE || this == UNLOCK;
    }

    boolean compares() {
        return this == AWAIT || this == EXPECT || this == WHEN;
    }
}
