package dev.baton.fence;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** A thread that waits for a fence. It reads {@link System#nanoTime}, since it is a real one. */
final class Wait {
    private Wait() {}

    /** Returns whether the fence has signaled in time. */
    static boolean until(Fence fence, Duration timeout) throws InterruptedException {
        Signalling section = Signalling.ofThisThread();
        section.refuseWait(fence);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        Runnable after = section.beginWait(fence);
        try {
            return untilCalled(fence, timeout);
        } finally {
            after.run();
        }
    }

    private static boolean untilCalled(Fence fence, Duration timeout) throws InterruptedException {
        Thread waiter = Thread.currentThread();
        Callback callback = fence.add(signaled -> LockSupport.unpark(waiter));
        if (callback == null) {
            return true;
        }
        try {
            return park(fence, timeout);
        } finally {
            callback.remove();
        }
    }

    private static boolean park(Fence fence, Duration timeout) throws InterruptedException {
        long limit = Abandonment.nanosOf(timeout);
        long start = System.nanoTime();
        while (!fence.isSignaled()) {
            long left = limit - (System.nanoTime() - start);
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(fence, Math.min(left, Abandonment.LOOK_NANOS));
            Abandonment.endAbandoned();
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return true;
    }
}
